#include "pool/sqlite/schema.hpp"

#include "pool/sqlite/statement.hpp"
#include "pool/sqlite/transaction.hpp"

#include <utility>

namespace sluice::pool::sqlite {
namespace {

std::int64_t single_integer(Database& database, const char* sql) {
    Statement statement(database, sql);
    return statement.step() ? statement.integer(0) : 0;
}

/// SQLite takes an empty database for a new one and throws its write-ahead log away.
void check_no_orphaned_log(const std::filesystem::path& file) {
    std::error_code error;
    const std::filesystem::path real = std::filesystem::canonical(file, error);
    if (error || std::filesystem::file_size(real, error) != 0 || error) {
        return;
    }
    const std::filesystem::path log = real.string() + "-wal";
    const auto size = std::filesystem::file_size(log, error);
    if (!error && size > 0) {
        throw Error(0, file.string() + ": empty, but " + log.string() +
                           " beside it is not; put the database back that belongs to it, or "
                           "remove that file as well to begin with nothing");
    }
}

void migrate(Database& database, const Schema& schema, std::int64_t version) {
    Transaction transaction(database);
    database.execute(schema.migrations[static_cast<std::size_t>(version)]);
    database.execute("PRAGMA application_id=" + std::to_string(schema.application_id));
    database.execute("PRAGMA user_version=" + std::to_string(version + 1));
    transaction.commit();
}

}  // namespace

std::int64_t check_version(Database& database, const Schema& schema) {
    if (single_integer(database, "SELECT count(*) FROM sqlite_master") == 0) {
        return 0;
    }
    const std::string file = database.file().string();
    if (single_integer(database, "PRAGMA application_id") != schema.application_id) {
        throw Error(0, file + ": a database, but not a " + schema.name +
                           " of this program; choose another file");
    }
    const std::int64_t version = single_integer(database, "PRAGMA user_version");
    if (version < 1 || version > schema.version()) {
        throw Error(0, file + ": " + schema.name + " of schema version " + std::to_string(version) +
                           ", this program knows versions up to " +
                           std::to_string(schema.version()) +
                           "; run the newer program, or choose another file");
    }
    return version;
}

OpenedFile open_with_schema(const std::filesystem::path& file, const Schema& schema) {
    check_no_orphaned_log(file);
    Database database(file, Access::read_write_create);
    const std::int64_t version_before = check_version(database, schema);
    database.execute("PRAGMA journal_mode=WAL");
    database.execute("PRAGMA synchronous=FULL");
    database.execute("PRAGMA foreign_keys=ON");
    for (std::int64_t version = version_before; version < schema.version(); ++version) {
        migrate(database, schema, version);
    }
    return {std::move(database), version_before};
}

}  // namespace sluice::pool::sqlite
