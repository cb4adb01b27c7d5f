#pragma once
/// Opens a database that must have a known schema: makes it in an empty file, brings an older one
/// up to date, refuses a file of something else or of a newer program. The application id (SQLite's
/// header field) says whose file it is, user_version which schema. Pure start-up code; throws
/// sqlite::Error.

#include "pool/sqlite/database.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace sluice::pool::sqlite {

struct Schema {
    std::string name;             ///< "ledger", for messages
    std::int32_t application_id;  ///< four ASCII letters
    /// SQL of each step, first from nothing to version 1. A step that any program has run is never
    /// changed: a change of the tables is a step of its own at the end.
    std::span<const char* const> migrations;

    [[nodiscard]] std::int64_t version() const noexcept {
        return static_cast<std::int64_t>(migrations.size());
    }
};

struct OpenedFile {
    Database database;
    std::int64_t version_before;  ///< 0: the file was empty
};

/// A connection for writing: write-ahead log, and a commit that is on the disk when it returns
/// (journal_mode=WAL, synchronous=FULL). Each step to the newest version is one transaction.
[[nodiscard]] OpenedFile open_with_schema(const std::filesystem::path& file, const Schema& schema);

/// The version that the file has, 0 for an empty one; throws when it is another program's or newer.
std::int64_t check_version(Database& database, const Schema& schema);

}  // namespace sluice::pool::sqlite
