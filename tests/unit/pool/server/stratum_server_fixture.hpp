#pragma once
/// StratumServer over loopback sockets, with a real ledger.

#include "pool/server/stratum_server.hpp"

#include "base/hex.hpp"
#include "pool/ledger/ledger.hpp"
#include "pool/ledger/sqlite/open_ledger.hpp"
#include "pool/monitor/monitor.hpp"
#include "protocol/stratum_v1/limits.hpp"
#include "tests/unit/pool/mining/easy_job.hpp"
#include "tests/unit/pool/server/stratum_client.hpp"
#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <semaphore>
#include <set>
#include <vector>

namespace sluice::pool::test {

class StratumServerTest : public testing::Test {
protected:
    StratumServerTest() {
        options_.listen = {{"127.0.0.1", 0}};
        options_.difficulty.start = options_.difficulty.min = easy_difficulty;
        options_.difficulty.vardiff = false;
    }

    void start() {
        auto ledger = open_sqlite_ledger(folder_ / "ledger.db", ledger_options_);
        ASSERT_TRUE(ledger.has_value());
        ledger_ = std::move(*ledger);
        server_ = std::make_unique<StratumServer>(options_, *ledger_, monitor_,
                                                  [this](const FoundBlock&) { blocks_.release(); });
        server_->publish(job_);
        const auto started = server_->start();
        ASSERT_TRUE(started.has_value()) << started.error();
    }

    /// A submit line of a share that the server accepts, different for each `extranonce2`.
    [[nodiscard]] std::string submit_line(const Json& subscribed, const std::string& worker,
                                          std::uint32_t extranonce2 = 1) const {
        return submit_line(subscribed, worker, protocol::share_target({easy_difficulty}),
                           extranonce2);
    }

    [[nodiscard]] std::string submit_line(const Json& subscribed, const std::string& worker,
                                          const protocol::Target& target,
                                          std::uint32_t extranonce2) const {
        const auto extranonce1 = from_hex(subscribed[1].get<std::string>()).value();
        const protocol::stratum_v1::Submit submit{
            worker, job_->id_text,
            solve(*job_, extranonce1, target, {.extranonce2 = extranonce2, .version_bits = {}})};
        return encode({"4"}, submit);
    }

    /// Logs in and has a share accepted.
    void mine(StratumClient& miner, const std::string& worker) {
        const Json subscribed = miner.log_in(worker);
        miner.send(submit_line(subscribed, worker));
        EXPECT_EQ(miner.read_until("")["result"], true);
    }

    /// How much in jobs a client that does not read is sent, beside one that does.
    std::size_t bytes_until_deaf_client_is_dropped() {
        StratumClient deaf(server_->port(), 4096);
        deaf.log_in("deaf");
        StratumClient witness(server_->port());
        witness.log_in("witness");
        witness.read_until("mining.notify");
        const auto sessions = [&] { return monitor_.status(0).sessions; };
        EXPECT_EQ(sessions(), 2);
        std::size_t bytes = 0;
        for (std::uint32_t i = 1; i < 50'000 && sessions() == 2; ++i) {
            const auto job = make_job({.id = job_->id + i});
            server_->publish(job);
            const std::string& line = notify_line(*job, false);
            EXPECT_EQ(witness.read_line(), line);
            bytes += line.size();
        }
        EXPECT_EQ(sessions(), 1);
        EXPECT_EQ(refusals(monitor::Refusal::slow_reader), 1U);
        return bytes;
    }

    [[nodiscard]] std::uint64_t refusals(monitor::Refusal cause) const {
        return monitor_.status(0).refusals[static_cast<std::size_t>(cause)];
    }

    [[nodiscard]] std::int64_t committed_shares() const { return ledger_->totals()->shares; }

    sluice::test::ScratchFolder folder_;
    ServerOptions options_;
    LedgerOptions ledger_options_;
    Monitor monitor_{{}};
    std::shared_ptr<const Job> job_ = make_job();
    std::counting_semaphore<> blocks_{0};  ///< found, and handed on
    std::unique_ptr<Ledger> ledger_;
    std::unique_ptr<StratumServer> server_;
};

}  // namespace sluice::pool::test
