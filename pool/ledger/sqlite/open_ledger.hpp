#pragma once
/// Opens a ledger that lies in a SQLite file.

#include "base/result.hpp"
#include "pool/ledger/ledger.hpp"

#include <filesystem>
#include <memory>

namespace sluice::pool {

/// Opens the ledger, or makes a new one. The error names the file and what to do: a directory, no
/// permission, another process, a newer schema, not a database.
[[nodiscard]] Result<std::unique_ptr<Ledger>> open_sqlite_ledger(const std::filesystem::path& file,
                                                                 const LedgerOptions& options = {});

}  // namespace sluice::pool
