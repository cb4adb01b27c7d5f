#include "lab/signalling/signal_mandate.hpp"

#include "difficulty/signalling/deployment_presets.hpp"
#include "tests/unit/difficulty/fake_signal_chain.hpp"
#include "tests/unit/difficulty/signal_fixtures.hpp"

#include <gtest/gtest.h>

namespace sluice::lab {
namespace {

constexpr std::uint32_t for_segwit = difficulty::vote_of(1);
constexpr std::uint32_t for_segsignal = difficulty::vote_of(4);

difficulty::Deployment preset(std::string_view name) {
    return difficulty::find_deployment_preset(name)->deployment;
}

TEST(bip8_must_signal, leaves_room_for_the_blocks_that_the_threshold_does_not_need) {
    const difficulty::Deployment deployment = difficulty::bip8_deployment(1, {10, 30}, true);
    difficulty::FakeSignalChain chain;
    chain.add(0, difficulty::silent, 20);
    EXPECT_TRUE(allowed_in_must_signal(chain, deployment, difficulty::silent));
    chain.add(0, difficulty::silent);
    EXPECT_TRUE(allowed_in_must_signal(chain, deployment, difficulty::silent))
        << "the second of two";
    chain.add(0, difficulty::silent);
    EXPECT_FALSE(allowed_in_must_signal(chain, deployment, difficulty::silent));
    EXPECT_FALSE(allowed_in_must_signal(chain, deployment, 0x0000'0002)) << "no top bits";
    EXPECT_TRUE(allowed_in_must_signal(chain, deployment, for_segwit));
}

TEST(bip148, demands_the_vote_between_its_dates_both_included) {
    SignalMandate mandate(preset("segwit"), MandateWindow{});
    difficulty::FakeSignalChain chain;
    chain.add(1'501'545'599, difficulty::silent, 5);
    EXPECT_TRUE(mandate.allows(chain, 1'501'545'599, difficulty::silent));
    chain.cut(0);
    chain.add(1'501'545'600, difficulty::silent, 5);
    EXPECT_FALSE(mandate.allows(chain, 1'501'545'600, difficulty::silent));
    EXPECT_FALSE(mandate.allows(chain, 1'501'545'600, for_segsignal));
    EXPECT_TRUE(mandate.allows(chain, 1'501'545'600, for_segwit));
    chain.cut(0);
    chain.add(1'510'704'000, difficulty::silent, 5);
    EXPECT_TRUE(mandate.demands_vote(chain, 1'510'704'000));
    chain.cut(0);
    chain.add(1'510'704'001, difficulty::silent, 5);
    EXPECT_FALSE(mandate.demands_vote(chain, 1'510'704'001));
}

TEST(bip148, reads_the_median_time_of_the_block_itself) {
    SignalMandate mandate(preset("segwit"), MandateWindow{});
    difficulty::FakeSignalChain chain;
    chain.add(1'501'545'599, difficulty::silent, 5);
    chain.add(1'501'545'700, difficulty::silent, 5);
    EXPECT_TRUE(mandate.demands_vote(chain, 1'501'545'701)) << "six of eleven are late enough";
    EXPECT_FALSE(mandate.demands_vote(chain, 1'501'545'598));
}

TEST(bip148, ends_when_segwit_locks_in) {
    SignalMandate mandate(preset("segwit"), MandateWindow{});
    difficulty::FakeSignalChain chain;
    chain.add(1'479'168'000, difficulty::silent, 2016);
    chain.add(1'501'545'600, for_segwit, 2015);
    EXPECT_TRUE(mandate.demands_vote(chain, 1'501'545'600));
    chain.add(1'501'545'600, for_segwit);
    EXPECT_FALSE(mandate.demands_vote(chain, 1'501'545'600));
    chain.add(1'501'545'600, difficulty::silent, 2016);
    EXPECT_TRUE(mandate.allows(chain, 1'501'545'600, difficulty::silent)) << "active";
}

TEST(bip91, demands_votes_for_segwit_once_segsignal_is_active) {
    SignalMandate mandate(preset("segwit"), preset("segsignal"));
    constexpr std::int64_t june = 1'497'000'000;
    difficulty::FakeSignalChain chain;
    chain.add(june, difficulty::silent, 336);
    chain.add(june, for_segsignal, 268);
    chain.add(june, difficulty::silent, 68);
    EXPECT_TRUE(mandate.allows(chain, june, difficulty::silent)) << "268 of 336 are one too few";
    chain.add(june, for_segsignal, 269);
    chain.add(june, difficulty::silent, 67);
    EXPECT_TRUE(mandate.allows(chain, june, difficulty::silent)) << "locked in";
    chain.add(june, difficulty::silent, 336);
    EXPECT_FALSE(mandate.allows(chain, june, difficulty::silent));
    EXPECT_TRUE(mandate.allows(chain, june, for_segwit));
}

}  // namespace
}  // namespace sluice::lab
