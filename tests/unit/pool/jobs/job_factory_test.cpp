#include "pool/jobs/job_factory.hpp"

#include "protocol/bitcoin/coinbase.hpp"
#include "protocol/bitcoin/script.hpp"
#include "tests/unit/pool/jobs/job_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

using nlohmann::json;
using protocol::BlockTemplate;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

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
    const auto made = JobFactory(options, 1)
                          .make(std::make_shared<const BlockTemplate>(block_template), false, {});
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
    EXPECT_THAT(job->warnings, ElementsAre(AllOf(HasSubstr("mweb"), HasSubstr("bit 4"))));
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
}

TEST(job_factory, mask_is_empty_where_the_version_has_another_form_than_bip9s) {
    BlockTemplate block_template = voting_template();
    block_template.vb_available.clear();
    block_template.version = 4;  // from before BIP9
    EXPECT_EQ(job_of(plain_options(), block_template)->version_mask, 0U);
    block_template.version = 0x00620004;  // Dogecoin: its chain's number, 98, above the version
    EXPECT_EQ(job_of(plain_options(), block_template)->version_mask, 0U);
}

TEST(job_factory, pays_no_witness_output_on_a_chain_without_segwit) {
    JobOptions options = plain_options();
    options.payouts = {{protocol::pay_to_witness(0, Bytes(20, 7))}};
    BlockTemplate block_template = voting_template();
    EXPECT_TRUE(job_of(options, block_template)->warnings.empty());

    std::erase(block_template.rules, "segwit");  // offered and not active: to come
    EXPECT_THAT(job_of(options, block_template)->warnings,
                ElementsAre(HasSubstr("segwit is not active")));

    block_template.witness_commitment.reset();
    const auto made =
        JobFactory(options, 1).make(std::make_shared<const BlockTemplate>(block_template), false);
    ASSERT_FALSE(made);
    EXPECT_THAT(made.error(), HasSubstr("anybody could spend it"));
    options.coins_can_be_spent = false;
    EXPECT_NE(job_of(options, block_template), nullptr);
    options.coins_can_be_spent = true;
    options.payouts = {{protocol::pay_to_pubkey_hash(Bytes(20, 7))}};
    EXPECT_TRUE(job_of(options, block_template)->warnings.empty());
}

TEST(job_factory, splits_the_reward_in_proportion_and_loses_nothing) {
    JobOptions options = plain_options();
    options.payouts = {{Bytes{0x51}, 97}, {Bytes{0x52}, 2}, {Bytes{0x53}, 1}};
    BlockTemplate block_template = voting_template();
    block_template.witness_commitment.reset();
    block_template.coinbase_value = 1'000'000'019;
    const auto job = job_of(options, block_template);
    Bytes expected;
    append_le(expected, std::uint32_t{0xfffffffe});
    expected.push_back(3);
    for (const auto& [value, opcode] :
         {std::pair{970'000'019LL, 0x51}, {20'000'000LL, 0x52}, {10'000'000LL, 0x53}}) {
        append_le(expected, static_cast<std::int64_t>(value));
        expected.push_back(1);
        expected.push_back(static_cast<std::uint8_t>(opcode));
    }
    append_le(expected, static_cast<std::uint32_t>(block_template.height - 1));
    EXPECT_EQ(to_hex(job->coinb2), to_hex(expected));
}

TEST(job_factory, pays_what_the_node_demands_out_of_the_reward) {
    const BlockTemplate block_template = *tests::template_vector("dash-testnet-917411.json");
    const auto job = job_of(plain_options(), block_template);
    EXPECT_THAT(to_hex(job->coinb1), StartsWith("03000500"));
    Bytes expected;
    expected.push_back(3);
    append_le(expected, std::int64_t{1'672'799'096 - 376'379'796 - 627'299'661});
    append(expected, Bytes{0x01, 0x51});
    append_le(expected, std::int64_t{376'379'796});
    append(expected, Bytes{0x01, 0x6a});
    append_le(expected, std::int64_t{627'299'661});
    EXPECT_THAT(to_hex(job->coinb2).substr(8), StartsWith(to_hex(expected)));
    EXPECT_THAT(to_hex(job->coinb2), EndsWith("af" + to_hex(block_template.coinbase_payload)));
}

TEST(job_factory, puts_coinbaseaux_into_the_coinbase) {
    BlockTemplate block_template = voting_template();
    block_template.coinbase_aux = {0xab, 0xcd, 0xef};
    EXPECT_THAT(to_hex(job_of(plain_options(), block_template)->coinb1),
                HasSubstr("abcdef"
                          "06"
                          "2f746573742f"));  // then the tag
}

TEST(job_factory, commits_each_job_to_its_id) {
    JobFactory factory(plain_options(), 0x1a2b3c4d);
    const auto block_template = std::make_shared<const BlockTemplate>(voting_template());
    const auto first = *factory.make(block_template, false, {});
    const auto second = *factory.make(block_template, false, {});
    EXPECT_THAT(to_hex(first->coinb1), EndsWith("0d1a2b3c4d00"));
    EXPECT_THAT(to_hex(second->coinb1), EndsWith("0d1a2b3c4e00"));
}

TEST(job_factory, has_room_for_the_longest_tag_and_extranonces) {
    JobOptions options = plain_options();
    options.tag = std::string(protocol::coinbase_tag_size_max, 't');
    options.extranonce2_size = 8;
    BlockTemplate block_template = voting_template();
    block_template.height = 8'000'000;
    block_template.coinbase_aux = Bytes(13, 0);
    EXPECT_NE(job_of(options, block_template), nullptr);
}

TEST(job_factory, says_why_no_job_can_be_made) {
    JobOptions options = plain_options();
    BlockTemplate block_template = voting_template();
    block_template.coinbase_aux = Bytes(90, 0);
    const auto made = JobFactory(options, 1)
                          .make(std::make_shared<const BlockTemplate>(block_template), false, {});
    ASSERT_FALSE(made);
    EXPECT_THAT(made.error(), HasSubstr("consensus allows 100"));
}

TEST(job_factory, counts_ids_from_the_seed_as_eight_digits) {
    JobFactory factory(plain_options(), 0xfffffffe);
    const auto block_template = tests::template_vector("knots-regtest-height2.json");
    std::vector<std::string> ids;
    for (int i = 0; i < 4; ++i) {
        ids.push_back((*factory.make(block_template, false, {}))->id_text);
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

TEST(notify_line, of_a_reissue_has_another_id_and_commits_to_it) {
    const auto job = job_of(plain_options(), voting_template());
    json again = json::parse(notify_line(*job, 0xa2, false));
    EXPECT_EQ(again.at("params").front(), "00000001a2");
    EXPECT_THAT(again.at("params").at(2).get<std::string>(), EndsWith("00000001a2"));
    again["params"].front() = job->id_text;
    again["params"].at(2) = to_hex(job->coinb1);
    EXPECT_EQ(again, json::parse(notify_line(*job, false)));
}

TEST(notify_line, of_a_reissue_is_that_of_the_job_it_makes) {
    const auto job = job_of(plain_options(), voting_template());
    const Job again = reissued(*job, 7);
    EXPECT_EQ(notify_line(again, 0, true), notify_line(*job, 7, true));
}

}  // namespace
}  // namespace sluice::pool
