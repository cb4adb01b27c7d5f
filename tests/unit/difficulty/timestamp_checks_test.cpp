#include "difficulty/network/rules/timestamp_checks.hpp"

#include "base/hex.hpp"
#include "protocol/bitcoin/block_header.hpp"
#include "tests/unit/difficulty/sparse_chain.hpp"
#include "tests/unit/difficulty/wild_chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <vector>

namespace sluice::difficulty {
namespace {

using ::testing::HasSubstr;

/// Bytes 68 to 71 of a header, little-endian.
std::int64_t timestamp_of(const std::string& header_hex) {
    const auto bytes = from_hex(header_hex);
    EXPECT_TRUE(bytes && bytes->size() == 80);
    return load_le32(bytes->data() + 68);
}

/// Whether every header on the way to a node of the tree has a timestamp that BIP54 allows.
bool all_allowed(const std::vector<std::int64_t>& timestamps) {
    WholeChain chain;
    for (const std::int64_t timestamp : timestamps) {
        if (bip54_fault(chain, timestamp)) {
            return false;
        }
        chain.append({timestamp, 0x1d00'ffff});
    }
    return true;
}

/// Walks the tree of BIP54's vectors and answers how many cases it held.
int check_node(const nlohmann::json& node, std::vector<std::int64_t> timestamps) {
    for (const auto& header : node.at("block_headers")) {
        timestamps.push_back(timestamp_of(header.get<std::string>()));
    }
    int cases = 0;
    if (node.contains("valid")) {
        EXPECT_EQ(all_allowed(timestamps), node.at("valid").get<bool>()) << node.at("comment");
        ++cases;
    }
    if (node.contains("extensions")) {
        for (const auto& extension : node.at("extensions")) {
            cases += check_node(extension, timestamps);
        }
    }
    return cases;
}

TEST(bip54_fault, judges_the_published_chains) {
    std::ifstream in(SLUICE_VECTORS_DIR "/difficulty/bip54-timestamps.json");
    EXPECT_EQ(check_node(nlohmann::json::parse(in), {}), 9);
}

TEST(bip54_fault, says_which_block_must_be_timestamped_when) {
    SparseChain chain;
    chain.add(2015, {1'000'000, 0});
    EXPECT_FALSE(bip54_fault(chain, 992'800));
    EXPECT_EQ(
        bip54_fault(chain, 992'799),
        "timestamp 992799 of block 2016, the first of a period, must be at least 992800: 7200 s "
        "before its parent");
    chain.add(2016, {992'800, 0});
    chain.add(4030, {1'500'000, 0});
    EXPECT_FALSE(bip54_fault(chain, 992'800));
    EXPECT_THAT(bip54_fault(chain, 992'799).value_or(""), HasSubstr("block 4031, the last"));
}

TEST(bip54_fault, looks_at_no_other_block) {
    SparseChain chain;
    chain.add(2016, {1'000'000, 0});
    EXPECT_FALSE(bip54_fault(chain, 0));
}

TEST(bip94_fault, allows_ten_minutes_back_at_the_start_of_a_period) {
    SparseChain chain;
    chain.add(2015, {1'000'000, 0});
    EXPECT_FALSE(bip94_fault(chain, 999'400));
    EXPECT_THAT(bip94_fault(chain, 999'399).value_or(""), HasSubstr("at least 999400"));
    chain.add(2016, {1'000'000, 0});
    EXPECT_FALSE(bip94_fault(chain, 0));
}

}  // namespace
}  // namespace sluice::difficulty
