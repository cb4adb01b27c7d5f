#include "miner/stats/share_audit.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>

namespace sluice::miner {
namespace {

using Verdict = ShareAudit::Verdict;

/// Feeds steps of `expected_step` to which a device finds Poisson(rate * step) shares, until the
/// audit doubts it or `expected_max` is reached; gives the shares expected by then.
double run_until_doubt(ShareAudit& audit, double rate, double expected_step, double expected_max,
                       std::mt19937_64& random) {
    std::poisson_distribution<std::uint64_t> found{rate * expected_step};
    double expected = 0;
    while (expected < expected_max && audit.verdict() == Verdict::plausible) {
        audit.add(expected_step, rate > 0 ? found(random) : 0);
        expected += expected_step;
    }
    return expected;
}

TEST(share_audit, evidence_is_the_mixture_of_its_derivation) {
    EXPECT_DOUBLE_EQ((ShareAudit::Count{0, 0}.evidence()), 0);
    EXPECT_NEAR((ShareAudit::Count{1, 0}.evidence()), 1 - std::log(2), 1e-12);
    EXPECT_NEAR((ShareAudit::Count{25, 3}.evidence()), 25 + std::log(6) - 4 * std::log(26), 1e-12);
}

TEST(share_audit, honest_devices_are_hardly_ever_doubted_however_often_one_looks) {
    std::mt19937_64 random{1};
    int doubted = 0;
    for (int device = 0; device < 2000; ++device) {
        ShareAudit audit;
        run_until_doubt(audit, 1, 0.5, 300, random);
        doubted += audit.verdict() != Verdict::plausible;
    }
    EXPECT_LE(doubted, 2) << "of 2000, at a chance of 1e-4";
}

TEST(share_audit, an_easy_target_makes_fewer_extremes_and_no_false_doubt) {
    std::mt19937_64 random{2};
    std::bernoulli_distribution hit{0.5};
    ShareAudit audit;
    for (int i = 0; i < 20000; ++i) {
        audit.add(0.5, hit(random));
        ASSERT_EQ(audit.verdict(), Verdict::plausible) << i;
    }
}

TEST(share_audit, a_device_that_finds_nothing_is_doubted_after_a_dozen_expected_shares) {
    std::mt19937_64 random{3};
    ShareAudit audit;
    EXPECT_NEAR(run_until_doubt(audit, 0, 0.1, 100, random), 11.8, 0.2);
    EXPECT_EQ(audit.verdict(), Verdict::too_few);
}

TEST(share_audit, doubts_a_rate_that_is_too_low_or_too_high) {
    std::mt19937_64 random{4};
    for (const double rate : {0.1, 0.5, 0.8, 1.25, 2.0, 10.0}) {
        ShareAudit audit;
        run_until_doubt(audit, rate, 1, 5000, random);
        EXPECT_EQ(audit.verdict(), rate < 1 ? Verdict::too_few : Verdict::too_many) << rate;
    }
}

TEST(share_audit, a_device_that_breaks_after_a_long_time_is_noticed_by_its_latest_stretch) {
    std::mt19937_64 random{5};
    ShareAudit audit;
    run_until_doubt(audit, 1, 1, 20000, random);
    ASSERT_EQ(audit.verdict(), Verdict::plausible);
    const double until_doubt = run_until_doubt(audit, 0, 1, 2000, random);
    EXPECT_LT(until_doubt, ShareAudit::stretch_expected + 20);
    EXPECT_LT(audit.judged().expected, audit.run().expected);
}

TEST(share_audit, warns_at_the_first_doubt_and_when_the_counts_have_doubled) {
    ShareAudit audit;
    audit.add(5, 0);
    EXPECT_FALSE(audit.take_warning());
    audit.add(10, 0);
    EXPECT_TRUE(audit.take_warning());
    EXPECT_FALSE(audit.take_warning());
    audit.add(14, 0);
    EXPECT_FALSE(audit.take_warning());
    audit.add(1, 0);
    EXPECT_TRUE(audit.take_warning());
    EXPECT_EQ(audit.judged(), (ShareAudit::Count{30, 0}));
}

}  // namespace
}  // namespace sluice::miner
