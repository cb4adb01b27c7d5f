#include "pool/jobs/job_factory.hpp"

#include "tests/unit/pool/jobs/job_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

using nlohmann::json;
using protocol::BlockTemplate;
using protocol::Bytes;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::uint32_t testdummy_bit = 1U << 28;
constexpr std::uint32_t mweb_bit = 1U << 4;

JobOptions plain_options() {
    JobOptions options;
    options.algorithm = &tests::sha256d();
    options.payouts = {{Bytes{0x51}}};
    options.tag = "/test/";
    return options;
}

std::shared_ptr<const Job> job_of(const JobOptions& options, const BlockTemplate& block_template) {
    const auto made =
        JobFactory(options, 1).make(std::make_shared<const BlockTemplate>(block_template), false);
    EXPECT_TRUE(made) << made.error();
    return *made;
}

/// testdummy (bit 28) and mweb (bit 4) are pending.
BlockTemplate voting_template() {
    return *tests::template_vector("litecoin-regtest-vb-started.json");
}

TEST(job_factory, signals_every_pending_deployment_by_default) {
    BlockTemplate block_template = voting_template();
    block_template.version = 0x20000000;  // the template's own signals do not matter
    EXPECT_EQ(job_of(plain_options(), block_template)->version,
              0x20000000 | testdummy_bit | mweb_bit);
}

TEST(job_factory, clears_the_bit_of_a_deployment_voted_against) {
    JobOptions options = plain_options();
    options.votes = {{"testdummy", false}};
    EXPECT_EQ(job_of(options, voting_template())->version, 0x20000000 | mweb_bit);
    options.default_vote = false;
    EXPECT_EQ(job_of(options, voting_template())->version, 0x20000000U);
    options.votes = {{"mweb", true}};
    EXPECT_EQ(job_of(options, voting_template())->version, 0x20000000 | mweb_bit);
}

TEST(job_factory, keeps_a_bit_that_the_node_requires_and_warns) {
    JobOptions options = plain_options();
    options.default_vote = false;
    BlockTemplate block_template = voting_template();
    block_template.vb_required = mweb_bit;
    const auto job = job_of(options, block_template);
    EXPECT_EQ(job->version, 0x20000000 | mweb_bit);
    EXPECT_THAT(job->warnings,
                ElementsAre("vote against mweb ignored: the node requires version bit 4"));
    EXPECT_TRUE(job_of(plain_options(), block_template)->warnings.empty());
}

TEST(job_factory, leaves_bits_of_no_pending_deployment_alone) {
    BlockTemplate block_template = voting_template();
    block_template.version = 0x20000002;
    block_template.vb_available.clear();
    JobOptions options = plain_options();
    options.default_vote = false;
    EXPECT_EQ(job_of(options, block_template)->version, 0x20000002U);
}

TEST(job_factory, mask_holds_no_pending_bit_whether_signalled_or_not) {
    JobOptions options = plain_options();
    EXPECT_EQ(job_of(options, voting_template())->version_mask, 0x0fffe000U);
    options.default_vote = false;
    EXPECT_EQ(job_of(options, voting_template())->version_mask, 0x0fffe000U);
}

TEST(job_factory, mask_is_disjoint_from_the_version_and_its_top_bits) {
    JobOptions options = plain_options();
    options.version_mask = 0xffffffff;
    BlockTemplate block_template = voting_template();
    block_template.version = 0x20800000;
    const auto job = job_of(options, block_template);
    EXPECT_EQ(job->version_mask & job->version, 0U);
    EXPECT_EQ(job->version_mask, 0x1fffffffU & ~(testdummy_bit | mweb_bit | 0x00800000));

    block_template.version = 4;  // from before BIP9
    EXPECT_EQ(job_of(options, block_template)->version_mask & 0xe0000000, 0U);
}

TEST(job_factory, splits_the_reward_in_proportion_and_loses_nothing) {
    JobOptions options = plain_options();
    options.payouts = {{Bytes{0x51}, 97}, {Bytes{0x52}, 2}, {Bytes{0x53}, 1}};
    BlockTemplate block_template = voting_template();
    block_template.witness_commitment.reset();
    block_template.coinbase_value = 1'000'000'019;
    const auto job = job_of(options, block_template);
    Bytes expected;
    protocol::append_le(expected, std::uint32_t{0xffffffff});
    expected.push_back(3);
    for (const auto& [value, opcode] :
         {std::pair{970'000'019LL, 0x51}, {20'000'000LL, 0x52}, {10'000'000LL, 0x53}}) {
        protocol::append_le(expected, static_cast<std::int64_t>(value));
        expected.push_back(1);
        expected.push_back(static_cast<std::uint8_t>(opcode));
    }
    protocol::append_le(expected, std::uint32_t{0});
    EXPECT_EQ(protocol::to_hex(job->coinb2), protocol::to_hex(expected));
}

TEST(job_factory, puts_coinbaseaux_into_the_coinbase) {
    BlockTemplate block_template = voting_template();
    block_template.coinbase_aux = {0xab, 0xcd, 0xef};
    EXPECT_THAT(protocol::to_hex(job_of(plain_options(), block_template)->coinb1),
                HasSubstr("abcdef"
                          "06"
                          "2f746573742f"));  // then the tag
}

TEST(job_factory, says_why_no_job_can_be_made) {
    JobOptions options = plain_options();
    BlockTemplate block_template = voting_template();
    block_template.coinbase_aux = Bytes(90, 0);
    const auto made =
        JobFactory(options, 1).make(std::make_shared<const BlockTemplate>(block_template), false);
    ASSERT_FALSE(made);
    EXPECT_THAT(made.error(), HasSubstr("consensus allows 100"));
}

TEST(job_factory, counts_ids_from_the_seed_as_eight_digits) {
    JobFactory factory(plain_options(), 0xfffffffe);
    const auto block_template = tests::template_vector("knots-regtest-height2.json");
    std::vector<std::string> ids;
    for (int i = 0; i < 4; ++i) {
        ids.push_back((*factory.make(block_template, false))->id_text);
    }
    EXPECT_THAT(ids, ElementsAre("fffffffe", "ffffffff", "00000000", "00000001"));
}

TEST(notify_line, differs_only_in_the_last_word_when_not_clean) {
    const auto job = job_of(plain_options(), voting_template());
    json clean = json::parse(notify_line(*job, true));
    const json keep = json::parse(notify_line(*job, false));
    EXPECT_EQ(clean.at("params").back(), true);
    EXPECT_EQ(keep.at("params").back(), false);
    clean["params"].back() = false;
    EXPECT_EQ(clean, keep);
}

TEST(notify_line, is_one_line_and_is_made_once) {
    const auto job = job_of(plain_options(), voting_template());
    const std::string& line = notify_line(*job, true);
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    EXPECT_EQ(&line, &notify_line(*job, true));
}

TEST(notify_line, carries_another_id_for_the_same_work) {
    const auto job = job_of(plain_options(), voting_template());
    json again = json::parse(notify_line(*job, "00000001-2", false));
    EXPECT_EQ(again.at("params").front(), "00000001-2");
    again["params"].front() = job->id_text;
    EXPECT_EQ(again, json::parse(notify_line(*job, false)));
}

}  // namespace
}  // namespace sluice::pool
