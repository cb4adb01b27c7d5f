/// The whole miner, on this machine's CPU, against a scripted pool in another thread.

#include "miner/app/mining.hpp"

#include "fake_device.hpp"
#include "fake_pool.hpp"
#include "kernels/registry/algorithms.hpp"
#include "kernels/registry/devices.hpp"
#include "miner/tuning/scanner_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <csignal>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <utility>

namespace sluice::miner {
namespace {

using testing::HasSubstr;

TEST(mining_run, ends_only_when_its_last_shares_are_answered) {
    boost::asio::io_context pool_context;
    FakePool pool{pool_context};
    pool.difficulty = 1e-5;  // tens or hundreds of shares a second
    // A far pool: its answers come when the miner has already been told to stop.
    pool.answer_delay = std::chrono::milliseconds{20};
    pool.on_submit = [&pool] {
        if (pool.count("mining.submit") == 10) {
            std::raise(SIGINT);
        }
    };

    Options options;
    options.pools = {{{"127.0.0.1", pool.port()}, "me.rig", "x"}};
    options.threads = 1;
    options.algorithm = "sha256d";
    options.kernel = "scalar";  // nothing to measure first
    options.color = false;
    const auto former = spdlog::default_logger();
    Reporter reporter{options};
    std::ostringstream log;
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
    {
        MiningRun mining{options, reporter, kernels::enumerate_devices()};
        const std::jthread network{[&pool_context] { pool_context.run(); }};
        EXPECT_EQ(mining.run(), ExitCode::ok);
        pool_context.stop();
    }
    spdlog::set_default_logger(former);
    const std::string submits = std::to_string(pool.count("mining.submit"));
    EXPECT_THAT(log.str(), HasSubstr("accepted " + submits + "/" + submits + ", rejected 0"));
}

/// Runs a miner that has no pool to reach, and gives what it logged.
struct Outcome {
    ExitCode code;
    std::string log;
};

Outcome run_without_pool(Options options, kernels::DeviceList list) {
    options.pools = {{{"127.0.0.1", 1}, "me.rig", "x"}};
    options.algorithm = "sha256d";
    options.color = false;
    options.profile.clear();
    const auto former = spdlog::default_logger();
    Reporter reporter{options};
    std::ostringstream log;
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
    const ExitCode code = MiningRun{options, reporter, std::move(list)}.run();
    spdlog::set_default_logger(former);
    return {code, log.str()};
}

TEST(mining_run, a_device_or_kernel_that_does_not_exist_is_a_mistake_of_the_command_line) {
    Options options;
    options.devices = "cuda7";
    Outcome outcome = run_without_pool(options, kernels::enumerate_devices());
    EXPECT_EQ(outcome.code, ExitCode::usage);
    EXPECT_THAT(outcome.log, HasSubstr("no device \"cuda7\"; there are: 0 or cpu0"));

    options.devices.clear();
    options.kernel = "sha256d/abacus";
    outcome = run_without_pool(options, kernels::enumerate_devices());
    EXPECT_EQ(outcome.code, ExitCode::usage);
    EXPECT_THAT(outcome.log, HasSubstr("no kernel \"sha256d/abacus\"; there are:"));
}

TEST(mining_run, ends_when_its_last_device_is_dropped) {
    kernels::DeviceList list;
    list.devices.push_back(std::make_unique<FakeDevice>(
        [](const auto&, const auto&) { return not_made("fell off the bus"); }));
    const Outcome outcome = run_without_pool({}, std::move(list));
    EXPECT_EQ(outcome.code, ExitCode::no_device);
    EXPECT_THAT(outcome.log, testing::AllOf(HasSubstr("cuda0: fell off the bus"),
                                            HasSubstr("no device is left that can hash sha256d")));
}

TEST(mining_run, a_launch_shape_that_cannot_be_had_falls_back_to_the_default) {
    std::ostringstream log;
    const auto former = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
    FakeDevice device{[](const auto&, const kernels::LaunchShape& shape) {
        return shape == kernels::LaunchShape{} ? made(done)
                                               : not_made("no memory for the scratchpad");
    }};
    const ScannerPlan plan{.kernel = "fast", .shape = {{&kernels::launch::hashes, 1 << 30}}};
    EXPECT_NE(make_scanner(device, *kernels::find_algorithm("sha256d"), plan, "cuda0").scanner,
              nullptr);
    spdlog::set_default_logger(former);
    EXPECT_THAT(log.str(),
                HasSubstr("cuda0: no memory for the scratchpad; it hashes in the default"));
}

}  // namespace
}  // namespace sluice::miner
