#include "pool/sqlite/database.hpp"

#include <sqlite3.h>

namespace sluice::pool::sqlite {
namespace {

/// How long a statement waits for another process that holds the file, such as an operator's
/// sqlite3 shell. The ledger retries a commit that still fails.
constexpr int busy_timeout_ms = 1000;

/// The cause in an operator's words; SQLite's text follows it.
std::string cause(int code) {
    switch (code) {
        case SQLITE_FULL:
            return "disk full";
        case SQLITE_READONLY:
            return "no permission to write";
        case SQLITE_CANTOPEN:
            return "not opened: no permission in its folder, or too many open files";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "held by another process";
        case SQLITE_NOTADB:
            return "not a database of this program";
        case SQLITE_CORRUPT:
            return "damaged; restore a backup";
        case SQLITE_IOERR:
            return "the disk failed";
        default:
            return "database error";
    }
}

/// Statements are written over several lines; a message is one.
std::string on_one_line(const std::string& sql) {
    std::string line;
    for (const char letter : sql) {
        const bool space = letter == ' ' || letter == '\n';
        if (!space || (!line.empty() && line.back() != ' ')) {
            line += space ? ' ' : letter;
        }
    }
    return line;
}

}  // namespace

void check_place(const std::filesystem::path& file) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    if (fs::is_directory(file, ignored)) {
        throw Error(0, file.string() + ": is a directory; name a file in it, such as " +
                           (file / "pool.db").string());
    }
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    if (!fs::is_directory(folder, ignored)) {
        throw Error(0, file.string() + ": the folder " + folder.string() +
                           " does not exist; create it or choose another place");
    }
}

void Database::Close::operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }

Database::Database(const std::filesystem::path& file, Access access) : file_(file) {
    check_place(file);
    const int mode = access == Access::read_only ? SQLITE_OPEN_READONLY
                                                 : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &opened, mode | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(opened);
    if (code != SQLITE_OK) {
        throw Error(code & 0xff, file.string() +
                                     ": cannot be opened or created; check the permissions of the "
                                     "file and of its folder (SQLite: " +
                                     sqlite3_errstr(code) + ")");
    }
    if (access == Access::read_write_create && sqlite3_db_readonly(opened, "main") == 1) {
        throw Error(SQLITE_READONLY, file.string() +
                                         ": this user may not write it; change its permissions or "
                                         "choose another file");
    }
    sqlite3_busy_timeout(opened, busy_timeout_ms);
}

void Database::execute(const std::string& sql) {
    if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw error(sql);
    }
}

std::int64_t Database::changes() const noexcept { return sqlite3_changes64(handle_.get()); }

Error Database::error(const std::string& sql) const {
    const int code = sqlite3_errcode(handle_.get()) & 0xff;
    return {code, file_.string() + ": " + cause(code) +
                      " (SQLite: " + sqlite3_errmsg(handle_.get()) + ") in: " + on_one_line(sql)};
}

}  // namespace sluice::pool::sqlite
