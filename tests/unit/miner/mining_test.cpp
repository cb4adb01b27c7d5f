/// The whole miner, on this machine's CPU, against a scripted pool in another thread.

#include "miner/mining.hpp"

#include "fake_pool.hpp"

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
        MiningRun mining{options, reporter};
        const std::jthread network{[&pool_context] { pool_context.run(); }};
        EXPECT_EQ(mining.run(), ExitCode::ok);
        pool_context.stop();
    }
    spdlog::set_default_logger(former);
    const std::string submits = std::to_string(pool.count("mining.submit"));
    EXPECT_THAT(log.str(), HasSubstr("accepted " + submits + "/" + submits + ", rejected 0"));
}

}  // namespace
}  // namespace sluice::miner
