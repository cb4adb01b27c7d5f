/// What becomes of shares in a client session: submitted, judged, stale, resubmitted, lost.

#include "session_driver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace sluice::miner {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;

class ClientSessionSharesTest : public testing::Test, protected SessionDriver {
protected:
    /// Logged in, with a job.
    SharedJob start() {
        log_in();
        notify("j1", true);
        (void)sent();
        (void)take<Announce>();
        return last_job();
    }

    std::vector<ShareFate> fates() {
        std::vector<ShareFate> fates;
        for (const SettleShare& settled : take<SettleShare>()) {
            fates.push_back(settled.report.fate);
        }
        return fates;
    }
};
using client_session_shares = ClientSessionSharesTest;

TEST_F(client_session_shares, are_submitted_with_all_their_fields) {
    find(share_of(start()));
    const auto requests = sent();
    ASSERT_EQ(requests.size(), 1u);
    EXPECT_EQ(requests[0].at("method"), "mining.submit");
    EXPECT_EQ(requests[0].at("params"),
              json::array({"me.rig", "j1", "00000005", "65000000", "00001234", "00002000"}));
}

TEST_F(client_session_shares, accepted_ones_report_their_latency) {
    find(share_of(start()));
    const std::int64_t id = sent().at(0).at("id");
    advance(12ms);
    receive(reply(id, "true"));
    const auto settled = take<SettleShare>();
    ASSERT_EQ(settled.size(), 1u);
    EXPECT_EQ(settled[0].report.fate, ShareFate::accepted);
    EXPECT_EQ(settled[0].report.latency, 12ms);
    EXPECT_EQ(settled[0].report.job_difficulty.value, 1);
}

TEST_F(client_session_shares, rejected_ones_say_why) {
    find(share_of(start()));
    receive("{'id':" + sent().at(0).at("id").dump() + ",'result':null,'error':[22,'Dup\\n',null]}");
    const auto settled = take<SettleShare>();
    ASSERT_EQ(settled.size(), 1u);
    EXPECT_EQ(settled[0].report.fate, ShareFate::rejected);
    EXPECT_EQ(settled[0].report.reason, "Dup? (code 22)");
}

TEST_F(client_session_shares, an_answer_counts_once) {
    find(share_of(start()));
    const std::int64_t id = sent().at(0).at("id");
    receive(reply(id, "true"));
    receive(reply(id, "true"));
    EXPECT_EQ(fates().size(), 1u);
}

TEST_F(client_session_shares, of_an_older_job_on_the_same_block_are_submitted) {
    const SharedJob old_job = start();
    notify("j2", false);
    find(share_of(old_job));
    EXPECT_EQ(sent().at(0).at("params").at(1), "j1");
}

TEST_F(client_session_shares, of_a_voided_job_are_stale) {
    const SharedJob old_job = start();
    notify("j2", true);
    find(share_of(old_job));
    EXPECT_TRUE(sent().empty());
    EXPECT_EQ(fates(), std::vector{ShareFate::stale});
}

TEST_F(client_session_shares, of_another_block_are_stale) {
    const SharedJob old_job = start();
    notify("j2", false, '2');
    find(share_of(old_job));
    EXPECT_EQ(fates(), std::vector{ShareFate::stale});
}

TEST_F(client_session_shares, that_solve_a_block_are_submitted_whatever_the_job) {
    const SharedJob old_job = start();
    notify("j2", true, '2');
    FoundShare block = share_of(old_job);
    block.is_block = true;
    find(block);
    const auto requests = sent();
    ASSERT_EQ(requests.size(), 1u);
    EXPECT_EQ(requests[0].at("params").at(1), "j1");
    EXPECT_TRUE(fates().empty());
}

TEST_F(client_session_shares, without_an_answer_are_given_up) {
    const SharedJob job = start();
    find(share_of(job, 1));
    find(share_of(job, 2));
    const std::int64_t second = sent().at(1).at("id");
    advance(59s);
    EXPECT_TRUE(fates().empty());
    receive(reply(second, "true"));
    advance(1s);
    EXPECT_EQ(fates(), (std::vector{ShareFate::accepted, ShareFate::lost}));
}

TEST_F(client_session_shares, lost_ones_are_booked_on_the_device_that_found_them) {
    const SharedJob job = start();
    FoundShare unanswered = share_of(job, 1);
    unanswered.device = 1;
    find(unanswered);
    session().disconnected();
    (void)sent();
    log_in("00000001", "s2");
    FoundShare late = share_of(job, 2);
    late.device = 1;
    find(late);
    const auto settled = take<SettleShare>();
    ASSERT_EQ(settled.size(), 2u);
    EXPECT_EQ(settled[1].report.reason, "its subscription has ended");
    for (const SettleShare& one : settled) {
        EXPECT_EQ(one.report.fate, ShareFate::lost);
        EXPECT_EQ(one.report.device, 1u) << one.report.reason;
    }
}

TEST_F(client_session_shares, low_difficulty_rejects_apply_a_pending_difficulty_at_once) {
    find(share_of(start()));
    set_difficulty("64");
    receive("{'id':" + sent().at(0).at("id").dump() +
            ",'result':null,'error':[23,'Low difficulty share',null]}");
    const SharedJob job = last_job();
    ASSERT_NE(job, nullptr);
    EXPECT_EQ(job->difficulty.value, 64);
    EXPECT_EQ(job->notify.job_id, "j1");
}

TEST_F(client_session_shares, a_refused_block_that_is_no_share_applies_no_pending_difficulty) {
    FoundShare block = share_of(start());
    block.is_block = true;
    block.is_share = false;
    find(block);
    set_difficulty("64");
    receive("{'id':" + sent().at(0).at("id").dump() +
            ",'result':null,'error':[23,'Low difficulty share',null]}");
    EXPECT_EQ(last_job(), nullptr);
}

TEST_F(client_session_shares, the_pool_has_forgotten_us_means_logging_in_again) {
    find(share_of(start()));
    receive("{'id':" + sent().at(0).at("id").dump() +
            ",'result':null,'error':[24,'Unauthorized worker',null]}");
    EXPECT_EQ(take<EndConnection>().size(), 1u);
}

TEST_F(client_session_shares, are_submitted_again_when_the_session_is_resumed) {
    const SharedJob job = start();
    find(share_of(job, 1));
    (void)sent();
    session().disconnected();
    find(share_of(job, 2));  // found while there is no connection
    EXPECT_TRUE(sent().empty());

    connect();
    const auto opening = sent();
    EXPECT_EQ(opening.at(1).at("params"), json::array({"sluice-miner/test", "s1"}));
    receive(reply(opening[1].at("id"), "[[['mining.notify','s1']],'aabbccdd',4]"));
    notify("j1b", true);  // the first job of a connection is clean
    receive(reply(sent().at(0).at("id"), "true"));

    std::vector<std::string> nonces;
    for (const json& request : sent()) {
        if (request.at("method") == "mining.submit") {
            EXPECT_EQ(request.at("params").at(1), "j1");
            nonces.push_back(request.at("params").at(4));
        }
    }
    EXPECT_EQ(nonces, (std::vector<std::string>{"00000001", "00000002"}));
    EXPECT_TRUE(fates().empty());
}

TEST_F(client_session_shares, a_resubmitted_one_that_the_pool_already_has_was_accepted) {
    find(share_of(start()));
    session().disconnected();
    (void)sent();
    log_in();
    for (const json& request : sent()) {
        if (request.at("method") == "mining.submit") {
            receive("{'id':" + request.at("id").dump() +
                    ",'result':null,'error':[22,'Duplicate share',null]}");
        }
    }
    EXPECT_EQ(fates(), std::vector{ShareFate::accepted});
}

TEST_F(client_session_shares, are_lost_when_the_session_is_not_resumed) {
    const SharedJob job = start();
    find(share_of(job, 1));
    session().disconnected();
    find(share_of(job, 2));
    (void)sent();
    log_in("00000001", "s2");
    EXPECT_EQ(fates(), (std::vector{ShareFate::lost, ShareFate::lost}));
    const auto announced = take<Announce>();
    EXPECT_THAT(announced.at(1).text, HasSubstr("2 share(s) lost, 0 of them blocks"));
    find(share_of(job, 3));  // a late hit of the old subscription
    EXPECT_EQ(fates(), std::vector{ShareFate::lost});
}

TEST_F(client_session_shares, are_lost_when_the_resumed_session_has_not_their_extranonce) {
    (void)start();
    receive("{'id':null,'method':'mining.set_extranonce','params':['0102',6]}");
    notify("j2");
    find(share_of(last_job()));
    session().disconnected();
    (void)sent();
    log_in();  // the same session id, and the extranonce of its beginning
    EXPECT_EQ(fates(), std::vector{ShareFate::lost});
}

TEST_F(client_session_shares, are_submitted_again_under_a_changed_extranonce) {
    (void)start();
    receive("{'id':null,'method':'mining.set_extranonce','params':['0102',4]}");
    notify("j2");
    find(share_of(last_job()));
    session().disconnected();
    (void)sent();
    log_in("0102");
    EXPECT_TRUE(fates().empty());
    const auto requests = sent();
    EXPECT_TRUE(std::ranges::any_of(
        requests, [](const json& one) { return one.at("method") == "mining.submit"; }));
}

TEST_F(client_session_shares, of_an_ended_block_are_not_resubmitted) {
    find(share_of(start()));
    session().disconnected();
    (void)sent();
    connect();
    const auto opening = sent();
    receive(reply(opening[1].at("id"), "[[['mining.notify','s1']],'aabbccdd',4]"));
    notify("j2", true, '2');
    receive(reply(sent().at(0).at("id"), "true"));
    EXPECT_EQ(fates(), std::vector{ShareFate::stale});
}

TEST_F(client_session_shares, are_lost_when_the_miner_turns_to_another_pool) {
    find(share_of(start()));
    session().abandon("the miner turned to another pool", actions());
    EXPECT_EQ(fates(), std::vector{ShareFate::lost});
}

TEST_F(client_session_shares, a_flood_is_bounded_and_counted) {
    const SharedJob job = start();
    constexpr std::size_t more = 10;
    for (std::size_t i = 0; i < SubmitTracker::unanswered_max + SubmitTracker::waiting_max + more;
         ++i) {
        find(share_of(job, static_cast<std::uint32_t>(i)));
    }
    EXPECT_EQ(sent().size(), SubmitTracker::unanswered_max);
    EXPECT_EQ(fates(), std::vector(more, ShareFate::lost));
}

TEST_F(client_session_shares, waiting_ones_follow_as_answers_come) {
    const SharedJob job = start();
    for (std::size_t i = 0; i <= SubmitTracker::unanswered_max; ++i) {
        find(share_of(job, static_cast<std::uint32_t>(i)));
    }
    const std::int64_t first = sent().at(0).at("id");
    receive(reply(first, "true"));
    EXPECT_EQ(sent().size(), 1u);
}

}  // namespace
}  // namespace sluice::miner
