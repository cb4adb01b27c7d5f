#pragma once
/// Statement: a prepared SQL statement with typed parameters and columns. Follows its Database's
/// thread rule and must not outlive it. Throws sqlite::Error.

#include "base/bytes.hpp"
#include "pool/sqlite/database.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3_stmt;

namespace sluice::pool::sqlite {

class Statement {
public:
    Statement(Database& database, std::string_view sql);

    /// Binds every parameter, first ?1, and runs a statement that returns no rows.
    template <class... Values>
    void run(const Values&... values) {
        query(values...);
        while (step()) {
        }
        reset();
    }

    /// Binds every parameter, first ?1; step() then walks the rows. Ends an earlier walk.
    template <class... Values>
    void query(const Values&... values) {
        reset();
        int index = 0;
        (bind(++index, values), ...);
    }

    /// True: a row stands ready. False: no more rows.
    [[nodiscard]] bool step();

    /// Ends the walk, so that the statement holds no read transaction.
    void reset() noexcept;

    /// Columns of the row, first 0. Text and blobs are copied.
    [[nodiscard]] std::int64_t integer(int column) const noexcept;
    [[nodiscard]] double real(int column) const noexcept;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] Bytes blob(int column) const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };

    void bind(int index, std::int64_t value);
    void bind(int index, double value);
    void bind(int index, std::string_view value);
    void bind(int index, ByteSpan value);
    void check(int code) const;

    Database* database_;
    std::string sql_;
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

}  // namespace sluice::pool::sqlite
