#include "pool/app/monitor_views.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

namespace sluice::pool {
namespace {

Job job_on(protocol::BlockTemplate block_template, std::uint32_t version) {
    Job job;
    job.version = version;
    job.block_template = std::make_shared<const protocol::BlockTemplate>(std::move(block_template));
    return job;
}

// Nodes before Core 22, and Litecoin's, tell the bit of a deployment only while it is started.
TEST(shown_deployments, take_the_bit_of_a_locked_in_one_from_the_template) {
    SourceStatus status;
    status.deployments = {{.name = "mweb", .state = "locked_in"}};
    protocol::BlockTemplate block_template;
    block_template.vb_available = {{"mweb", 4}};
    const Job job = job_on(block_template, 0x2000'0010);
    const auto shown = shown_deployments(status, &job);
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_EQ(shown[0].bit, 4);
    EXPECT_TRUE(shown[0].signalled_by_us);
}

TEST(shown_deployments, leave_out_what_the_node_does_not_say) {
    SourceStatus status;
    status.deployments = {{.name = "taproot", .state = "active"}};
    const Job job = job_on({}, 0xffff'ffff);
    const auto shown = shown_deployments(status, &job);
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_EQ(shown[0].bit, std::nullopt);
    EXPECT_EQ(shown[0].period, std::nullopt);
    EXPECT_EQ(shown[0].since, std::nullopt);
    EXPECT_FALSE(shown[0].signalled_by_us);
    EXPECT_FALSE(shown_deployments(status, nullptr)[0].signalled_by_us);
}

}  // namespace
}  // namespace sluice::pool
