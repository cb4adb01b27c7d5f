#include "lab/commands/signal_options.hpp"

#include "lab/support/command_error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::lab {
namespace {

using ::testing::HasSubstr;

std::string error_of(const SignalOptions& options) {
    try {
        (void)question_of(options);
    } catch (const CommandError& error) {
        return error.what();
    }
    return "no error";
}

TEST(signal_options, suggest_the_nearest_name) {
    SignalOptions options;
    options.deployment = "taprot";
    EXPECT_THAT(error_of(options), HasSubstr("did you mean \"taproot\"?"));
    options.deployment = "taproot";
    options.kind = "bip99";
    EXPECT_THAT(error_of(options), HasSubstr("there are bip9, speedy-trial, bip8, flag-day"));
}

TEST(signal_options, say_which_number_is_impossible_and_what_is_allowed) {
    SignalOptions options;
    options.deployment = "taproot";
    options.threshold = 3000;
    EXPECT_THAT(error_of(options), HasSubstr("--threshold: 3000 blocks of a period of 2016; give "
                                             "it 1 to 2016"));
    options.threshold = 1815;
    options.bit = 29;
    EXPECT_THAT(error_of(options), HasSubstr("a bit from 0 to 28"));
    options.bit = 2;
    options.evidence_blocks = 0;
    EXPECT_THAT(error_of(options), HasSubstr("--evidence must be 1 to"));
    options.evidence_blocks = 144;
    options.mask = "rolled";
    EXPECT_THAT(error_of(options), HasSubstr("8 hex digits"));
}

TEST(signal_options, want_to_know_which_vote) {
    EXPECT_THAT(error_of({}), HasSubstr("which vote?"));
}

TEST(signal_options, take_heights_for_bip8) {
    SignalOptions options;
    options.kind = "bip8";
    options.bit = 5;
    options.start = 2016;
    options.timeout = 2017;
    EXPECT_THAT(error_of(options), HasSubstr("--timeout: not the first block of a period"));
    options.timeout = 20'160;
    options.lock_in_on_timeout = true;
    const difficulty::Deployment deployment = question_of(options).deployment;
    EXPECT_EQ(deployment.start_height, 2016U);
    EXPECT_EQ(deployment.timeout_height, 20'160U);
    EXPECT_TRUE(deployment.lock_in_on_timeout);
}

TEST(signal_options, know_the_mandates_of_2017) {
    SignalOptions options;
    options.deployment = "bip91";
    EXPECT_EQ(question_of(options).mandate, VoteMandate::bip91);
    EXPECT_EQ(question_of(options).deployment.bit, 4);
    EXPECT_EQ(question_of(options).deployment.period, 336U);
    options = {};
    options.kind = "bip148";
    EXPECT_EQ(question_of(options).mandate, VoteMandate::bip148);
    EXPECT_EQ(question_of(options).deployment.bit, 1);
}

TEST(signal_options, keep_the_terms_of_a_preset_that_nobody_changes) {
    SignalOptions options;
    options.deployment = "taproot";
    options.min_activation_height = 700'000;
    const SignalQuestion question = question_of(options);
    EXPECT_EQ(question.deployment.min_activation_height, 700'000U);
    EXPECT_EQ(question.deployment.start_time, 1'619'222'400);
    EXPECT_EQ(question.monitor.known, 4U);
    EXPECT_EQ(question.monitor.ignored, protocol::bip320_mask);
}

}  // namespace
}  // namespace sluice::lab
