#include "pool/sqlite/statement.hpp"

#include <sqlite3.h>

#include <cassert>

namespace sluice::pool::sqlite {

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

Statement::Statement(Database& database, std::string_view sql) : database_(&database), sql_(sql) {
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v3(database.handle(), sql_.c_str(),
                                        static_cast<int>(sql_.size() + 1), 0, &prepared, nullptr);
    handle_.reset(prepared);
    check(code);
}

bool Statement::step() {
    const int code = sqlite3_step(handle_.get());
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code != SQLITE_DONE) {
        reset();  // repeats the error, so that the connection still tells it
        throw database_->error(sql_);
    }
    return false;
}

void Statement::reset() noexcept { sqlite3_reset(handle_.get()); }

std::int64_t Statement::integer(int column) const noexcept {
    return sqlite3_column_int64(handle_.get(), column);
}

double Statement::real(int column) const noexcept {
    return sqlite3_column_double(handle_.get(), column);
}

std::string Statement::text(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(handle_.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column));
    return data == nullptr ? std::string{} : std::string{data, size};
}

Bytes Statement::blob(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column));
    return data == nullptr ? Bytes{} : Bytes{data, data + size};
}

void Statement::bind(int index, std::int64_t value) {
    check(sqlite3_bind_int64(handle_.get(), index, value));
}

void Statement::bind(int index, double value) {
    check(sqlite3_bind_double(handle_.get(), index, value));
}

void Statement::bind(int index, std::string_view value) {
    // A null pointer would bind NULL, so an empty text points at something.
    const char* data = value.empty() ? "" : value.data();
    check(sqlite3_bind_text64(handle_.get(), index, data, value.size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8));
}

void Statement::bind(int index, ByteSpan value) {
    if (value.empty()) {
        check(sqlite3_bind_zeroblob(handle_.get(), index, 0));
        return;
    }
    check(sqlite3_bind_blob64(handle_.get(), index, value.data(), value.size(), SQLITE_TRANSIENT));
}

void Statement::check(int code) const {
    if (code != SQLITE_OK) {
        throw database_->error(sql_);
    }
}

}  // namespace sluice::pool::sqlite
