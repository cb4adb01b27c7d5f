// Who is admitted from an address, and what becomes of one that misbehaves.

#include "pool/mining/peer_limits.hpp"

#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

using std::chrono::milliseconds;
using enum PeerLimits::Admission;

ClockReading at_ms(std::int64_t ms) {
    return {std::chrono::steady_clock::time_point{milliseconds(ms)}, 0};
}

/// How many of `count` connections at one moment are admitted; they stay.
int admitted_of(PeerLimits& peers, const std::string& address, int count, ClockReading moment) {
    int sum = 0;
    for (int i = 0; i < count; ++i) {
        sum += peers.admit(address, moment) == admitted ? 1 : 0;
    }
    return sum;
}

/// A session of the address ends that sent nothing but rubbish.
void misbehave(PeerLimits& peers, const std::string& address, ClockReading moment) {
    ASSERT_EQ(peers.admit(address, moment), admitted);
    peers.leave(address, AbuseOptions{}.score_max, false, moment);
}

TEST(peer_limits, limit_the_sessions_of_an_address) {
    PeerLimits peers({.sessions_per_address_max = 2});
    EXPECT_EQ(admitted_of(peers, "a", 2, at_ms(0)), 2);
    EXPECT_EQ(peers.admit("a", at_ms(0)), address_full);
    EXPECT_EQ(peers.admit("b", at_ms(0)), admitted);
    peers.leave("a", 0, false, at_ms(1));
    EXPECT_EQ(peers.admit("a", at_ms(1)), admitted);
}

TEST(peer_limits, limit_the_sessions_of_all_addresses_together) {
    PeerLimits peers({}, 2);
    EXPECT_EQ(peers.admit("a", at_ms(0)), admitted);
    EXPECT_EQ(peers.admit("b", at_ms(0)), admitted);
    EXPECT_EQ(peers.admit("c", at_ms(0)), server_full);
    peers.leave("a", 0, false, at_ms(1));
    EXPECT_EQ(peers.admit("c", at_ms(1)), admitted);
    EXPECT_EQ(peers.admit("a", at_ms(1)), server_full);
}

TEST(peer_limits, count_a_session_that_takes_the_place_of_another) {
    PeerLimits peers({.sessions_per_address_max = 1});
    EXPECT_EQ(peers.admit("a", at_ms(0)), admitted);
    peers.admit_for_another("a", at_ms(0));
    peers.leave("a", 0, false, at_ms(1));
    EXPECT_EQ(peers.admit("a", at_ms(1)), address_full);
    peers.leave("a", 0, false, at_ms(1));
    EXPECT_EQ(peers.admit("a", at_ms(1)), admitted);
}

TEST(peer_limits, let_a_hall_in_behind_one_junk_session) {
    PeerLimits peers{AbuseOptions{}};
    misbehave(peers, "a", at_ms(0));
    EXPECT_EQ(admitted_of(peers, "a", 900, at_ms(1)), 900);
}

TEST(peer_limits, throttle_an_address_that_misbehaves_again_and_again) {
    PeerLimits peers{AbuseOptions{}};
    int admitted_in_a_minute = 0;
    for (int ms = 0; ms < 60'000; ms += 10) {  // a hundred connections a second
        if (peers.admit("a", at_ms(ms)) == admitted) {
            ++admitted_in_a_minute;
            peers.leave("a", AbuseOptions{}.score_max, false, at_ms(ms));
        }
    }
    const Rate throttled = AbuseOptions{}.throttled;
    EXPECT_NEAR(admitted_in_a_minute, throttled.burst + 60 * throttled.per_second, 2);
    EXPECT_EQ(peers.admit("b", at_ms(60'000)), admitted) << "others are not concerned";
}

TEST(peer_limits, let_a_whole_farm_back_in_beside_a_bad_rig) {
    AbuseOptions options;
    options.sessions_per_address_max = 1000;
    PeerLimits peers(options);
    EXPECT_EQ(admitted_of(peers, "farm", 900, at_ms(0)), 900);
    for (int i = 0; i < 900; ++i) {
        peers.vouch("farm");
    }
    misbehave(peers, "farm", at_ms(1000));
    for (int i = 0; i < 900; ++i) {  // their switch restarts
        peers.leave("farm", 0, true, at_ms(2000));
    }
    misbehave(peers, "farm", at_ms(3000));
    EXPECT_EQ(admitted_of(peers, "farm", 900, at_ms(4000)), 900);
}

TEST(peer_limits, forgive_with_time_and_forget) {
    PeerLimits peers{AbuseOptions{}};
    for (int second = 0; second < 1000; second += 100) {
        EXPECT_EQ(peers.admit("a", at_ms(second * 1000)), admitted);
        peers.leave("a", 99, false, at_ms(second * 1000));
    }
    EXPECT_EQ(peers.size(), 1U);
    EXPECT_EQ(peers.admit("b", at_ms(0)), admitted);
    peers.leave("b", 0, false, at_ms(1));
    EXPECT_EQ(peers.size(), 1U);
}

TEST(peer_limits, count_ipv6_by_network) {
    PeerLimits peers({.sessions_per_address_max = 2});
    EXPECT_EQ(peers.admit("2001:db8:1:2::1", at_ms(0)), admitted);
    EXPECT_EQ(peers.admit("2001:db8:1:2:ffff::2", at_ms(0)), admitted);
    EXPECT_EQ(peers.admit("2001:db8:1:2:3::3", at_ms(0)), address_full);
    EXPECT_EQ(peers.admit("2001:db8:1:3::1", at_ms(0)), admitted);
    EXPECT_EQ(peers.admit("::ffff:10.0.0.1", at_ms(0)), admitted);
    EXPECT_EQ(peers.admit("10.0.0.1", at_ms(0)), admitted);
    EXPECT_EQ(peers.admit("10.0.0.1", at_ms(0)), address_full) << "one IPv4 address in two forms";
}

TEST(peer_limits, suspend_a_worker_at_its_address_for_the_cool_down) {
    PeerLimits peers{AbuseOptions{}};
    peers.suspend("a", "rig", at_ms(0));
    EXPECT_TRUE(peers.suspended("a", "rig", at_ms(59'999)));
    EXPECT_FALSE(peers.suspended("a", "other", at_ms(1)));
    EXPECT_FALSE(peers.suspended("b", "rig", at_ms(1)));
    EXPECT_FALSE(peers.suspended("a", "rig", at_ms(60'000)));
}

}  // namespace
}  // namespace sluice::pool
