// Share difficulty of a session: where it starts, how it changes, and which shares it judges.

#include "tests/unit/pool/dialects/stratum_v1/session_harness.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <string>

namespace sluice::pool::test {
namespace {

using std::chrono::seconds;

ServerOptions options_from(double start, double min = easy_difficulty) {
    ServerOptions options = SessionHarness::easy_options();
    options.difficulty.start = start;
    options.difficulty.min = min;
    return options;
}

/// The difficulty set after subscribe and authorize with this password, on a hard network.
double start_of(SessionHarness& pool, const std::string& password = "x") {
    pool.publish(make_job({.id = 0x20, .bits = 0x1700'ffff}));
    pool.ask("1", "mining.subscribe", Json::array({"test/1.0"}));
    pool.ask("2", "mining.authorize", Json::array({worker_name, password}));
    return pool.take_method("mining.set_difficulty").at("params").at(0).get<double>();
}

TEST(session_difficulty, starts_where_the_pool_says) {
    SessionHarness pool(options_from(1024));
    EXPECT_EQ(start_of(pool), 1024);
}

TEST(session_difficulty, starts_where_the_password_says_within_the_limits) {
    for (const auto& [password, expected] :
         std::vector<std::pair<std::string, double>>{{"d=512", 512},
                                                     {"x,d=512,md=256", 512},
                                                     {"user_password, diff=4", 4},
                                                     {"d=0.0001", 2},
                                                     {"d=1e30", share_difficulty_ceiling},
                                                     {"d=-1", 1024},
                                                     {"d=nan", 1024},
                                                     {"md=5000", 5000}}) {
        SessionHarness pool(options_from(1024, 2));
        EXPECT_EQ(start_of(pool, password), expected) << password;
    }
}

TEST(session_difficulty, follows_a_suggestion_made_before_authorize) {
    SessionHarness pool(options_from(1024));
    pool.ask("3", "mining.suggest_difficulty", Json::array({1000}));
    EXPECT_EQ(start_of(pool), 1000);
}

TEST(session_difficulty, password_beats_a_suggestion) {
    SessionHarness pool(options_from(1024));
    pool.ask("3", "mining.suggest_difficulty", Json::array({1000}));
    EXPECT_EQ(start_of(pool, "d=7"), 7);
    pool.ask("3", "mining.suggest_difficulty", Json::array({1000}));
    EXPECT_TRUE(pool.take().empty());
}

TEST(session_difficulty, suggested_target_counts_like_a_difficulty) {
    SessionHarness pool(options_from(1024));
    pool.send(R"({"id":null,"method":"mining.suggest_target","params":[)"
              R"("00000000ffff0000000000000000000000000000000000000000000000000000"]})");
    EXPECT_TRUE(pool.take().empty());
    EXPECT_EQ(start_of(pool), 1);
}

TEST(session_difficulty, repeated_suggestions_change_nothing) {
    SessionHarness pool(options_from(1024, 1));
    start_of(pool);
    pool.ask("3", "mining.suggest_difficulty", Json::array({0.00015}));
    EXPECT_EQ(pool.take_method("mining.set_difficulty")["params"], Json::array({1}));
    for (int i = 0; i < 3; ++i) {
        pool.advance(seconds(30));
        EXPECT_EQ(pool.ask("4", "mining.suggest_difficulty", Json::array({0.00015}))["result"],
                  true);
        EXPECT_TRUE(pool.take().empty());
    }
}

TEST(session_difficulty, suggestion_means_nothing_once_shares_came) {
    SessionHarness pool;
    pool.log_in();
    pool.submit(pool.solve());
    pool.ask("3", "mining.suggest_difficulty", Json::array({1}));
    EXPECT_TRUE(pool.take().empty());
}

TEST(session_difficulty, stays_positive_and_finite_whatever_is_suggested) {
    SessionHarness pool;
    pool.log_in();
    for (const std::string value : {"0", "-1", "1e400", "\"abc\"", ""}) {
        pool.send(R"({"id":3,"method":"mining.suggest_difficulty","params":[)" + value + "]}");
        const auto lines = pool.take();
        ASSERT_EQ(lines.size(), 1U) << value;
        EXPECT_EQ(lines[0]["id"], 3);
        EXPECT_EQ(error_code(lines[0]), 20);
    }
    EXPECT_EQ(error_code(pool.submit(pool.solve())), 0);
}

TEST(session_difficulty, rented_rigs_get_their_minimum) {
    SessionHarness pool(options_from(1024));
    pool.publish(make_job({.id = 0x20, .bits = 0x1700'ffff}));
    pool.ask("1", "mining.subscribe", Json::array({"NiceHash/1.0.0"}));
    EXPECT_TRUE(pool.take().empty());
    pool.ask("2", "mining.authorize", Json::array({worker_name, "d=5"}));
    EXPECT_EQ(pool.take_method("mining.set_difficulty")["params"], Json::array({524288}));
}

TEST(session_difficulty, of_a_returning_worker_is_the_one_it_left_with) {
    SessionHarness pool(options_from(1024));
    pool.difficulties.store(worker_name, 77);
    pool.ask("3", "mining.suggest_difficulty", Json::array({1000}));
    EXPECT_EQ(start_of(pool), 77);
}

TEST(session_difficulty, of_a_proxy_is_looked_up_for_its_first_worker_only) {
    SessionHarness pool(options_from(1024));
    pool.difficulties.store("proxy.2", 77);
    pool.publish(make_job({.id = 0x20, .bits = 0x1700'ffff}));
    pool.ask("1", "mining.authorize", Json::array({"proxy.1", "x"}));
    pool.ask("2", "mining.authorize", Json::array({"proxy.2", "x"}));
    pool.ask("3", "mining.subscribe", Json::array());
    EXPECT_EQ(pool.take_method("mining.set_difficulty")["params"], Json::array({1024}));
}

TEST(session_difficulty, is_remembered_when_a_session_with_shares_ends) {
    SessionHarness pool;
    pool.log_in();
    pool.disconnect();
    EXPECT_EQ(pool.difficulties.find(worker_name), std::nullopt);
    pool.reconnect();
    pool.log_in();
    pool.submit(pool.solve());
    pool.disconnect();
    EXPECT_EQ(pool.difficulties.find(worker_name), easy_difficulty);
}

TEST(session_difficulty, wished_for_is_not_remembered) {
    SessionHarness pool;
    pool.log_in();
    const std::string easy_job = pool.job_id();
    const auto shares = {pool.solve(), pool.solve({.extranonce2 = 2})};
    for (const auto& share : shares) {
        pool.ask("3", "mining.authorize", Json::array({worker_name, "d=1073741824"}));
        EXPECT_EQ(error_code(pool.submit(share, easy_job)), 0);
    }
    pool.ask("4", "mining.authorize", Json::array({"victim", "d=1073741824"}));
    EXPECT_EQ(pool.credits.at(1).difficulty, easy_difficulty) << "what the ledger keeps";
    pool.disconnect();
    EXPECT_EQ(pool.difficulties.find(worker_name), easy_difficulty);
    EXPECT_EQ(pool.difficulties.find("victim"), std::nullopt) << "it had no share";
}

TEST(session_difficulty, remembered_is_what_the_shares_show_whatever_the_floor) {
    ServerOptions options = options_from(easy_difficulty);
    options.difficulty.vardiff = true;
    SessionHarness pool(options);
    pool.log_in();
    const std::string easy_job = pool.job_id();
    pool.ask("3", "mining.authorize", Json::array({worker_name, "md=1000000"}));
    const auto job = pool.services.job;
    for (std::uint32_t i = 1; i <= 20; ++i) {
        const auto share =
            solve(*job, pool.extranonce1(), protocol::share_target({easy_difficulty}),
                  {.extranonce2 = i, .version_bits = {}});
        pool.advance(std::chrono::milliseconds(3333));  // the wanted rate
        EXPECT_EQ(error_code(pool.submit(share, easy_job)), 0);
    }
    pool.disconnect();
    EXPECT_NEAR(*pool.difficulties.find(worker_name), easy_difficulty, easy_difficulty / 2);
}

TEST(session_difficulty, change_comes_with_a_job_of_its_own) {
    SessionHarness pool;
    pool.log_in();
    const std::string before = pool.job_id();
    pool.ask("3", "mining.authorize", Json::array({worker_name, "d=0.5"}));
    const auto lines = pool.take();
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0]["method"], "mining.set_difficulty");
    EXPECT_EQ(lines[0]["params"], Json::array({0.5}));
    EXPECT_EQ(lines[1]["method"], "mining.notify");
    EXPECT_NE(lines[1]["params"][0], before);
    EXPECT_EQ(lines[1]["params"][8], false);
}

TEST(session_difficulty, judges_a_share_by_the_job_it_was_issued_with) {
    SessionHarness pool;
    pool.log_in();
    const std::string easy_job = pool.job_id();
    const auto share = pool.solve();
    pool.ask("3", "mining.authorize", Json::array({worker_name, "d=0.5"}));
    EXPECT_EQ(error_code(pool.submit(pool.solve())), 23);
    EXPECT_EQ(error_code(pool.submit(share, easy_job)), 0);
    EXPECT_EQ(pool.credits.at(0).hashes, 4096);
}

/// Else a miner would hash at a low difficulty and submit each lucky hash at a high one.
TEST(session_difficulty, takes_a_share_only_under_the_id_it_was_hashed_for) {
    SessionHarness pool;
    pool.log_in("d=0.000001");
    const std::string easy_job = pool.job_id();
    pool.ask("3", "mining.authorize", Json::array({worker_name, "d=0.000004"}));
    const std::string hard_job = pool.job_id();
    const auto share = pool.solve({}, 0.000004);
    EXPECT_EQ(error_code(pool.submit(share, easy_job)), 23);
    EXPECT_EQ(error_code(pool.submit(share, hard_job)), 0);
    EXPECT_EQ(error_code(pool.submit(share, hard_job)), 22);
}

TEST(session_difficulty, takes_a_share_only_under_the_refresh_it_was_hashed_for) {
    SessionHarness pool;
    pool.log_in("d=0.000001");
    const std::string before = pool.job_id();
    const auto share = pool.solve({}, 0.000004);
    pool.ask("3", "mining.authorize", Json::array({worker_name, "d=0.000004"}));
    pool.publish(make_job({.id = 0x11}));
    EXPECT_EQ(error_code(pool.submit(share, pool.job_id())), 23);
    EXPECT_EQ(error_code(pool.submit(share, before)), 0);
    EXPECT_NEAR(static_cast<double>(pool.credits.at(0).hashes), 0.000001 * 0x1p32, 1);
}

TEST(session_difficulty, wishes_are_limited_so_that_vardiff_can_speak) {
    ServerOptions options = options_from(easy_difficulty);
    options.difficulty.vardiff = true;
    SessionHarness pool(options);
    pool.log_in();
    std::set<std::string> ids{pool.job_id()};
    for (int i = 1; i <= 300; ++i) {
        const std::string wish = "d=" + std::to_string(0.5 / i);
        EXPECT_EQ(pool.ask("3", "mining.authorize", Json::array({worker_name, wish}))["result"],
                  true);
        const Json job = pool.take_method("mining.notify");
        if (!job.is_null()) {
            EXPECT_TRUE(ids.insert(job["params"][0].get<std::string>()).second) << i;
        }
    }
    EXPECT_EQ(ids.size(), 1U + static_cast<std::size_t>(options.rates.wishes_max));
    for (int i = 0; i < 20; ++i) {
        pool.advance(seconds(10));
    }
    EXPECT_FALSE(pool.take_method("mining.set_difficulty").is_null()) << "vardiff lowers it";
}

TEST(session_difficulty, floors_are_wishes_too) {
    SessionHarness pool;
    pool.log_in();
    int jobs = 0;
    for (int i = 1; i <= 100; ++i) {
        pool.ask("3", "mining.authorize",
                 Json::array({worker_name, "md=" + std::to_string(0.001 * i)}));
        jobs += pool.take_method("mining.notify").is_null() ? 0 : 1;
    }
    EXPECT_EQ(jobs, pool.options.rates.wishes_max);
}

TEST(session_difficulty, repeated_wish_means_nothing) {
    SessionHarness pool;
    pool.log_in("d=0.5");
    for (int i = 0; i < 100; ++i) {
        pool.ask("3", "mining.authorize", Json::array({worker_name, "d=0.5"}));
    }
    pool.ask("3", "mining.authorize", Json::array({worker_name, "d=0.25"}));
    EXPECT_EQ(pool.take_method("mining.set_difficulty")["params"], Json::array({0.25}));
}

TEST(session_difficulty, of_a_share_is_a_whole_number_of_hashes) {
    ChannelDifficulty difficulty(SessionHarness::easy_options().difficulty, 16);
    const auto issued_hashes = [&](double wish, std::uint64_t unit, double network) {
        difficulty.demand(wish);
        return difficulty.for_job({network, unit}) * 0x1p32 / static_cast<double>(unit);
    };
    EXPECT_EQ(issued_hashes(0.001, 65536, 1e9), 66) << "65.536";
    EXPECT_EQ(issued_hashes(66.5 / 65536, 65536, 1e9), 67);
    EXPECT_EQ(issued_hashes(1.2 / 65536, 65536, 1e9), 2);
    EXPECT_EQ(issued_hashes(0x1p-20, 65536, 1e9), 1);
    EXPECT_EQ(issued_hashes(0.001, 1, 1e9), 4'294'968) << "4294967.296";
    EXPECT_EQ(issued_hashes(1024, 1, 1e9), 1024 * 0x1p32);
    EXPECT_EQ(issued_hashes(1, 65536, 66.5 / 65536), 64) << "not above the network's";
}

TEST(session_difficulty, goes_down_to_four_hashes_for_a_load_test) {
    ShareDifficultyOptions options = SessionHarness::easy_options().difficulty;
    options.min = options.start = share_difficulty_floor;
    ChannelDifficulty difficulty(options, 16);
    EXPECT_EQ(difficulty.for_job({.difficulty = 1e9, .hash_unit = 1}) * 0x1p32, 4);
}

TEST(session_difficulty, never_exceeds_the_network) {
    SessionHarness pool(options_from(1024));
    pool.publish(make_job({.id = 0x20, .bits = 0x1f00ffff}));
    pool.ask("1", "mining.subscribe", Json::array());
    pool.ask("2", "mining.authorize", Json::array({worker_name, "x"}));
    const double set = pool.take_method("mining.set_difficulty").at("params").at(0).get<double>();
    EXPECT_LE(set, pool.services.network_difficulty);
    EXPECT_GT(set, pool.services.network_difficulty / 2);
    pool.publish(make_job({.id = 0x21, .previous = 2, .bits = 0x1d00ffff, .clean = true}));
    EXPECT_EQ(pool.take_method("mining.set_difficulty")["params"], Json::array({1}));
}

TEST(session_difficulty, of_every_floor_and_wish_follows_the_network) {
    const std::uint32_t bits = 0x1d3e'8000;  // difficulty 0.016
    for (const std::string agent : {"test/1.0", "NiceHash/1.0.0"}) {
        for (const std::string password : {"x", "d=100", "md=100"}) {
            SessionHarness pool(options_from(1024, 1));
            pool.publish(make_job({.id = 0x20, .bits = bits}));
            pool.ask("1", "mining.subscribe", Json::array({agent}));
            pool.ask("2", "mining.authorize", Json::array({worker_name, password}));
            const double set = pool.take_method("mining.set_difficulty")["params"][0].get<double>();
            EXPECT_LE(set, pool.services.network_difficulty) << agent << " " << password;
            EXPECT_GT(set, pool.services.network_difficulty / 2) << agent << " " << password;
        }
    }
}

TEST(session_difficulty, does_not_follow_a_network_that_every_hash_would_solve) {
    for (const auto& [min, expected] :
         std::vector<std::pair<double, double>>{{1, followed_network_min},
                                                {followed_network_min, followed_network_min},
                                                {easy_difficulty, easy_difficulty}}) {
        SessionHarness pool(options_from(1024, min));
        pool.publish(make_job({.id = 0x20, .bits = 0x207f'ffff}));
        pool.ask("1", "mining.subscribe", Json::array());
        pool.ask("2", "mining.authorize", Json::array({worker_name, "x"}));
        EXPECT_EQ(pool.take_method("mining.set_difficulty")["params"], Json::array({expected}));
    }
}

TEST(session_difficulty, warns_once_of_a_floor_that_the_network_is_below) {
    std::atomic_flag noted;
    SessionHarness pool(options_from(1024, 1));
    pool.services.lost_floor_noted = &noted;
    pool.publish(make_job({.id = 0x20, .bits = 0x1c00'ffff}));  // difficulty 256
    pool.log_in();
    EXPECT_FALSE(noted.test()) << "the start is a wish, not a floor";
    pool.reconnect();
    pool.log_in("md=1000");
    EXPECT_TRUE(noted.test());
}

TEST(session_difficulty, rises_for_a_fast_miner_and_falls_for_a_silent_one) {
    ServerOptions options = options_from(easy_difficulty);
    options.difficulty.vardiff = true;
    SessionHarness pool(options);
    pool.log_in();
    double difficulty = easy_difficulty;
    std::uint32_t nonce = 0;
    for (int i = 0; i < 60 && difficulty == easy_difficulty; ++i) {
        const auto share = pool.solve({.nonce_from = nonce, .version_bits = {}});
        nonce = share.nonce + 1;
        pool.advance(std::chrono::milliseconds(100));
        EXPECT_EQ(error_code(pool.submit(share)), 0);
        const Json change = pool.take_method("mining.set_difficulty");
        if (!change.is_null()) {
            difficulty = change["params"][0].get<double>();
        }
    }
    EXPECT_GT(difficulty, easy_difficulty);
    for (int i = 0; i < 60; ++i) {
        pool.advance(seconds(10));
        const Json change = pool.take_method("mining.set_difficulty");
        if (!change.is_null()) {
            EXPECT_LT(change["params"][0].get<double>(), difficulty);
            difficulty = change["params"][0].get<double>();
        }
    }
    EXPECT_EQ(difficulty, easy_difficulty);
}

}  // namespace
}  // namespace sluice::pool::test
