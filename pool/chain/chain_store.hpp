#pragma once
/// ChainStore: the embedded chain's file. The settings that the chain was made with, and a row for
/// each block: height, hash, header, coinbase, time received. One transaction a block, durable when
/// it returns. Not thread-safe. Throws sqlite::Error.

#include "pool/chain/header_chain.hpp"
#include "pool/sqlite/database.hpp"
#include "pool/sqlite/file_lock.hpp"
#include "pool/sqlite/statement.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace sluice::pool {

struct StoredBlock {
    std::int64_t height = 0;
    protocol::Hash256 id;
    protocol::BlockHeader header;
    Bytes coinbase;
    std::int64_t received_s = 0;  ///< Unix time
};

class ChainStore {
public:
    explicit ChainStore(const std::filesystem::path& file);

    /// Empty for a new file.
    [[nodiscard]] std::map<std::string, std::string> settings();
    void add_setting(const std::string& name, const std::string& value);

    /// Writes the settings and genesis together.
    void begin_chain(const std::map<std::string, std::string>& settings,
                     const StoredBlock& genesis);
    void append(const StoredBlock& block);
    [[nodiscard]] bool contains(const protocol::Hash256& id);

    /// Reads every header; throws when one is missing or does not follow from the one before, and
    /// when there is none.
    void load(HeaderChain& chain);

private:
    void insert(const StoredBlock& block);
    [[nodiscard]] sqlite::Error damaged_at(std::int64_t height) const;

    sqlite::FileLock lock_;
    sqlite::Database database_;
    sqlite::Statement insert_block_;
    sqlite::Statement find_block_;
};

}  // namespace sluice::pool
