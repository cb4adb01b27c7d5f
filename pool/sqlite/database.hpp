#pragma once
/// Database: one connection to a SQLite file, opened and closed by RAII. One thread at a time (the
/// connection is opened without SQLite's own mutex). Errors inside pool/sqlite are thrown as
/// sqlite::Error, so that a transaction unwinds by itself; the ledger and the chain turn them into
/// Results at their own borders.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

struct sqlite3;

namespace sluice::pool::sqlite {

/// What failed, with the file and SQLite's own words:
/// "data/pool.db: disk full (SQLite: database or disk is full) in: COMMIT".
class Error : public std::runtime_error {
public:
    Error(int code, const std::string& message) : std::runtime_error(message), code_(code) {}

    /// Primary result code, for example SQLITE_FULL; 0 when SQLite was not asked.
    [[nodiscard]] int code() const noexcept { return code_; }

private:
    int code_;
};

/// Throws the Error that SQLite would only call "unable to open database file": `file` is a
/// directory, or its folder does not exist.
void check_place(const std::filesystem::path& file);

enum class Access : std::uint8_t { read_only, read_write_create };

class Database {
public:
    /// Throws Error with what is wrong and what would be right: see check_place, or no permission.
    /// Whether the file is a database shows at its first statement.
    Database(const std::filesystem::path& file, Access access);

    /// Runs statements that return nothing of interest, separated by semicolons.
    void execute(const std::string& sql);

    /// Rows changed by the latest INSERT, UPDATE or DELETE.
    [[nodiscard]] std::int64_t changes() const noexcept;
    [[nodiscard]] const std::filesystem::path& file() const noexcept { return file_; }
    [[nodiscard]] sqlite3* handle() const noexcept { return handle_.get(); }

    /// The error of the latest call on this connection, which was running `sql`.
    [[nodiscard]] Error error(const std::string& sql) const;

private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept;
    };

    std::filesystem::path file_;
    std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace sluice::pool::sqlite
