#include "pool/sqlite/transaction.hpp"

#include <sqlite3.h>

namespace sluice::pool::sqlite {

Transaction::Transaction(Database& database) : database_(&database) {
    database.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
    // After some errors SQLite has rolled back by itself; then there is nothing left to end.
    if (open_ && sqlite3_get_autocommit(database_->handle()) == 0) {
        sqlite3_exec(database_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

void Transaction::commit() {
    database_->execute("COMMIT");
    open_ = false;
}

}  // namespace sluice::pool::sqlite
