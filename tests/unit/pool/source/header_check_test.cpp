#include "pool/source/header_check.hpp"

#include "base/hex.hpp"
#include "tests/unit/pool/chain/test_chain.hpp"
#include "tests/unit/protocol/vector_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace sluice::pool {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

void never_met(std::span<const std::uint8_t>, std::array<std::uint8_t, 32>& out) { out.fill(0xff); }

void always_met(std::span<const std::uint8_t>, std::array<std::uint8_t, 32>& out) { out.fill(0); }

const NamedHash sha256d{"sha256d", &sha256d_hash};
const NamedHash scrypt{"scrypt", &never_met};

/// Bitcoin's first blocks.
std::vector<protocol::BlockHeader> real_headers() {
    std::vector<protocol::BlockHeader> headers;
    for (const auto& row : sluice::tests::csv_vectors("headers/btc-famous.csv")) {
        if (row.at(0) == "btc" && headers.size() < headers_checked_max) {
            headers.push_back(header_of_hex(row.at(2)).value());
        }
    }
    return headers;
}

std::string headers_problem(std::span<const protocol::BlockHeader> headers,
                            const std::vector<NamedHash>& hashes) {
    const auto checked = check_proof_of_work(headers, hashes);
    return checked ? "" : checked.error();
}

TEST(proof_of_work_check, takes_headers_of_the_pools_algorithm) {
    EXPECT_EQ(headers_problem(real_headers(), {sha256d, scrypt}), "");
    EXPECT_EQ(headers_problem({}, {scrypt}), "");
    EXPECT_EQ(headers_problem(real_headers(), {}), "");
}

TEST(proof_of_work_check, names_the_algorithm_that_the_headers_have) {
    EXPECT_THAT(headers_problem(real_headers(), {scrypt, sha256d}),
                AllOf(HasSubstr("the last 8 headers do not meet their targets by scrypt"),
                      HasSubstr("but by sha256d; correct pool.algorithm")));
    EXPECT_EQ(headers_problem(real_headers(), {scrypt}), "") << "by none that is known";
}

// DigiByte has five algorithms, Peercoin blocks that are staked: the last headers tell little.
TEST(proof_of_work_check, leaves_chains_with_blocks_of_several_kinds_alone) {
    auto headers = real_headers();
    headers.front().nonce += 1;
    EXPECT_EQ(headers_problem(headers, {sha256d, scrypt}), "");
    EXPECT_FALSE(none_mined_by(headers, sha256d));
    EXPECT_TRUE(none_mined_by(headers, scrypt));
    EXPECT_FALSE(none_mined_by({}, scrypt));
}

TEST(proof_of_work_check, passes_over_merge_mined_headers) {
    auto headers = real_headers();
    for (protocol::BlockHeader& header : headers) {
        header.version = 0x0062'0104;  // as Dogecoin's; the work is in another chain's header
    }
    EXPECT_EQ(headers_problem(headers, {sha256d}), "");
    EXPECT_FALSE(none_mined_by(headers, sha256d));
    headers.front().version = 0x0062'0004;
    const NamedHash other{"other", &always_met};
    EXPECT_THAT(headers_problem(headers, {sha256d, other}), HasSubstr("the last 1 headers"));
    EXPECT_TRUE(none_mined_by(headers, sha256d));
}

TEST(genesis_problem, names_the_chain_that_the_block_belongs_to) {
    const std::string litecoin(protocol::find_chain("litecoin")->genesis);
    EXPECT_EQ(genesis_problem("litecoin", litecoin), "");
    EXPECT_THAT(
        genesis_problem("main", litecoin),
        AllOf(HasSubstr("block 0 is 12a765e3"), HasSubstr("that of litecoin; that of main")));
    EXPECT_THAT(genesis_problem("main", std::string(64, 'a')),
                HasSubstr("of a chain that is not known"));
    EXPECT_EQ(genesis_problem("test", litecoin), "") << "stands for several chains";
    EXPECT_EQ(genesis_problem("main", ""), "") << "the node did not say";
}

TEST(chain_by_genesis, finds_the_spacing_of_a_chain_under_another_name) {
    const auto spacing = [](std::string_view network, std::string_view genesis) {
        const auto* chain = chain_by_genesis(network, genesis);
        return chain != nullptr ? std::optional{chain->spacing_s} : std::nullopt;
    };
    EXPECT_EQ(spacing("main", protocol::genesis_main), 600);
    EXPECT_EQ(spacing("regtest", protocol::find_chain("litecoin-regtest")->genesis), 150);
    EXPECT_EQ(spacing("main", protocol::find_chain("dogecoin")->genesis), 60);
    EXPECT_EQ(spacing("litecoin", ""), 150) << "the node did not say";
    EXPECT_EQ(spacing("main", std::string(64, 'a')), std::nullopt);
}

TEST(measured_spacing, is_the_mean_of_the_blocks) {
    EXPECT_EQ(measured_spacing_s(1'000, 2'440, 144), 10.0);
    EXPECT_EQ(measured_spacing_s(1'000, 1'000, 144), std::nullopt);
    EXPECT_EQ(measured_spacing_s(2'000, 1'000, 144), std::nullopt);
    EXPECT_EQ(measured_spacing_s(1'000, 2'000, 0), std::nullopt);
}

TEST(header_of_hex, reads_the_header_before_anything_that_follows_it) {
    const auto header = real_headers().front();
    const std::string digits = to_hex(protocol::serialize(header));
    EXPECT_EQ(header_of_hex(digits), header);
    EXPECT_EQ(header_of_hex(digits + "0102"), header);  // as with a merge-mining proof
    EXPECT_EQ(header_of_hex(digits.substr(2)), std::nullopt);
    EXPECT_EQ(header_of_hex("zz" + digits.substr(2)), std::nullopt);
}

}  // namespace
}  // namespace sluice::pool
