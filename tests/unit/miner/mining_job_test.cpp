#include "miner/work/mining_job.hpp"
#include "miner/work/bitcoin80_jobs.hpp"

#include "base/hex.hpp"
#include "kernels/api/algorithm.hpp"
#include "kernels/registry/algorithms.hpp"
#include "miner/workers/device_worker.hpp"
#include "protocol/stratum_v1/mined_header.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>

namespace sluice::miner {
namespace {

using nlohmann::json;

json recorded_shares() {
    std::ifstream file{SLUICE_VECTORS_DIR "/stratum/share-vectors.json"};
    return json::parse(file).at("shares");
}

MiningJob job_of(const json& share) {
    const json& notify = share.at("notify");
    const json params{notify.at("job_id"), notify.at("prevhash"),      notify.at("coinb1"),
                      notify.at("coinb2"), notify.at("merkle_branch"), notify.at("version"),
                      notify.at("nbits"),  notify.at("ntime"),         notify.at("clean_jobs")};
    MiningJob job;
    job.notify = *protocol::stratum_v1::Notify::from_params(params);
    job.extranonce1 = *from_hex(share.at("extranonce1").get<std::string>());
    job.extranonce2_size = share.at("extranonce2_size");
    if (!share.at("version_mask").is_null()) {
        job.version_mask = from_hex_be32(share.at("version_mask").get<std::string>());
    }
    const double difficulty = std::stod(share.at("share_difficulty_set").get<std::string>());
    job.difficulty = {difficulty};
    job.target = protocol::share_target(job.difficulty);
    return job;
}

std::uint32_t number(const json& text) { return *from_hex_be32(text.get<std::string>()); }

TEST(mining_job, builds_the_headers_of_recorded_shares) {
    const json shares = recorded_shares();
    ASSERT_FALSE(shares.empty());
    for (const json& share : shares) {
        const MiningJob job = job_of(share);
        const json& submit = share.at("submit");
        protocol::stratum_v1::Extranonce2 extranonce2;
        extranonce2.size = job.extranonce2_size;
        ASSERT_TRUE(from_hex_into(submit.at("extranonce2").get<std::string>(),
                                  std::span{extranonce2.bytes}.first(extranonce2.size)));
        protocol::BlockHeader header = protocol::stratum_v1::header_of(
            job.notify, job.extranonce1, extranonce2, number(submit.at("ntime")));
        header.version = number(share.at("expected").at("version_used"));
        header.nonce = number(submit.at("nonce"));
        EXPECT_EQ(to_hex(serialize(header)), share.at("expected").at("header"));
    }
}

TEST(mining_job, a_recorded_share_is_found_again_and_submitted_as_it_was) {
    for (const json& share : recorded_shares()) {
        const MiningJob job = job_of(share);
        const json& submit = share.at("submit");
        Column column;
        column.extranonce2 = std::stoull(submit.at("extranonce2").get<std::string>(), nullptr, 16);
        column.time_roll = number(submit.at("ntime")) - job.notify.time;
        if (!submit.at("version_bits").is_null()) {
            column.version_bits[0] = number(submit.at("version_bits"));
            column.version_count = 1;
        }
        const kernels::Algorithm& algorithm = *kernels::find_algorithm("sha256d");
        const kernels::Work work = bitcoin80_jobs.make_work(algorithm, job, column);
        const kernels::Hit hit{.nonce = number(submit.at("nonce")),
                               .version = number(share.at("expected").at("version_used")),
                               .hash = kernels::reference_hash(
                                   algorithm, work, number(share.at("expected").at("version_used")),
                                   number(submit.at("nonce")))};
        EXPECT_TRUE(kernels::meets_target(hit.hash, work.target));
        EXPECT_EQ(to_hex(hit.hash), share.at("expected").at("hash_internal"));

        const auto found = bitcoin80_jobs.make_share(
            algorithm, std::make_shared<const MiningJob>(job), column, hit);
        const json params =
            protocol::stratum_v1::Submit{submit.at("worker"), job.notify.job_id, found.share}
                .params();
        EXPECT_EQ(params.at(2), submit.at("extranonce2"));
        EXPECT_EQ(params.at(3), submit.at("ntime"));
        EXPECT_EQ(params.at(4), submit.at("nonce"));
        EXPECT_EQ(params.size(), submit.at("version_bits").is_null() ? 5u : 6u);
        EXPECT_NEAR(found.difficulty.value,
                    std::stod(share.at("expected").at("difficulty").get<std::string>()), 1e-6);
        EXPECT_EQ(found.is_block, share.at("expected").at("meets_network_target").get<bool>());
    }
}

TEST(mining_job, extranonce2_is_written_most_significant_byte_first) {
    EXPECT_EQ(to_hex(protocol::stratum_v1::extranonce2_of(0x1234, 4).span()), "00001234");
    EXPECT_EQ(to_hex(protocol::stratum_v1::extranonce2_of(0xff, 1).span()), "ff");
    EXPECT_EQ(to_hex(protocol::stratum_v1::extranonce2_of(~std::uint64_t{0}, 8).span()),
              "ffffffffffffffff");
}

const kernels::Algorithm& sha256d() { return *kernels::find_algorithm("sha256d"); }

TEST(mining_job, the_easier_of_the_shares_and_the_networks_target_is_searched) {
    MiningJob job;
    job.target = protocol::share_target({1e6});
    job.notify.bits = 0x1d00ffff;  // difficulty 1
    EXPECT_EQ(search_target(job, sha256d()), protocol::difficulty_1_target());
    job.target = protocol::share_target({0.5});
    EXPECT_EQ(search_target(job, sha256d()), job.target);
}

TEST(mining_job, a_hit_that_meets_only_the_networks_target_is_a_block) {
    const kernels::Algorithm& sha256d = *kernels::find_algorithm("sha256d");
    MiningJob job = job_of(recorded_shares().at(0));
    job.target.value = 1;
    job.notify.bits = 0x1d00ffff;
    EXPECT_EQ(bitcoin80_jobs.make_work(sha256d, job, {}).target,
              protocol::to_hash256(protocol::difficulty_1_target().value).bytes);
    kernels::Hit hit;
    hit.hash = {2};  // as a number
    const FoundShare block =
        bitcoin80_jobs.make_share(sha256d, std::make_shared<MiningJob>(job), {}, hit);
    EXPECT_TRUE(block.is_block);
    EXPECT_FALSE(block.is_share);
    hit.hash = {1};
    EXPECT_TRUE(
        bitcoin80_jobs.make_share(sha256d, std::make_shared<MiningJob>(job), {}, hit).is_share);
}

TEST(mining_job, a_trivial_chain_does_not_drown_the_shares) {
    MiningJob job;
    job.target = protocol::share_target({1e6}, 65536);
    job.notify.bits = 0x207fffff;  // every second hash
    EXPECT_EQ(search_target(job, *kernels::find_algorithm("scrypt")),
              protocol::share_target({0.25}, 65536));
}

TEST(mining_job, bits_that_are_no_target_change_nothing) {
    MiningJob job;
    job.target = protocol::share_target({1});
    for (const std::uint32_t bits : {0u, 0x1d800001u, 0xff00ffffu}) {
        job.notify.bits = bits;
        EXPECT_EQ(search_target(job, sha256d()), job.target) << bits;
    }
}

TEST(mining_job, other_terms_leave_the_headers_the_same) {
    const MiningJob job = job_of(recorded_shares().at(0));
    MiningJob other = job;
    other.difficulty = {99};
    other.version_mask = 0x1fffe000;
    other.notify.job_id = "another";
    EXPECT_TRUE(bitcoin80_jobs.same_headers(job, other));
    other.extranonce1.push_back(0);
    EXPECT_FALSE(bitcoin80_jobs.same_headers(job, other));
    other = job;
    ++other.notify.time;
    EXPECT_FALSE(bitcoin80_jobs.same_headers(job, other));
}

}  // namespace
}  // namespace sluice::miner
