#pragma once
/// A scripted pool on 127.0.0.1 for loopback tests, and the fixture that runs a StratumClient
/// against it on one io_context. For one thread.

#include "miner/pools/stratum_v1/stratum_client.hpp"
#include "miner/work/bitcoin80_jobs.hpp"

#include <gtest/gtest.h>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sluice::miner {

class FakePool {
public:
    /// A pool that answers the handshake well, gives job "j1", and accepts every share. Port 0:
    /// any.
    explicit FakePool(boost::asio::io_context& context, std::uint16_t port = 0);

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    /// Sends a line (single quotes for double ones) to every miner connected.
    void send(std::string line);
    void send_raw(const std::string& text);
    void notify(const std::string& job, bool clean);
    /// Hangs up on every miner.
    void hang_up();
    void close();

    [[nodiscard]] std::size_t count(const std::string& method) const;
    /// The latest request with that method.
    [[nodiscard]] nlohmann::json latest(const std::string& method) const;

    std::string greeting;  ///< sent to every miner at once; not a Stratum pool then
    bool has_work = true;
    bool refuses_login = false;
    bool redirects = false;  ///< answers every subscription with client.reconnect
    bool answers_submits = true;
    std::string refusal;  ///< of every submit; empty: all are accepted
    double difficulty = 0.25;
    std::string extranonce1 = "aabbccdd";
    std::chrono::milliseconds answer_delay{0};  ///< of submits
    std::function<void()> on_submit;            ///< called before it is answered
    std::vector<nlohmann::json> requests;
    int connections = 0;

private:
    struct Miner;
    /// What arrives after the pool is gone finds it expired.
    std::shared_ptr<int> alive_ = std::make_shared<int>();

    void accept();
    void read(const std::shared_ptr<Miner>& miner);
    void handle(const std::shared_ptr<Miner>& miner, const nlohmann::json& request);
    void answer_submit(const std::shared_ptr<Miner>& miner, const std::string& line);

    boost::asio::ip::tcp::acceptor acceptor_;
    std::vector<std::weak_ptr<Miner>> miners_;
};

class StratumClientTest : public testing::Test {
protected:
    StratumClientTest();
    ~StratumClientTest() override;

    /// Starts a client of these pools, in this order.
    void start(const std::vector<std::uint16_t>& ports);

    /// Runs everything until the condition holds; false after a bound that no sound run meets.
    [[nodiscard]] bool run_until(const std::function<bool()>& condition);

    /// The job that workers would get now, or null.
    [[nodiscard]] SharedJob current_job();
    /// Workers would get a job of this pool now.
    [[nodiscard]] bool works_for(std::size_t pool);
    void find_share(const SharedJob& job, std::uint32_t nonce);

    boost::asio::io_context context_;
    StratumClientOptions options_;
    WorkSource work_{bitcoin80_jobs};
    ShareQueue shares_;
    Statistics statistics_{Clock::now()};
    std::unique_ptr<StratumClient> client_;
    boost::asio::cancellation_signal cancel_;
    bool ended_ = false;
};

}  // namespace sluice::miner
