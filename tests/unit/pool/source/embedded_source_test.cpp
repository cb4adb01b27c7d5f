#include "pool/source/embedded_source.hpp"

#include "tests/unit/pool/chain/test_chain.hpp"
#include "tests/unit/pool/source/run_until.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace sluice::pool {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using ::testing::ElementsAre;

class EmbeddedSourceTest : public TestChain {
protected:
    void start(milliseconds refresh_interval) {
        open();
        source_ =
            std::make_unique<EmbeddedSource>(context_.get_executor(), *chain_, refresh_interval);
        source_->start([this](auto block_template, TemplateChange change) {
            heights_.push_back(block_template->height);
            changes_.push_back(change);
        });
    }
    BlockVerdict submit(Bytes block) {
        return test::wait_for(context_, source_->submit_block(std::move(block), {}));
    }

    boost::asio::io_context context_;
    std::vector<std::int64_t> heights_;
    std::vector<TemplateChange> changes_;
    std::unique_ptr<EmbeddedSource> source_;
};

TEST_F(EmbeddedSourceTest, delivers_a_first_template_at_once) {
    start(hours(1));
    EXPECT_THAT(heights_, ElementsAre(1));
    EXPECT_THAT(changes_, ElementsAre(TemplateChange::new_block));
    EXPECT_TRUE(source_->status().connected);
    EXPECT_EQ(source_->status().chain, "embedded");
    EXPECT_EQ(source_->status().height, 1);
}

TEST_F(EmbeddedSourceTest, an_accepted_block_brings_the_next_template) {
    start(hours(1));
    EXPECT_EQ(submit(draft().block()), (BlockVerdict{BlockStatus::accepted, {}}));
    EXPECT_THAT(heights_, ElementsAre(1, 2));
    EXPECT_THAT(changes_, ElementsAre(TemplateChange::new_block, TemplateChange::new_block));
}

TEST_F(EmbeddedSourceTest, a_block_submitted_again_counts_as_accepted) {
    start(hours(1));
    const Bytes block = draft().block();
    EXPECT_EQ(submit(block).status, BlockStatus::accepted);
    EXPECT_EQ(submit(block), (BlockVerdict{BlockStatus::accepted, "duplicate"}));
    EXPECT_THAT(heights_, ElementsAre(1, 2));
}

TEST_F(EmbeddedSourceTest, a_bad_block_is_rejected_and_changes_nothing) {
    start(hours(1));
    const BlockVerdict verdict = submit({1, 2, 3});
    EXPECT_EQ(verdict.status, BlockStatus::rejected);
    EXPECT_FALSE(verdict.reason.empty());
    EXPECT_THAT(heights_, ElementsAre(1));
}

TEST_F(EmbeddedSourceTest, a_second_block_on_the_same_previous_one_is_orphaned) {
    start(hours(1));
    BlockDraft late = draft();
    late.header.time += 1;
    EXPECT_EQ(submit(draft().block()).status, BlockStatus::accepted);
    EXPECT_EQ(submit(late.block()), (BlockVerdict{BlockStatus::orphaned, "stale-prevblk"}));
}

TEST_F(EmbeddedSourceTest, knows_where_a_block_stands) {
    start(hours(1));
    const Bytes block = draft().block();
    const protocol::Hash256 id = protocol::sha256d(ByteSpan(block).first(80));
    const auto standing = [&] { return test::wait_for(context_, source_->standing_of(id)); };
    EXPECT_EQ(standing(), BlockStatus::pending);
    submit(block);
    EXPECT_EQ(standing(), BlockStatus::accepted);
}

TEST_F(EmbeddedSourceTest, refreshes_its_template_as_time_goes_on) {
    start(milliseconds(1));
    ASSERT_TRUE(test::run_until(context_, [&] { return changes_.size() >= 3; }));
    EXPECT_EQ(changes_[1], TemplateChange::refresh);
    EXPECT_EQ(changes_[2], TemplateChange::refresh);
    EXPECT_EQ(heights_[2], 1);
}

TEST_F(EmbeddedSourceTest, shows_the_chains_deployments) {
    settings_.deployments = {{.name = "demo", .bit = 3}};
    start(hours(1));
    const SourceStatus status = source_->status();
    ASSERT_EQ(status.deployments.size(), 1U);
    EXPECT_EQ(status.deployments[0].name, "demo");
    EXPECT_EQ(status.deployments[0].bit, 3);
    EXPECT_EQ(status.deployments[0].state, "defined");
    EXPECT_GT(status.deployments[0].period, 0);
}

TEST_F(EmbeddedSourceTest, stop_lets_the_context_run_dry) {
    start(hours(1));
    source_->stop();
    context_.run();
    EXPECT_EQ(submit(draft().block()).status, BlockStatus::accepted);
    EXPECT_THAT(heights_, ElementsAre(1));
    EXPECT_FALSE(source_->status().connected);
}

TEST_F(EmbeddedSourceTest, may_be_destroyed_while_a_refresh_is_queued) {
    start(milliseconds(0));
    source_.reset();
    context_.run();
    EXPECT_THAT(heights_, ElementsAre(1));
}

}  // namespace
}  // namespace sluice::pool
