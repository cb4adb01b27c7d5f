#include "lab/signalling/signal_replay.hpp"

#include "difficulty/signalling/deployment_presets.hpp"
#include "tests/unit/difficulty/signal_fixtures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::lab {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using State = difficulty::DeploymentState;

VoteRecord taproot_record() {
    auto record = read_vote_record(SLUICE_VECTORS_DIR "/versionbits/taproot-2021.csv", {.bit = 2});
    EXPECT_TRUE(record) << record.error();
    return *record;
}

SignalQuestion about(std::string_view preset) {
    return {.deployment = difficulty::find_deployment_preset(preset)->deployment};
}

/// Blocks of one version at one time.
void add(VoteRecord& record, std::size_t blocks, std::uint32_t version, std::int64_t time) {
    record.versions.insert(record.versions.end(), blocks, version);
    record.times.insert(record.times.end(), blocks, time);
}

TEST(signal_replay, of_taproot_counts_what_was_watched) {
    const SignalReplay replay = replay_signals(taproot_record(), about("taproot"));
    ASSERT_EQ(replay.periods.size(), 3U);
    EXPECT_EQ(replay.periods[0].first, 681'408U);
    EXPECT_EQ(replay.periods[0].listed, 2006U);
    EXPECT_EQ(replay.periods[0].votes,
              (difficulty::PeriodStatistics{2016, 1815, 2016, 823, false}));
    EXPECT_EQ(replay.periods[0].state, State::started);
    EXPECT_EQ(replay.periods[1].listed, 2016U);
    EXPECT_EQ(replay.periods[1].votes.count, 1690U);
    EXPECT_EQ(replay.periods[2].listed, 625U);
    EXPECT_EQ(replay.periods[2].votes, (difficulty::PeriodStatistics{2016, 1815, 625, 612, true}));
    EXPECT_EQ(replay.next, (difficulty::StateSince{State::started, 681'408}));
    ASSERT_TRUE(replay.forecast && replay.lock_in);
    EXPECT_GT(*replay.lock_in, 0.999);
    EXPECT_EQ(replay.forecast->likely_active, 709'632U);
    EXPECT_THAT(replay.notes, ElementsAre(HasSubstr("no timestamps"), HasSubstr("the first 10")));
}

TEST(signal_replay, sees_no_chance_in_votes_that_a_timeout_comes_before) {
    const difficulty::Deployment late{.name = "late",
                                      .kind = difficulty::DeploymentKind::bip9,
                                      .bit = 1,
                                      .start_time = 1'600'000'000,
                                      .timeout = 1'600'000'000 + 600 * 290,
                                      .period = 100,
                                      .threshold = 90};
    VoteRecord record{0, {}, {}};
    for (std::int64_t block = 0; block < 250; ++block) {
        add(record, 1, block < 200 ? difficulty::silent : difficulty::vote_of(1),
            1'600'000'000 + 600 * block);
    }
    SignalQuestion question{.deployment = late, .evidence_blocks = 50};
    const SignalReplay missed = replay_signals(record, question);
    EXPECT_EQ(missed.next, (difficulty::StateSince{State::started, 100}));
    ASSERT_TRUE(missed.forecast);
    EXPECT_EQ(missed.lock_in.value_or(missed.forecast->this_period), 0);

    question.deployment.timeout += 600 * 100;
    const SignalReplay in_time = replay_signals(record, question);
    ASSERT_TRUE(in_time.lock_in);
    EXPECT_GT(*in_time.lock_in, 0.9);
}

TEST(signal_replay, knows_from_history_what_came_before_the_file) {
    VoteRecord record{822'528, {}, {}};
    add(record, 100, difficulty::silent, 1'700'000'000);
    const SignalReplay replay = replay_signals(record, about("taproot"));
    EXPECT_EQ(replay.next, (difficulty::StateSince{State::active, 709'632}));
    EXPECT_FALSE(replay.forecast);
}

TEST(signal_replay, does_not_guess_how_a_vote_before_the_file_ended) {
    VoteRecord record{822'528, {}, {}};
    add(record, 100, difficulty::silent, 1'700'000'000);
    SignalQuestion question = about("taproot");
    question.deployment.bit = 3;
    const SignalReplay replay = replay_signals(record, question);
    EXPECT_FALSE(replay.next);
    EXPECT_FALSE(replay.periods.front().state);
    EXPECT_THAT(replay.notes, ElementsAre(HasSubstr("begins when the vote was over")));
}

TEST(signal_replay, lists_the_blocks_that_a_mandatory_period_would_have_rejected) {
    const difficulty::Deployment deployment = difficulty::bip8_deployment(1, {10, 30}, true);
    VoteRecord record{0, {}, {}};
    add(record, 23, difficulty::silent, 0);
    add(record, 2, difficulty::vote_of(1), 0);
    add(record, 1, difficulty::silent, 0);
    const SignalReplay replay = replay_signals(record, {.deployment = deployment});
    EXPECT_EQ(replay.periods[2].state, State::must_signal);
    EXPECT_THAT(replay.rejected, ElementsAre(22, 25));
}

TEST(signal_replay, lists_the_blocks_that_bip148_would_have_rejected) {
    VoteRecord record{477'000, {}, {}};
    add(record, 20, difficulty::silent, 1'501'545'599);
    add(record, 10, difficulty::silent, 1'501'545'600);
    SignalQuestion question = about("segwit");
    question.mandate = VoteMandate::bip148;
    const SignalReplay replay = replay_signals(record, question);
    EXPECT_EQ(replay.rejected.size(), 5U) << "from the sixth late timestamp on";
    EXPECT_EQ(replay.rejected.front(), 477'025U);
    EXPECT_TRUE(replay.mandate_in_force);
}

TEST(signal_replay, bip91_knows_the_votes_for_segwit_that_it_demands) {
    VoteRecord record{475'776, {}, {}};
    add(record, 50, difficulty::vote_of(1) | difficulty::vote_of(4), 1'500'000'000);
    SignalQuestion question = about("segsignal");
    question.monitor.known = std::uint32_t{1} << question.deployment.bit;
    EXPECT_EQ(replay_signals(record, question).monitor.blocks_unknown(), 50U);
    question.mandate = VoteMandate::bip91;
    EXPECT_EQ(replay_signals(record, question).monitor.blocks_unknown(), 0U);
}

TEST(signal_replay, measures_the_spacing_of_blocks_unless_told) {
    VoteRecord record{0, {}, {}};
    for (std::int64_t block = 0; block < 50; ++block) {
        add(record, 1, difficulty::silent, 1'600'000'000 + 300 * block);
    }
    SignalQuestion question = about("taproot");
    EXPECT_DOUBLE_EQ(replay_signals(record, question).spacing_s, 300);
    question.spacing_s = 150;
    EXPECT_DOUBLE_EQ(replay_signals(record, question).spacing_s, 150);
}

}  // namespace
}  // namespace sluice::lab
