#include "pool/sqlite/schema.hpp"

#include "pool/sqlite/statement.hpp"
#include "pool/sqlite/transaction.hpp"

namespace sluice::pool::sqlite {
namespace {

std::int64_t single_integer(Database& database, const char* sql) {
    Statement statement(database, sql);
    return statement.step() ? statement.integer(0) : 0;
}

/// The version that the file has, 0 for an empty one; throws when it is not ours to open.
std::int64_t checked_version(Database& database, const Schema& schema) {
    if (single_integer(database, "SELECT count(*) FROM sqlite_master") == 0) {
        return 0;
    }
    const std::string file = database.file().string();
    if (single_integer(database, "PRAGMA application_id") != schema.application_id) {
        throw Error(0, file + ": a database, but not a " + schema.name +
                           " of this program; choose another file");
    }
    const std::int64_t version = single_integer(database, "PRAGMA user_version");
    if (version > schema.version) {
        throw Error(0, file + ": " + schema.name + " of schema version " + std::to_string(version) +
                           ", this program knows versions up to " + std::to_string(schema.version) +
                           "; run the newer program, or choose another file");
    }
    return version;
}

}  // namespace

Database open_with_schema(const std::filesystem::path& file, const Schema& schema) {
    Database database(file, Access::read_write_create);
    const bool empty = checked_version(database, schema) == 0;
    database.execute("PRAGMA journal_mode=WAL");
    database.execute("PRAGMA synchronous=FULL");
    database.execute("PRAGMA foreign_keys=ON");
    if (empty) {
        Transaction transaction(database);
        database.execute(schema.create);
        database.execute("PRAGMA application_id=" + std::to_string(schema.application_id));
        database.execute("PRAGMA user_version=" + std::to_string(schema.version));
        transaction.commit();
    }
    return database;
}

}  // namespace sluice::pool::sqlite
