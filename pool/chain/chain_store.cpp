#include "pool/chain/chain_store.hpp"

#include "pool/sqlite/schema.hpp"
#include "pool/sqlite/transaction.hpp"

#include <array>

namespace sluice::pool {
namespace {

constexpr const char* create_tables = R"sql(
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE blocks (
    height INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    header BLOB NOT NULL,
    coinbase BLOB NOT NULL,
    received_s INTEGER NOT NULL
);
)sql";

constexpr std::array migrations{create_tables};

sqlite::Schema chain_schema() {
    return {.name = "chain",
            .application_id = 0x534c'4348,  // "SLCH"
            .migrations = migrations};
}

}  // namespace

ChainStore::ChainStore(const std::filesystem::path& file)
    : lock_(file),
      database_(sqlite::open_with_schema(file, chain_schema()).database),
      insert_block_(database_,
                    "INSERT INTO blocks (height, hash, header, coinbase, received_s) "
                    "VALUES (?1, ?2, ?3, ?4, ?5)"),
      find_block_(database_, "SELECT 1 FROM blocks WHERE hash = ?1") {}

std::map<std::string, std::string> ChainStore::settings() {
    sqlite::Statement rows(database_, "SELECT name, value FROM settings");
    std::map<std::string, std::string> settings;
    while (rows.step()) {
        settings[rows.text(0)] = rows.text(1);
    }
    return settings;
}

void ChainStore::add_setting(const std::string& name, const std::string& value) {
    sqlite::Statement(database_, "INSERT INTO settings (name, value) VALUES (?1, ?2)")
        .run(name, value);
}

void ChainStore::begin_chain(const std::map<std::string, std::string>& settings,
                             const StoredBlock& genesis) {
    sqlite::Transaction transaction(database_);
    for (const auto& [name, value] : settings) {
        add_setting(name, value);
    }
    insert(genesis);
    transaction.commit();
}

void ChainStore::append(const StoredBlock& block) {
    sqlite::Transaction transaction(database_);
    insert(block);
    transaction.commit();
}

bool ChainStore::contains(const protocol::Hash256& id) {
    find_block_.query(ByteSpan(id.bytes));
    const bool found = find_block_.step();
    find_block_.reset();
    return found;
}

void ChainStore::load(HeaderChain& chain) {
    sqlite::Statement rows(database_, "SELECT height, header FROM blocks ORDER BY height");
    while (rows.step()) {
        const Bytes bytes = rows.blob(1);
        const auto height = static_cast<std::int64_t>(chain.next_height());
        if (rows.integer(0) != height || bytes.size() != protocol::block_header_size) {
            throw damaged_at(height);
        }
        const protocol::BlockHeader header =
            protocol::parse_header(ByteSpan(bytes).first<protocol::block_header_size>());
        if (height > 0 && header.previous != chain.tip_id()) {
            throw damaged_at(height);
        }
        chain.append(header, protocol::block_id(header));
    }
    if (chain.next_height() == 0) {
        throw damaged_at(0);
    }
}

sqlite::Error ChainStore::damaged_at(std::int64_t height) const {
    return {0, database_.file().string() + ": damaged at block " + std::to_string(height) +
                   "; restore a backup, or start a new chain in another file"};
}

void ChainStore::insert(const StoredBlock& block) {
    const protocol::HeaderBytes header = protocol::serialize(block.header);
    insert_block_.run(block.height, ByteSpan(block.id.bytes), ByteSpan(header),
                      ByteSpan(block.coinbase), block.received_s);
}

}  // namespace sluice::pool
