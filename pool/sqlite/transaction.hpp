#pragma once
/// Transaction: everything between construction and commit() happens, or nothing does. Takes the
/// write lock at once (BEGIN IMMEDIATE); rolls back when it goes out of scope uncommitted. Follows
/// its Database's thread rule. Throws sqlite::Error.

#include "pool/sqlite/database.hpp"

namespace sluice::pool::sqlite {

class Transaction {
public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// Durable on return, as far as the connection's `synchronous` setting promises.
    void commit();

private:
    Database* database_;
    bool open_ = true;
};

}  // namespace sluice::pool::sqlite
