#include "miner/stats/statistics.hpp"

#include "base/printable.hpp"
#include "miner/ui/share_log.hpp"
#include "miner/ui/status_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::miner {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(statistics, counts_shares_by_their_fate) {
    Statistics statistics{TimePoint{}};
    statistics.add_share({.fate = ShareFate::accepted, .difficulty = {31}, .job_difficulty = {8}});
    statistics.add_share({.fate = ShareFate::accepted, .difficulty = {9}, .job_difficulty = {8}});
    statistics.add_share({.fate = ShareFate::rejected, .difficulty = {99}, .job_difficulty = {8}});
    statistics.add_share({.fate = ShareFate::stale});
    statistics.add_share({.fate = ShareFate::lost});
    EXPECT_EQ(statistics.shares(),
              (ShareCounts{
                  .accepted = 2, .rejected = 1, .stale = 1, .lost = 1, .accepted_difficulty = 16}));
    EXPECT_EQ(statistics.snapshot(TimePoint{}).best_share.value, 31);
}

TEST(statistics, the_mean_covers_the_whole_run) {
    Statistics statistics{TimePoint{}};
    const std::size_t device = statistics.add_device("cpu0", "a CPU");
    statistics.add_scan(device, TimePoint{1s}, {.hashes = 5000});
    const Snapshot snapshot = statistics.snapshot(TimePoint{100s});
    EXPECT_DOUBLE_EQ(snapshot.hashes_per_second_mean, 50);
    EXPECT_EQ(snapshot.hashes_per_second_10s, 0);
    EXPECT_EQ(snapshot.uptime, 100s);
}

TEST(share_log, hashrates_have_si_prefixes) {
    EXPECT_EQ(hashrate_text(0), "0.00 H/s");
    EXPECT_EQ(hashrate_text(999), "999.0 H/s");
    EXPECT_EQ(hashrate_text(41.3e6), "41.30 MH/s");
    EXPECT_EQ(hashrate_text(8.4e9), "8.40 GH/s");
    EXPECT_EQ(hashrate_text(1e24), "1000000.0 EH/s");
}

TEST(share_log, an_accepted_share_says_how_many_were) {
    EXPECT_EQ(share_text({.difficulty = {31.25}, .job_difficulty = {0.5}, .latency = 12ms},
                         {.accepted = 12}),
              "accepted 12/12 (100.0 %) diff 0.5 share 31.25 12 ms");
}

TEST(share_log, a_rejected_share_says_why) {
    EXPECT_THAT(share_text({.fate = ShareFate::rejected, .reason = "Job not found (code 21)"},
                           {.accepted = 3, .rejected = 1}),
                testing::AllOf(HasSubstr("rejected 1/4 (75.0 % accepted)"),
                               HasSubstr("Job not found (code 21)")));
}

TEST(share_log, a_flood_is_thinned_and_counted) {
    ShareLog log;
    int lines = 0;
    for (int i = 0; i < 100; ++i) {
        lines += !log.line({}, {.accepted = 1}, TimePoint{10s}).empty();
    }
    EXPECT_EQ(lines, ShareLog::lines_per_second_max);
    EXPECT_THAT(log.line({}, {.accepted = 1}, TimePoint{11s}), HasSubstr("and 90 shares before"));
    EXPECT_THAT(log.line({}, {.accepted = 1}, TimePoint{11s}), Not(HasSubstr("before")));
}

TEST(status_text, names_what_a_person_wants_to_know) {
    Snapshot snapshot;
    snapshot.uptime = 3725s;
    snapshot.hashes_per_second_10s = 41.3e6;
    snapshot.hashes_per_second_60s = 41.2e6;
    snapshot.shares = {.accepted = 12, .stale = 2};
    snapshot.difficulty = {0.5};
    snapshot.pool = "stratum+tcp://a:1";
    snapshot.connected = true;
    EXPECT_EQ(status_text(snapshot),
              "41.30 MH/s | 60 s 41.20 MH/s | accepted 12/12, stale 2 | diff 0.5 | best 0 | "
              "stratum+tcp://a:1 | up 1:02:05");
    snapshot.connected = false;
    EXPECT_THAT(status_text(snapshot), StartsWith("connecting to stratum+tcp://a:1 | 41.30 MH/s"));
    EXPECT_THAT(status_text({}), HasSubstr("no pool yet"));
}

TEST(status_text, leaves_out_what_tells_least_where_the_terminal_is_narrow) {
    Snapshot snapshot;
    snapshot.uptime = 3725s;
    snapshot.hashes_per_second_10s = 41.3e6;
    snapshot.hashes_per_second_60s = 41.2e6;
    snapshot.shares = {.accepted = 12, .stale = 2};
    snapshot.difficulty = {0.5};
    snapshot.best_share = {31.2};
    snapshot.pool = "pool.example.com:3333";
    snapshot.connected = true;
    EXPECT_EQ(status_text(snapshot, 79),
              "41.30 MH/s | accepted 12/12, stale 2 | pool.example.com:3333 | up 1:02:05");
    EXPECT_EQ(status_text(snapshot, 59), "41.30 MH/s | accepted 12/12, stale 2 | up 1:02:05");
    EXPECT_EQ(status_text(snapshot, 10), "41.30 MH/s | accepted 12/12, stale 2");
    snapshot.connected = false;
    EXPECT_EQ(status_text(snapshot, 79),
              "connecting to pool.example.com:3333 | 41.30 MH/s | accepted 12/12, stale 2");
    for (std::size_t columns = 75; columns < 200; ++columns) {
        EXPECT_LE(status_text(snapshot, columns).size(), columns);
    }
}

TEST(status_text, long_runs_count_days) {
    EXPECT_EQ(duration_text(59s), "0:00:59");
    EXPECT_EQ(duration_text(86400s * 3 + 61s), "3 d 0:01:01");
}

TEST(printable, takes_terminal_control_out_of_a_peers_text) {
    EXPECT_EQ(printable("ok \x1b[2J\n\xc3\xa9"), "ok ?[2J???");
    EXPECT_EQ(printable(std::string(300, 'a')), std::string(256, 'a') + "...");
}

}  // namespace
}  // namespace sluice::miner
