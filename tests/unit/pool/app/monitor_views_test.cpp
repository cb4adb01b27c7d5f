#include "pool/app/monitor_views.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace sluice::pool {
namespace {

Job job_on(protocol::BlockTemplate block_template, std::uint32_t version) {
    Job job;
    job.version = version;
    job.block_template = std::make_shared<const protocol::BlockTemplate>(std::move(block_template));
    return job;
}

// Nodes before Core 22, and Litecoin's, tell the bit of a deployment only while it is started.
TEST(our_signals, take_the_bit_of_a_locked_in_one_from_the_template) {
    std::vector<DeploymentStatus> shown{{.name = "mweb", .state = "locked_in"}};
    protocol::BlockTemplate block_template;
    block_template.vb_available = {{"mweb", 4}};
    const Job job = job_on(block_template, 0x2000'0010);
    add_our_signals(shown, &job);
    EXPECT_EQ(shown[0].bit, 4);
    EXPECT_TRUE(shown[0].signalled_by_us);
}

TEST(our_signals, leave_out_what_the_node_does_not_say) {
    const std::vector<DeploymentStatus> told{{.name = "taproot", .state = "active"}};
    const Job job = job_on({}, 0xffff'ffff);
    for (const Job* seen : {&job, static_cast<const Job*>(nullptr)}) {
        std::vector<DeploymentStatus> shown = told;
        add_our_signals(shown, seen);
        EXPECT_EQ(shown, told);
    }
}

}  // namespace
}  // namespace sluice::pool
