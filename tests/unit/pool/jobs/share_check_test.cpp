#include "pool/jobs/share_check.hpp"

#include "tests/unit/pool/jobs/job_fixture.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sluice::pool {
namespace {

using nlohmann::json;
using protocol::Hash256;

/// A recorded share with the bytes that ShareFields points to.
struct RecordedShare {
    explicit RecordedShare(const json& share_vector)
        : job(tests::job_of_notify(share_vector)),
          extranonce1(tests::unhex(share_vector.at("extranonce1"))) {
        set_submit(share_vector.at("submit"));
        const double difficulty =
            std::stod(share_vector.at("share_difficulty_set").get<std::string>());
        terms.target = protocol::share_target({difficulty});
        const json& mask = share_vector.at("version_mask");
        terms.version_mask = mask.is_null() ? 0 : from_hex_be32(mask.get<std::string>()).value();
    }

    void set_submit(const json& submit) {
        const auto number = [&](const char* name) {
            return from_hex_be32(submit.at(name).get<std::string>()).value();
        };
        extranonce2 = tests::unhex(submit.at("extranonce2"));
        fields.extranonce1 = extranonce1;
        fields.extranonce2 = extranonce2;
        fields.time = number("ntime");
        fields.nonce = number("nonce");
        fields.version_bits.reset();
        if (!submit.at("version_bits").is_null()) {
            fields.version_bits = number("version_bits");
        }
    }

    [[nodiscard]] ShareOutcome check() const { return check_share(job, fields, terms); }

    Job job;
    Bytes extranonce1;
    Bytes extranonce2;
    ShareFields fields;
    ShareTerms terms;
};

RecordedShare recorded(std::size_t index) {
    return RecordedShare(tests::json_vectors("stratum/share-vectors.json").at("shares").at(index));
}

constexpr std::size_t documentation_share = 0;
constexpr std::size_t bitaxe_share = 1;

TEST(share_check, accepts_every_recorded_share_with_its_exact_header) {
    const json vectors = tests::json_vectors("stratum/share-vectors.json");
    ASSERT_EQ(vectors.at("shares").size(), 2U);
    for (const json& share_vector : vectors.at("shares")) {
        SCOPED_TRACE(share_vector.at("id").get<std::string>());
        const json& expected = share_vector.at("expected");
        const ShareOutcome outcome = RecordedShare(share_vector).check();
        EXPECT_EQ(outcome.verdict, ShareVerdict::accepted);
        EXPECT_EQ(to_hex(serialize(outcome.header)), expected.at("header"));
        EXPECT_EQ(to_display_hex(outcome.pow_hash), expected.at("hash"));
        EXPECT_EQ(outcome.is_block, expected.at("meets_network_target").get<bool>());
        EXPECT_NEAR(protocol::difficulty_of({protocol::to_uint256(outcome.pow_hash)}).value,
                    std::stod(expected.at("difficulty").get<std::string>()), 1e-6);
        if (outcome.is_block) {
            EXPECT_EQ(outcome.id, outcome.pow_hash);
        }
    }
}

TEST(share_check, judges_every_variant_by_what_was_really_hashed) {
    int variants = 0;
    const json vectors = tests::json_vectors("stratum/share-vectors.json");
    for (const json& share_vector : vectors.at("shares")) {
        RecordedShare share(share_vector);
        for (const json& variant : share_vector.at("variants")) {
            SCOPED_TRACE(variant.at("name").get<std::string>());
            ++variants;
            share.set_submit(variant.at("submit"));
            const ShareOutcome outcome = share.check();
            EXPECT_FALSE(outcome.is_block);
            if (variant.at("name") == "version bits outside the mask") {
                EXPECT_EQ(outcome.verdict, ShareVerdict::version_bits_outside_mask);
                continue;
            }
            EXPECT_EQ(outcome.verdict, ShareVerdict::low_difficulty);
            EXPECT_EQ(to_hex(serialize(outcome.header)), variant.at("header"));
            EXPECT_EQ(to_display_hex(outcome.pow_hash), variant.at("hash"));
        }
    }
    EXPECT_EQ(variants, 6);
}

TEST(share_check, compares_the_whole_share_target) {
    RecordedShare share = recorded(bitaxe_share);
    const protocol::UInt256 hash = protocol::to_uint256(share.check().pow_hash);
    share.terms.target = {hash};
    EXPECT_EQ(share.check().verdict, ShareVerdict::accepted);
    share.terms.target = {hash - 1};
    EXPECT_EQ(share.check().verdict, ShareVerdict::low_difficulty);
}

TEST(share_check, accepts_a_block_below_the_share_difficulty) {
    RecordedShare share = recorded(documentation_share);
    share.terms.target = {0};
    const ShareOutcome outcome = share.check();
    EXPECT_TRUE(outcome.is_block);
    EXPECT_EQ(outcome.verdict, ShareVerdict::accepted);
}

TEST(share_check, compares_the_whole_network_target) {
    RecordedShare share = recorded(bitaxe_share);
    const protocol::UInt256 hash = protocol::to_uint256(share.check().pow_hash);
    share.job.network_target = {hash};
    EXPECT_TRUE(share.check().is_block);
    share.job.network_target = {hash - 1};
    EXPECT_FALSE(share.check().is_block);
}

TEST(share_check, hashes_the_reissue_that_the_share_names) {
    RecordedShare share = recorded(bitaxe_share);
    share.terms.target = {~protocol::UInt256{0}};
    std::set<Hash256> roots{share.check().header.merkle_root};
    for (std::uint8_t reissue = 1; reissue < 255; reissue += 127) {
        share.terms.reissue = reissue;
        const Hash256 root = share.check().header.merkle_root;
        EXPECT_TRUE(roots.insert(root).second);
        const Job again = reissued(share.job, reissue);
        EXPECT_EQ(check_share(again, share.fields, {share.terms.target, 0x1fffe000, {}})
                      .header.merkle_root,
                  root);
    }
}

TEST(share_check, refuses_another_extranonce2_size) {
    RecordedShare share = recorded(documentation_share);
    for (const std::size_t size : {0U, 3U, 5U, 8U, 100U}) {
        const Bytes extranonce2(size, 0);
        share.fields.extranonce2 = extranonce2;
        EXPECT_EQ(share.check().verdict, ShareVerdict::wrong_extranonce2_size) << size;
    }
}

TEST(share_check, takes_times_from_the_templates_minimum_to_two_hours_past_the_sources_clock) {
    RecordedShare share = recorded(documentation_share);
    share.terms.target = {~protocol::UInt256{0}};
    const std::uint32_t job_time = share.job.block_template->time;
    const auto verdict_at = [&](std::uint32_t time) {
        share.fields.time = time;
        return share.check().verdict;
    };
    EXPECT_EQ(verdict_at(job_time), ShareVerdict::accepted);
    EXPECT_EQ(verdict_at(job_time - 1), ShareVerdict::time_out_of_range);
    EXPECT_EQ(verdict_at(job_time + 7000), ShareVerdict::accepted);
    EXPECT_EQ(verdict_at(job_time + 7001), ShareVerdict::time_out_of_range);
    EXPECT_EQ(verdict_at(0), ShareVerdict::time_out_of_range);
    EXPECT_EQ(verdict_at(0xffffffff), ShareVerdict::time_out_of_range);

    share.terms.job_age = std::chrono::hours(3);  // a job that no newer one has replaced
    EXPECT_EQ(verdict_at(job_time + 10'800 + 7000), ShareVerdict::accepted);
    EXPECT_EQ(verdict_at(job_time + 10'800 + 7001), ShareVerdict::time_out_of_range);
    EXPECT_EQ(verdict_at(0xffffffff), ShareVerdict::time_out_of_range);
}

TEST(share_check, takes_a_jobs_own_time_whatever_it_is) {
    RecordedShare share = recorded(bitaxe_share);
    auto odd = *share.job.block_template;
    odd.time_min = odd.time + 60;  // a template that contradicts itself
    share.job.block_template = std::make_shared<const protocol::BlockTemplate>(odd);
    EXPECT_EQ(share.check().verdict, ShareVerdict::accepted);
}

TEST(share_check, finds_a_block_behind_a_refused_time) {
    RecordedShare share = recorded(documentation_share);
    auto later = *share.job.block_template;
    later.time += 10'000;
    later.time_min = later.time;
    share.job.block_template = std::make_shared<const protocol::BlockTemplate>(later);
    const ShareOutcome outcome = share.check();
    EXPECT_EQ(outcome.verdict, ShareVerdict::time_out_of_range);
    EXPECT_TRUE(outcome.has_work);
    EXPECT_TRUE(outcome.is_block);
    EXPECT_EQ(outcome.id, outcome.pow_hash);
}

TEST(share_check, finds_a_block_behind_refused_version_bits) {
    RecordedShare share = recorded(bitaxe_share);
    share.job.network_target = share.terms.target;
    share.terms.version_mask = 0;
    const ShareOutcome outcome = share.check();
    EXPECT_EQ(outcome.verdict, ShareVerdict::version_bits_outside_mask);
    EXPECT_TRUE(outcome.is_block) << "the bits are set beside the job's";
}

TEST(share_check, takes_version_bits_only_where_session_and_job_agree) {
    RecordedShare share = recorded(bitaxe_share);
    const auto verdict_of = [&](std::optional<std::uint32_t> bits) {
        share.fields.version_bits = bits;
        return share.check().verdict;
    };
    EXPECT_EQ(verdict_of(0x00002000), ShareVerdict::accepted);
    EXPECT_EQ(verdict_of(0x20002000), ShareVerdict::version_bits_outside_mask);  // whole version
    EXPECT_EQ(verdict_of(0x00001000), ShareVerdict::version_bits_outside_mask);

    share.terms.version_mask = 0x1fffc000;
    EXPECT_EQ(verdict_of(0x00002000), ShareVerdict::version_bits_outside_mask);
    share.terms.version_mask = 0xffffffff;
    EXPECT_EQ(verdict_of(0x00002000), ShareVerdict::accepted);
    share.job.version_mask = 0x1fffc000;
    EXPECT_EQ(verdict_of(0x00002000), ShareVerdict::version_bits_outside_mask);

    share.terms.version_mask = 0;  // nothing agreed: a sixth parameter of zero is harmless
    EXPECT_EQ(verdict_of(0), ShareVerdict::low_difficulty);
    EXPECT_EQ(verdict_of(std::nullopt), ShareVerdict::low_difficulty);
}

}  // namespace
}  // namespace sluice::pool
