#include "pool/ledger/sqlite/open_ledger.hpp"

#include "pool/ledger/sqlite/store.hpp"

#include <exception>
#include <string>

namespace sluice::pool {

Result<std::unique_ptr<Ledger>> open_sqlite_ledger(const std::filesystem::path& file,
                                                   const LedgerOptions& options) {
    try {
        return std::make_unique<Ledger>(open_sqlite_store(file), options);
    } catch (const std::exception& error) {
        return Unexpected{std::string(error.what())};
    }
}

}  // namespace sluice::pool
