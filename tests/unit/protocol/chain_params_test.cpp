#include "protocol/bitcoin/chain_params.hpp"

#include "base/hex.hpp"
#include "protocol/pow/hash256.hpp"
#include "tests/unit/protocol/vector_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace sluice::protocol {
namespace {

TEST(chain_params, every_row_is_found_by_a_name_of_its_own) {
    std::set<std::string_view> names;
    for (const ChainParams& chain : chain_params) {
        EXPECT_TRUE(names.insert(chain.name).second) << chain.name;
        EXPECT_EQ(find_chain(chain.name), &chain);
        EXPECT_FALSE(chain.beginnings.empty()) << chain.name;
        EXPECT_GT(chain.spacing_s, 0) << chain.name;
        EXPECT_TRUE(chain.genesis.empty() || from_display_hex(chain.genesis)) << chain.name;
    }
    EXPECT_EQ(find_chain("mainnet"), nullptr);
}

TEST(chain_params, knows_what_nodes_call_their_chains) {
    EXPECT_TRUE(is_named_by_node(*find_chain("litecoin"), "main"));
    EXPECT_TRUE(is_named_by_node(*find_chain("chipnet"), "chip"));
    EXPECT_TRUE(is_named_by_node(*find_chain("test"), "testnet4"));
    EXPECT_FALSE(is_named_by_node(*find_chain("testnet3"), "testnet4"));
    EXPECT_FALSE(is_named_by_node(*find_chain("litecoin"), "regtest"));
    EXPECT_FALSE(is_named_by_node(*find_chain("main"), ""));
}

// Headers of the first blocks, from the sources that tests/vectors/README.md names.
TEST(chain_params, first_blocks_have_the_hashes_of_the_table) {
    std::set<std::string> known;
    for (const auto& row : tests::csv_vectors("headers/btc-famous.csv")) {
        known.insert(row.at(3));
    }
    for (const auto& row : tests::csv_vectors("headers/scrypt.csv")) {
        if (row.at(0).starts_with("litecoin-") && row.at(0).ends_with("-genesis")) {
            known.insert(to_display_hex(sha256d(tests::unhex(row.at(5)))));
        }
    }
    for (const char* name : {"main", "testnet3", "signet", "regtest", "litecoin", "litecoin-test",
                             "litecoin-regtest"}) {
        EXPECT_TRUE(known.contains(std::string(find_chain(name)->genesis))) << name;
    }
}

}  // namespace
}  // namespace sluice::protocol
