// A channel without a protocol: what a dialect may rely on.

#include "pool/mining/channel.hpp"
#include "pool/mining/reject_reason.hpp"
#include "tests/unit/pool/mining/easy_job.hpp"
#include "tests/unit/pool/dialects/stratum_v1/session_harness.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace sluice::pool::test {
namespace {

/// Writes down what the channel sends.
struct Recorder final : ChannelOutput {
    void send_version_mask(std::uint32_t mask) override {
        sent.push_back("mask");
        masks.push_back(mask);
    }
    void send_difficulty(double difficulty) override {
        sent.push_back("difficulty");
        difficulties.push_back(difficulty);
    }
    void send_job(const IssuedJob& issued, bool clean) override {
        sent.push_back(clean ? "clean job" : "job");
        jobs.push_back(issued);
    }
    void send_accepted(std::string_view request, BatchNumber batch) override {
        sent.push_back("accepted " + std::string(request) + " in " + std::to_string(batch));
    }
    void send_refused(std::string_view request, ShareVerdict verdict) override {
        sent.push_back("refused " + std::string(request));
        verdicts.push_back(verdict);
    }

    std::vector<std::string> sent;
    std::vector<std::uint32_t> masks;
    std::vector<double> difficulties;
    std::vector<IssuedJob> jobs;
    std::vector<ShareVerdict> verdicts;
};

class channel : public testing::Test {
protected:
    channel() { pool.disconnect(); }

    void log_in() {
        channel_.open({}, "test/1.0");
        EXPECT_EQ(channel_.log_in(worker_name, {}, pool.clock), Channel::Login::granted);
        channel_.send_changes(pool.clock);
    }

    std::vector<std::string> take() { return std::exchange(output_.sent, {}); }

    /// A share of the latest job, as a dialect would have read it.
    void submit(std::string_view request, const protocol::stratum_v1::SubmittedShare& share,
                std::string_view worker = worker_name) {
        const ShareFields fields{
            {}, share.extranonce2.span(), share.time, share.nonce, share.version_bits};
        channel_.submit({request, worker, output_.jobs.back().job->id_text, fields}, pool.clock);
    }

    protocol::stratum_v1::SubmittedShare share(const Search& search = {}) {
        return test::solve(*pool.services.job, channel_.open({}, "").extranonce1,
                           protocol::share_target({easy_difficulty}), search);
    }

    SessionHarness pool;
    Recorder output_;
    Channel channel_{pool.services, output_, "127.0.0.1", pool.clock};
};

using Sent = std::vector<std::string>;

TEST_F(channel, gives_terms_and_a_job_once_open_and_logged_in) {
    channel_.open({}, "test/1.0");
    channel_.send_changes(pool.clock);
    EXPECT_EQ(take(), Sent{});
    EXPECT_FALSE(channel_.works());
    log_in();
    EXPECT_EQ(take(), (Sent{"difficulty", "clean job"}));
    EXPECT_TRUE(channel_.works());
    EXPECT_EQ(output_.jobs.at(0).difficulty, output_.difficulties.at(0));
}

TEST_F(channel, keeps_its_extranonce_when_opened_again) {
    const SessionIdentity first = channel_.open({}, "test/1.0");
    EXPECT_EQ(channel_.open({}, "another/2.0"), first);
    EXPECT_EQ(channel_.open(first.id_text(), ""), first);
}

TEST_F(channel, hands_a_request_back_with_its_answer) {
    log_in();
    take();
    submit("the first", share());
    EXPECT_EQ(take(), (Sent{"accepted the first in 1"}));
    EXPECT_EQ(pool.credits.size(), 1U);
    submit("the same again", share());
    EXPECT_EQ(take(), (Sent{"refused the same again"}));
    EXPECT_EQ(output_.verdicts.back(), ShareVerdict::duplicate);
}

TEST_F(channel, refuses_what_no_dialect_could_read) {
    log_in();
    take();
    channel_.submit({"7", worker_name, "01", std::nullopt}, pool.clock);
    EXPECT_EQ(take(), (Sent{"refused 7"}));
    EXPECT_EQ(output_.verdicts.back(), ShareVerdict::malformed);
    EXPECT_EQ(channel_.score(), 1);
}

TEST_F(channel, refuses_a_share_before_it_is_open) {
    channel_.submit({"1", worker_name, "01", std::nullopt}, pool.clock);
    EXPECT_EQ(output_.verdicts.back(), ShareVerdict::not_subscribed);
}

TEST_F(channel, agrees_on_the_bits_that_both_sides_roll) {
    const std::uint32_t offered = pool.services.job->version_mask;
    EXPECT_FALSE(channel_.agree_on_mask(~offered, 0));
    EXPECT_FALSE(channel_.agree_on_mask(offered, 33));
    EXPECT_EQ(channel_.agree_on_mask(0xffff'ffff, 1), offered);
    log_in();
    EXPECT_EQ(take(), (Sent{"difficulty", "clean job"})) << "the mask was told with the agreement";
    EXPECT_EQ(output_.jobs.back().version_mask, offered);
}

TEST_F(channel, sends_a_new_difficulty_with_the_job_under_another_id) {
    log_in();
    take();
    channel_.raise_floor(4 * easy_difficulty);
    EXPECT_EQ(take(), Sent{}) << "nothing before the answer";
    channel_.send_changes(pool.clock);
    EXPECT_EQ(take(), (Sent{"difficulty", "job"}));
    EXPECT_EQ(output_.jobs.back().reissue, 1);
    EXPECT_EQ(output_.jobs.front().job, output_.jobs.back().job);
}

TEST(reject_reason, tells_all_verdicts_apart) {
    std::set<monitor::RejectReason> reasons;
    for (std::size_t i = 0; i < share_verdict_count; ++i) {
        const auto verdict = static_cast<ShareVerdict>(i);
        EXPECT_EQ(reject_reason_of(verdict) == monitor::RejectReason::other,
                  verdict == ShareVerdict::accepted);
        reasons.insert(reject_reason_of(verdict));
    }
    EXPECT_EQ(reasons.size(), share_verdict_count - 1) << "two verdicts are malformed";
    EXPECT_EQ(reject_reason_of(ShareVerdict::stale), monitor::RejectReason::stale);
    EXPECT_EQ(reject_reason_of(ShareVerdict::job_not_found), monitor::RejectReason::unknown_job);
    EXPECT_EQ(reject_reason_of(ShareVerdict::work_withdrawn),
              monitor::RejectReason::work_withdrawn);
}

}  // namespace
}  // namespace sluice::pool::test
