#pragma once
/// Opens a database that must have a known schema: makes it in an empty file, refuses a file of
/// something else or of a newer program. The application id (SQLite's header field) says whose file
/// it is, user_version which schema. Pure start-up code; throws sqlite::Error.

#include "pool/sqlite/database.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace sluice::pool::sqlite {

struct Schema {
    std::string name;             ///< "ledger", for messages
    std::int32_t application_id;  ///< four ASCII letters
    std::int32_t version;         ///< first 1; raised with every change of the tables
    std::string create;           ///< SQL that makes the tables of this version
};

/// A connection for writing: write-ahead log, and a commit that is on the disk when it returns
/// (journal_mode=WAL, synchronous=FULL).
[[nodiscard]] Database open_with_schema(const std::filesystem::path& file, const Schema& schema);

}  // namespace sluice::pool::sqlite
