/// What a client session makes of a pool's answers to submits: none, only refusals, and blocks.

#include "session_driver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sluice::miner {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

class ClientSessionAnswersTest : public testing::Test, protected SessionDriver {
protected:
    explicit ClientSessionAnswersTest(SessionSettings settings = default_settings())
        : SessionDriver(std::move(settings)) {}

    /// Logged in, with a job.
    SharedJob start() {
        log_in();
        notify("j1", true);
        (void)sent();
        (void)take<Announce>();
        return last_job();
    }

    /// A block, which is no share too when `is_share` is false.
    static FoundShare block_of(const SharedJob& job, std::uint32_t nonce, bool is_share = true) {
        FoundShare block = share_of(job, nonce);
        block.is_block = true;
        block.is_share = is_share;
        return block;
    }

    std::size_t submits_sent() {
        const auto requests = sent();
        return static_cast<std::size_t>(std::ranges::count_if(
            requests, [](const json& one) { return one.at("method") == "mining.submit"; }));
    }

    /// Finds a share and has it answered; `error` empty: accepted.
    void judge_one(const SharedJob& job, const std::string& error) {
        find(share_of(job));
        const std::string id = sent().at(0).at("id").dump();
        receive(error.empty() ? "{'id':" + id + ",'result':true,'error':null}"
                              : "{'id':" + id + ",'result':null,'error':" + error + "}");
    }

    SharedJob job_again() {
        notify("j1");
        return last_job();
    }

    /// The only connection's end that was asked for.
    EndConnection the_end() {
        const auto ends = take<EndConnection>();
        EXPECT_EQ(ends.size(), 1u);
        return ends.empty() ? EndConnection{} : ends.front();
    }

    std::vector<std::string> warnings() {
        std::vector<std::string> texts;
        for (const Announce& announce : take<Announce>()) {
            if (announce.level == Announce::Level::warning) {
                texts.push_back(announce.text);
            }
        }
        return texts;
    }
};
using client_session_answers = ClientSessionAnswersTest;

SessionSettings one_of_several() {
    SessionSettings settings = SessionDriver::default_settings();
    settings.only_pool = false;
    return settings;
}

class ClientSessionOfSeveralTest : public ClientSessionAnswersTest {
protected:
    ClientSessionOfSeveralTest() : ClientSessionAnswersTest(one_of_several()) {}
};
using client_session_of_several = ClientSessionOfSeveralTest;

TEST_F(client_session_answers, a_block_goes_past_the_limit_of_unanswered_submits) {
    const SharedJob job = start();
    for (std::size_t i = 0; i < SubmitTracker::unanswered_max; ++i) {
        find(share_of(job));
    }
    EXPECT_EQ(submits_sent(), SubmitTracker::unanswered_max);
    find(share_of(job));
    EXPECT_EQ(submits_sent(), 0u);
    find(block_of(job, 0xb10c));
    const auto requests = sent();
    ASSERT_EQ(requests.size(), 1u);
    EXPECT_EQ(requests[0].at("params").at(4), "0000b10c");
}

TEST_F(client_session_answers, a_block_goes_before_the_shares_that_wait) {
    const SharedJob job = start();
    session().disconnected();
    for (std::size_t i = 0; i < SubmitTracker::waiting_max + 1; ++i) {
        find(share_of(job, 1));
    }
    find(block_of(job, 0xb10c));  // finds room where a share does not
    EXPECT_EQ(take<SettleShare>().size(), 1u);
    log_in();
    for (const json& request : sent()) {
        if (request.at("method") == "mining.submit") {
            EXPECT_EQ(request.at("params").at(4), "0000b10c");
            return;
        }
    }
    FAIL() << "nothing was submitted";
}

TEST_F(client_session_answers, blocks_beyond_their_limit_wait_too) {
    const SharedJob job = start();
    constexpr std::size_t sent_max = SubmitTracker::unanswered_max + SubmitTracker::blocks_max;
    for (std::size_t i = 0; i < sent_max + SubmitTracker::blocks_max; ++i) {
        find(block_of(job, static_cast<std::uint32_t>(i)));
    }
    EXPECT_EQ(submits_sent(), sent_max);
    EXPECT_TRUE(take<SettleShare>().empty());
}

TEST_F(client_session_answers, none_at_all_is_warned_of_and_then_makes_a_failed_pool) {
    find(share_of(start()));
    advance(29s);
    EXPECT_TRUE(warnings().empty());
    advance(1s);
    EXPECT_THAT(warnings(), testing::ElementsAre(HasSubstr("not answered a submit for 30 s")));
    notify("j2");  // the pool goes on sending work
    advance(29s);
    EXPECT_TRUE(take<EndConnection>().empty());
    EXPECT_TRUE(warnings().empty());
    advance(1s);
    const EndConnection end = the_end();
    EXPECT_TRUE(end.pool_failed);
    EXPECT_THAT(end.reason, HasSubstr("answered no submit for 60 s"));
}

TEST_F(client_session_answers, silence_without_any_line_is_first_taken_for_a_dead_connection) {
    find(share_of(start()));
    advance(60s);
    EXPECT_FALSE(the_end().pool_failed);
    for (const bool answers : {true, false}) {
        session().disconnected();
        (void)sent();
        log_in();
        const std::int64_t resubmitted = sent().at(1).at("id");
        if (answers) {
            receive(reply(resubmitted, "true"));
            find(share_of(job_again()));
        }
        advance(60s);
        EXPECT_EQ(the_end().pool_failed, !answers);
    }
}

TEST_F(client_session_answers, one_of_many_keeps_the_pool) {
    const SharedJob job = start();
    find(share_of(job, 1));
    find(share_of(job, 2));
    const std::int64_t second = sent().at(1).at("id");
    advance(59s);
    (void)warnings();
    receive(reply(second, "true"));
    advance(1s);
    EXPECT_TRUE(take<EndConnection>().empty());
    const auto settled = take<SettleShare>();
    ASSERT_EQ(settled.size(), 2u);
    EXPECT_EQ(settled[1].report.fate, ShareFate::lost);
    EXPECT_THAT(warnings(), testing::ElementsAre(HasSubstr("1 share(s) lost")));
}

TEST_F(client_session_answers, none_is_due_when_every_submit_was_given_up) {
    const SharedJob job = start();
    find(share_of(job, 1));
    find(share_of(job, 2));
    const std::int64_t second = sent().at(1).at("id");
    advance(59s);
    receive(reply(second, "true"));
    advance(1s);
    for (int i = 0; i < 4; ++i) {
        advance(30s);
        notify("j2");
    }
    EXPECT_TRUE(take<EndConnection>().empty());
}

TEST_F(client_session_answers, none_is_due_from_a_connection_that_has_ended) {
    find(share_of(start()));
    session().disconnected();
    (void)sent();
    advance(50s);
    log_in();
    EXPECT_EQ(submits_sent(), 1u);
    advance(50s);
    EXPECT_TRUE(take<EndConnection>().empty());
}

TEST_F(client_session_answers, a_block_that_is_lost_is_a_warning_of_its_own) {
    const SharedJob job = start();
    find(block_of(job, 1));
    find(share_of(job, 2));
    const std::int64_t share = sent().at(1).at("id");
    advance(59s);
    (void)warnings();
    receive(reply(share, "true"));
    advance(1s);
    EXPECT_THAT(warnings(), testing::ElementsAre("lost a block: job j1: the pool did not answer",
                                                 HasSubstr("1 share(s) lost")));
    session().abandon("the miner turned to another pool", actions());
    find(block_of(job, 3));
    EXPECT_THAT(warnings(), testing::ElementsAre(HasSubstr("its subscription has ended")));
}

TEST_F(client_session_answers, shares_lost_for_want_of_them_are_warned_of_once_a_minute) {
    const SharedJob job = start();
    for (std::size_t i = 0; i < SubmitTracker::unanswered_max + SubmitTracker::waiting_max + 3;
         ++i) {
        find(share_of(job));
    }
    advance(1s);
    EXPECT_THAT(warnings(), testing::ElementsAre(HasSubstr("3 share(s) lost")));
    find(share_of(job));
    advance(1s);
    EXPECT_TRUE(warnings().empty());
}

TEST_F(client_session_of_several, nothing_but_refusals_is_summed_up_and_left) {
    const SharedJob job = start();
    for (int i = 0; i < 10; ++i) {
        judge_one(job, i < 8 ? "[23,'high hash',null]" : "[21,'Stale share',null]");
        EXPECT_TRUE(take<EndConnection>().empty());
        advance(7s);
    }
    const EndConnection end = the_end();
    EXPECT_TRUE(end.pool_failed);
    EXPECT_THAT(end.reason, AllOf(HasSubstr("rejected the last 10 shares"),
                                  HasSubstr("8 x \"high hash (code 23)\""),
                                  HasSubstr("2 x \"Stale share (code 21)\"")));
}

TEST_F(client_session_of_several, a_burst_of_refusals_is_no_verdict) {
    const SharedJob job = start();
    for (int i = 0; i < 100; ++i) {
        judge_one(job, "[21,'Stale share',null]");
    }
    advance(1s);
    judge_one(job, "");
    advance(60s);
    judge_one(job, "[21,'Stale share',null]");
    advance(1s);
    EXPECT_TRUE(take<EndConnection>().empty());
}

TEST_F(client_session_answers,
       nothing_but_refusals_of_the_only_pool_is_a_warning_at_each_doubling) {
    const SharedJob job = start();
    int summaries = 0;
    for (int i = 0; i < 40; ++i) {
        judge_one(job, "[20,'H-not-zero',null]");
        advance(10s);
        summaries += static_cast<int>(warnings().size());
    }
    EXPECT_EQ(summaries, 3) << "after 10, 20 and 40";
    EXPECT_TRUE(take<EndConnection>().empty());
}

TEST_F(client_session_of_several, reasons_are_counted_up_to_a_bound) {
    const SharedJob job = start();
    for (int i = 0; i < 10; ++i) {
        judge_one(job, "[20,'" + std::string(300, static_cast<char>('a' + i)) + "',null]");
        advance(7s);
    }
    const std::string reason = the_end().reason;
    EXPECT_THAT(reason, HasSubstr("6 x other reasons"));
    EXPECT_LT(reason.size(), 512u);
}

TEST_F(client_session_answers, a_block_that_is_no_share_is_submitted) {
    find(block_of(start(), 7, false));
    EXPECT_EQ(submits_sent(), 1u);
}

TEST_F(client_session_of_several, refusals_of_blocks_that_are_no_shares_say_nothing_of_the_pool) {
    const SharedJob job = start();
    for (int i = 0; i < 12; ++i) {
        find(block_of(job, static_cast<std::uint32_t>(i), false));
        receive("{'id':" + sent().at(0).at("id").dump() +
                ",'result':null,'error':[23,'Low difficulty share',null]}");
        advance(7s);
    }
    EXPECT_TRUE(take<EndConnection>().empty());
    EXPECT_THAT(take<SettleShare>().at(0).report.reason,
                HasSubstr("a block below the share's difficulty"));
}

TEST_F(client_session_answers, blocks_that_are_no_shares_are_bounded_until_the_tip_moves) {
    const SharedJob job = start();
    for (std::uint32_t i = 0; i < 100; ++i) {
        find(block_of(job, i, false));
    }
    EXPECT_EQ(submits_sent(), std::size_t{SubmitTracker::bare_blocks_max});
    EXPECT_EQ(warnings().size(), 1u);
    find(block_of(job, 100));  // a share as well
    EXPECT_EQ(submits_sent(), 1u);
    notify("j2", true, '2');
    find(block_of(last_job(), 101, false));
    EXPECT_EQ(submits_sent(), 1u);
}

}  // namespace
}  // namespace sluice::miner
