#include "pool/http/routes.hpp"

#include "pool/http/page_assets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>
#include <string>

namespace sluice::pool {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr std::int64_t start_ms = 1'700'000'000'000;

monitor::PoolIdentity identity() {
    monitor::PoolIdentity pool;
    pool.name = "Test pool";
    pool.chain = "embedded";
    pool.algorithm = "sha256d";
    pool.block_interval_target_s = 10;
    pool.pool_is_network = true;
    pool.started_ms = start_ms;
    return pool;
}

struct routes : testing::Test {
    HttpReply get(std::string_view target) {
        return respond({.method = "GET", .target = target}, view, now_ms);
    }
    json get_json(std::string_view target) {
        const HttpReply reply = get(target);
        EXPECT_EQ(reply.status, 200U) << target << ": " << reply.body;
        EXPECT_EQ(reply.content_type, "application/json");
        EXPECT_EQ(reply.cache_control, "no-store");
        return json::parse(reply.body);
    }
    void mine(int seconds, const std::string& worker) {
        const auto meter = view.worker(worker);
        for (int i = 0; i < seconds; ++i) {
            now_ms += 1000;
            view.share_accepted(*meter, {4096, 1.0 / (1 << 20), 5e-6, now_ms});
            view.tick(now_ms, now_ms);
        }
    }

    Monitor view{identity()};
    std::int64_t now_ms = start_ms;
};

std::set<std::string> keys(const json& object) {
    std::set<std::string> names;
    for (const auto& [name, value] : object.items()) {
        names.insert(name);
    }
    return names;
}

TEST_F(routes, workers_are_paged_and_filtered) {
    for (int i = 0; i < 5; ++i) {
        mine(10 + i, "farm.rig-0" + std::to_string(i));
    }
    const auto held = view.worker("a b&c");
    const json page = get_json("/api/v1/workers?limit=2&offset=3");
    EXPECT_EQ(page["workers_tracked"], 6);
    EXPECT_EQ(page["workers_matching"], 6);
    ASSERT_EQ(page["workers"].size(), 2U);
    EXPECT_EQ(page["workers"][0]["name"], "farm.rig-01") << "the fourth by hashrate";
    EXPECT_EQ(get_json("/api/v1/workers?offset=1000")["workers"].size(), 0U);
    EXPECT_EQ(get_json("/api/v1/workers?name=RIG-03")["workers"][0]["name"], "farm.rig-03");
    EXPECT_EQ(get_json("/api/v1/workers?name=a+b%26C")["workers_matching"], 1);
    EXPECT_EQ(get_json("/api/v1/workers?connected=true")["workers_matching"], 1);
    EXPECT_EQ(get_json("/api/v1/workers?connected=false")["workers_matching"], 5);
}

TEST_F(routes, a_parameter_that_is_not_known_is_refused_with_those_there_are) {
    const HttpReply reply = get("/api/v1/blocks?limit=5&ofset=3");
    EXPECT_EQ(reply.status, 400U);
    EXPECT_THAT(reply.body, AllOf(HasSubstr("ofset"), HasSubstr("limit")));
    EXPECT_EQ(get("/api/v1/status?x").status, 400U);
    EXPECT_EQ(get("/?whatever=1").status, 200U) << "the page's address may carry anything";
}

TEST_F(routes, status_tells_the_headline_figures) {
    view.session_opened();
    view.job_published(
        {.height = 7, .network_difficulty = 0.25, .bits = 0x1d03fffc, .time_ms = 1500});
    view.set_source({.connected = true, .chain = "embedded"});
    mine(20, "alice");
    view.share_rejected(monitor::RejectReason::stale);
    const json status = get_json("/api/v1/status");
    EXPECT_EQ(status["time_s"], 1'700'000'020.0);
    EXPECT_EQ(status["pool"]["name"], "Test pool");
    EXPECT_EQ(status["pool"]["sessions"], 1);
    EXPECT_EQ(status["shares"]["accepted"], 20);
    EXPECT_EQ(status["shares"]["rejected_by_reason"]["stale"], 1);
    EXPECT_EQ(status["hashrates"].size(), 4U);
    EXPECT_EQ(status["hashrates"][0]["window_s"], 10);
    EXPECT_EQ(status["hashrates"][0]["hashrate_hps"], 4096.0);
    EXPECT_EQ(status["network"]["difficulty"], 0.25);
    EXPECT_EQ(status["network"]["job"]["bits"], "1d03fffc");
    EXPECT_EQ(status["source"]["connected"], true);
}

TEST_F(routes, status_of_a_new_pool_has_nulls_and_no_invented_zeros) {
    const json status = get_json("/api/v1/status");
    EXPECT_TRUE(status["network"]["difficulty"].is_null());
    EXPECT_TRUE(status["network"]["job"].is_null());
    EXPECT_TRUE(status["network"]["hashrate_hps"].is_null());
    EXPECT_TRUE(status["blocks"]["last_time_s"].is_null());
    EXPECT_TRUE(status["blocks"]["interval_mean_s"].is_null());
}

TEST_F(routes, summary_is_one_line_for_scripts) {
    mine(3, "alice");
    view.job_published({.height = 1, .network_difficulty = 0.25});
    view.set_source({.deployments = {{.name = "sluicegate", .state = "locked_in"}}});
    EXPECT_EQ(get("/api/v1/summary").body, R"({"blocks":0,"accepted_shares":3,"difficulty":0.25,)"
                                           R"("deployments":{"sluicegate":"locked_in"}})");
}

TEST_F(routes, status_tells_why_the_ledger_does_not_write) {
    view.set_ledger({.healthy = false, .error = "disk full", .queued = 12});
    const json ledger = get_json("/api/v1/status")["ledger"];
    EXPECT_EQ(ledger["healthy"], false);
    EXPECT_EQ(ledger["error"], "disk full");
    EXPECT_EQ(ledger["shares_waiting"], 12);
}

TEST_F(routes, details_of_source_and_disk_are_told_only_where_they_may_be) {
    for (const bool told : {true, false}) {
        monitor::PoolIdentity pool = identity();
        pool.tells_details = told;
        Monitor monitor(pool);
        monitor.set_ledger({.healthy = false, .error = "INSERT INTO shares: /var/lib/ledger.db"});
        monitor.set_source({.detail = "http://10.0.0.7:8332 is unreachable", .chain = "main"});
        monitor.block_found({.height = 7,
                             .hash = "00aa",
                             .verdict = BlockStatus::pending,
                             .reason = "http://10.0.0.7:8332 did not answer"});
        std::string replies;
        for (const char* path : {"/api/v1/status", "/api/v1/blocks", "/metrics"}) {
            replies += respond({.method = "GET", .target = path}, monitor, now_ms).body;
        }
        for (const char* detail : {"10.0.0.7:8332 is", "10.0.0.7:8332 did", "INSERT", "/var"}) {
            EXPECT_EQ(replies.find(detail) != std::string::npos, told) << detail;
        }
        EXPECT_EQ(replies.find("the pool's log says why") == std::string::npos, told);
    }
}

TEST_F(routes, history_has_columns_of_one_length_and_null_for_what_is_unknown) {
    mine(60, "alice");
    const json history = get_json("/api/v1/history?range=15m&since=1700000050");
    EXPECT_EQ(keys(history),
              (std::set<std::string>{"step_s", "hashrate_window_s", "time_s", "hashrate_hps",
                                     "hashrate_margin_hps", "accepted_per_min", "rejected_per_min",
                                     "network_difficulty", "equilibrium_difficulty", "sessions"}));
    for (const auto& [name, column] : history.items()) {
        if (column.is_array()) {
            EXPECT_EQ(column.size(), 10U) << name;
        }
    }
    EXPECT_EQ(history["hashrate_hps"][9], 4096);
    EXPECT_EQ(history["accepted_per_min"][9], 60);
    EXPECT_TRUE(history["network_difficulty"][9].is_null());
}

TEST_F(routes, history_keeps_six_digits_of_small_and_large_numbers) {
    view.job_published({.height = 1, .network_difficulty = 1.23456789e-7});
    mine(1, "alice");
    view.job_published({.height = 2, .network_difficulty = 1.23456789e14});
    mine(1, "alice");
    const json history = get_json("/api/v1/history");
    EXPECT_DOUBLE_EQ(history["network_difficulty"][1], 1.23457e-7);
    EXPECT_DOUBLE_EQ(history["network_difficulty"][2], 1.23457e14);
}

TEST_F(routes, blocks_come_newest_first_and_limited) {
    for (const int height : {1, 2, 3}) {
        monitor::PoolBlock block;
        block.height = height;
        block.hash = std::to_string(height);
        block.time_ms = start_ms + height * 10'000;
        block.worker = "alice";
        view.block_found(block);
    }
    view.block_verdict("3", BlockStatus::rejected, "high-hash");
    const json blocks = get_json("/api/v1/blocks?limit=2")["blocks"];
    ASSERT_EQ(blocks.size(), 2U);
    EXPECT_EQ(blocks[0]["height"], 3);
    EXPECT_EQ(blocks[0]["interval_s"], 10.0);
    EXPECT_EQ(blocks[0]["verdict"], "rejected");
    EXPECT_EQ(blocks[0]["reason"], "high-hash");
    EXPECT_EQ(blocks[1]["verdict"], "pending");
}

TEST_F(routes, worker_names_are_text_whatever_they_contain) {
    const std::string nasty = "<script>alert(\"x\")</script>\n\xff\xfe";
    mine(1, nasty);
    const HttpReply reply = get("/api/v1/workers");
    EXPECT_THAT(reply.body, HasSubstr(R"(alert(\"x\")</script>\n)"));
    EXPECT_EQ(json::parse(reply.body)["workers"][0]["name"],
              "<script>alert(\"x\")</script>\n\xef\xbf\xbd\xef\xbf\xbd");
}

TEST_F(routes, a_worker_without_a_share_has_no_last_share_time) {
    const auto meter = view.worker("alice");
    const json workers = get_json("/api/v1/workers?limit=1");
    EXPECT_EQ(workers["workers_tracked"], 1);
    EXPECT_TRUE(workers["workers"][0]["last_share_time_s"].is_null());
    EXPECT_EQ(workers["workers"][0]["connected"], true);
}

TEST_F(routes, deployments_tell_state_and_votes) {
    view.set_source({.deployments = {{"testdummy", 28, "started", 144, 144, 108, 60, 37, true}}});
    const json deployment = get_json("/api/v1/deployments")["deployments"][0];
    EXPECT_EQ(deployment, json::parse(R"({"name": "testdummy", "bit": 28, "state": "started",
        "since_height": 144, "period_blocks": 144, "threshold_blocks": 108, "elapsed_blocks": 60,
        "signalling_blocks": 37, "signalled_by_pool": true})"));
}

TEST_F(routes, deployments_say_null_where_the_source_says_nothing) {
    view.set_source({.deployments = {{.name = "mweb", .state = "active"}}});
    EXPECT_EQ(get_json("/api/v1/deployments")["deployments"][0],
              json::parse(R"({"name": "mweb", "bit": null, "state": "active",
        "since_height": null, "period_blocks": null, "threshold_blocks": null,
        "elapsed_blocks": null, "signalling_blocks": null, "signalled_by_pool": false})"));
}

TEST_F(routes, deployments_name_the_votes_that_count_for_nothing) {
    EXPECT_EQ(get_json("/api/v1/deployments")["unknown_votes"], json::array());
    view.set_unknown_votes({{"taprot", false, "did you mean 'taproot'?"}});
    EXPECT_EQ(get_json("/api/v1/deployments")["unknown_votes"],
              json::parse(R"([{"name": "taprot", "signal": false,
                               "hint": "did you mean 'taproot'?"}])"));
}

TEST_F(routes, every_line_of_the_metrics_is_a_comment_or_a_sample) {
    mine(5, "alice");
    const HttpReply reply = get("/metrics");
    EXPECT_EQ(reply.content_type, "text/plain; version=0.0.4; charset=utf-8");
    std::istringstream lines(reply.body);
    std::size_t samples = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("# HELP sluice_pool_") || line.starts_with("# TYPE sluice_pool_")) {
            continue;
        }
        EXPECT_THAT(line, testing::MatchesRegex(
                              "sluice_pool_[a-z_]+(\\{[a-z_]+=.*\\})? [-+0-9.e]+(Inf|NaN)?"));
        ++samples;
    }
    EXPECT_GT(samples, 40U);
}

TEST_F(routes, wrong_parameters_are_told_what_would_be_right) {
    const struct {
        const char* target;
        const char* help;
    } wrong[] = {
        {"/api/v1/history?range=1y", "15m, 3h or 2d"},
        {"/api/v1/history?since=yesterday", "Unix seconds"},
        {"/api/v1/history?since=", "Unix seconds"},
        {"/api/v1/history?since=nan", "Unix seconds"},
        {"/api/v1/blocks?limit=0", "1 to 1000"},
        {"/api/v1/blocks?limit=-5", "1 to 1000"},
        {"/api/v1/workers?limit=99999999999999999999", "1 to 1000"},
        {"/api/v1/workers?limit", "1 to 1000"},
    };
    for (const auto& [target, help] : wrong) {
        const HttpReply reply = get(target);
        EXPECT_EQ(reply.status, 400U) << target;
        EXPECT_THAT(json::parse(reply.body)["error"].get<std::string>(), HasSubstr(help)) << target;
    }
}

TEST_F(routes, unknown_paths_are_404_in_json) {
    for (const char* target : {"/api/v1/", "/api/v2/status", "", "*", "?", "http://x/metrics"}) {
        const HttpReply reply = get(target);
        EXPECT_EQ(reply.status, 404U) << target;
        EXPECT_NE(reply.body.find("/api/v1/summary"), std::string_view::npos) << reply.body;
        EXPECT_TRUE(json::parse(reply.body).contains("error"));
    }
}

TEST(page_assets, the_page_refers_only_to_files_that_are_embedded) {
    const PageAsset* page = find_page_asset("/");
    ASSERT_NE(page, nullptr);
    std::size_t found = 0;
    for (std::size_t at = page->body.find("./assets/"); at != std::string_view::npos;
         at = page->body.find("./assets/", at + 1)) {
        const std::string_view path = page->body.substr(at + 1, page->body.find('"', at) - at - 1);
        EXPECT_NE(find_page_asset(path), nullptr) << path;
        ++found;
    }
    EXPECT_GE(found, 2U) << "a script and a style sheet";
}

TEST(page_assets, nothing_loads_from_elsewhere) {
    ASSERT_FALSE(page_assets().empty());
    for (const PageAsset& asset : page_assets()) {
        for (const char* text : {"src=\"http", "href=\"http", "url(http", "@import", "//cdn"}) {
            EXPECT_EQ(asset.body.find(text), std::string_view::npos) << asset.path << ": " << text;
        }
    }
}

}  // namespace
}  // namespace sluice::pool
