#pragma once
/// A ledger in a folder of its own, and the records that its tests push.

#include "base/result.hpp"
#include "pool/ledger/ledger.hpp"
#include "pool/ledger/sqlite/open_ledger.hpp"
#include "pool/sqlite/statement.hpp"
#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

namespace sluice::test {

inline pool::Credit credit(std::string worker, std::int64_t hashes) {
    return {.worker = std::move(worker), .hashes = hashes, .time_ms = 1000, .difficulty = 8};
}

inline pool::BlockRecord block(std::int64_t height) {
    pool::BlockRecord record;
    record.height = height;
    record.hash.bytes[0] = static_cast<std::uint8_t>(height);
    record.worker = "finder";
    record.time_ms = 5000 + height;
    record.difficulty = 1.5;
    record.reward = 50'0000'0000;
    return record;
}

class LedgerTest : public ::testing::Test {
protected:
    std::unique_ptr<pool::Ledger> open(const pool::LedgerOptions& options = {}) {
        auto opened = pool::open_sqlite_ledger(file_, options);
        EXPECT_TRUE(opened) << opened.error();
        return opened ? std::move(*opened) : nullptr;
    }

    /// What a look at the file from outside finds.
    std::int64_t query(const char* sql) {
        pool::sqlite::Database database(file_, pool::sqlite::Access::read_only);
        pool::sqlite::Statement statement(database, sql);
        return statement.step() ? statement.integer(0) : -1;
    }

    ScratchFolder folder_;
    std::filesystem::path file_ = folder_ / "pool.db";
};

}  // namespace sluice::test
