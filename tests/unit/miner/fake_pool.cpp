#include "fake_pool.hpp"

#include "protocol/stratum_v1/mined_header.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>

namespace sluice::miner {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using nlohmann::json;

tcp::endpoint loopback(std::uint16_t port) { return {asio::ip::address_v4::loopback(), port}; }

}  // namespace

struct FakePool::Miner {
    explicit Miner(tcp::socket s) : socket(std::move(s)) {}

    void write(const std::string& text) {
        error_code ignored;
        asio::write(socket, asio::buffer(text), ignored);
    }

    tcp::socket socket;
    std::string incoming{};
};

FakePool::FakePool(asio::io_context& context, std::uint16_t port)
    : acceptor_(context, loopback(port)) {
    accept();
}

void FakePool::accept() {
    acceptor_.async_accept(
        [this, alive = std::weak_ptr(alive_)](error_code error, tcp::socket socket) {
            if (error || alive.expired()) {
                return;
            }
            ++connections;
            const auto miner = std::make_shared<Miner>(std::move(socket));
            miners_.push_back(miner);
            if (!greeting.empty()) {
                miner->write(greeting);
            }
            read(miner);
            accept();
        });
}

void FakePool::read(const std::shared_ptr<Miner>& miner) {
    asio::async_read_until(
        miner->socket, asio::dynamic_buffer(miner->incoming), '\n',
        [this, miner, alive = std::weak_ptr(alive_)](error_code error, std::size_t size) {
            if (error || alive.expired()) {
                return;
            }
            const json request = json::parse(miner->incoming.substr(0, size));
            miner->incoming.erase(0, size);
            requests.push_back(request);
            if (greeting.empty()) {
                handle(miner, request);
            }
            read(miner);
        });
}

void FakePool::handle(const std::shared_ptr<Miner>& miner, const json& request) {
    const std::string method = request.at("method");
    json result = true;
    if (method == "mining.configure") {
        result = {{"version-rolling", true}, {"version-rolling.mask", "1fffe000"}};
    } else if (method == "mining.subscribe" && redirects) {
        return send("{'id':null,'method':'client.reconnect','params':[]}");
    } else if (method == "mining.subscribe") {
        result =
            json::array({json::array({json::array({"mining.notify", "session"})}), extranonce1, 4});
    }
    json reply{{"id", request.at("id")}, {"result", result}, {"error", nullptr}};
    if (method == "mining.submit") {
        if (!refusal.empty()) {
            reply["result"] = nullptr;
            reply["error"] = json::array({20, refusal, nullptr});
        }
        return answer_submit(miner, reply.dump() + "\n");
    }
    if (method == "mining.authorize" && refuses_login) {
        reply["result"] = false;
        reply["error"] = json::array({24, "no such worker", nullptr});
    }
    miner->write(reply.dump() + "\n");
    if (method == "mining.authorize" && has_work) {
        send("{'id':null,'method':'mining.set_difficulty','params':[" + std::to_string(difficulty) +
             "]}");
        notify("j1", true);
    }
}

void FakePool::answer_submit(const std::shared_ptr<Miner>& miner, const std::string& line) {
    if (on_submit) {
        on_submit();
    }
    if (!answers_submits) {
        return;
    }
    if (answer_delay.count() == 0) {
        return miner->write(line);
    }
    const auto timer = std::make_shared<asio::steady_timer>(acceptor_.get_executor(), answer_delay);
    timer->async_wait([miner, line, timer](error_code) { miner->write(line); });
}

void FakePool::send_raw(const std::string& text) {
    for (const auto& miner : miners_) {
        if (const auto alive = miner.lock()) {
            alive->write(text);
        }
    }
}

void FakePool::send(std::string line) {
    std::ranges::replace(line, '\'', '"');
    send_raw(line + "\n");
}

void FakePool::notify(const std::string& job, bool clean) {
    send("{'id':null,'method':'mining.notify','params':['" + job + "','" + std::string(64, '1') +
         "','01','02',[],'20000000','1d00ffff','65000000'," + (clean ? "true" : "false") + "]}");
}

void FakePool::hang_up() {
    for (const auto& miner : miners_) {
        if (const auto alive = miner.lock()) {
            error_code ignored;
            alive->socket.close(ignored);
        }
    }
    miners_.clear();
}

void FakePool::close() {
    error_code ignored;
    acceptor_.close(ignored);
    hang_up();
}

std::size_t FakePool::count(const std::string& method) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        requests, [&](const json& request) { return request.at("method") == method; }));
}

json FakePool::latest(const std::string& method) const {
    const auto found = std::find_if(requests.rbegin(), requests.rend(), [&](const json& request) {
        return request.at("method") == method;
    });
    return found == requests.rend() ? json{} : *found;
}

StratumClientTest::StratumClientTest() {
    options_.agent = "sluice-miner/test";
    options_.retry.pause_min = std::chrono::milliseconds{2};
    options_.retry.pause_max = std::chrono::milliseconds{4};
    options_.retry.first_pool_check = std::chrono::milliseconds{2};
    options_.retry.first_pool_check_max = std::chrono::milliseconds{4};
}

StratumClientTest::~StratumClientTest() {
    cancel_.emit(asio::cancellation_type::terminal);
    EXPECT_TRUE(client_ == nullptr || run_until([this] { return ended_; }));
}

void StratumClientTest::start(const std::vector<std::uint16_t>& ports) {
    for (const std::uint16_t port : ports) {
        options_.pools.push_back({{"127.0.0.1", port}, "me.rig", "secret-password"});
    }
    client_ = std::make_unique<StratumClient>(context_, options_, work_, shares_, statistics_);
    asio::co_spawn(context_, client_->run(),
                   asio::bind_cancellation_slot(
                       cancel_.slot(), [this](const std::exception_ptr&) { ended_ = true; }));
}

bool StratumClientTest::run_until(const std::function<bool()>& condition) {
    constexpr std::chrono::seconds bound{30};
    const auto deadline = Clock::now() + bound;
    while (!condition()) {
        if (Clock::now() >= deadline) {
            return false;
        }
        context_.restart();
        context_.run_one_until(deadline);
    }
    return true;
}

SharedJob StratumClientTest::current_job() {
    Assignment assignment;
    return work_.refresh(assignment, WorkSource::Wait::no) ? assignment.job : nullptr;
}

bool StratumClientTest::works_for(std::size_t pool) {
    const SharedJob job = current_job();
    return job != nullptr && job->subscription.pool == pool;
}

void StratumClientTest::find_share(const SharedJob& job, std::uint32_t nonce) {
    FoundShare found;
    found.job = job;
    found.share.extranonce2 = protocol::stratum_v1::extranonce2_of(1, job->extranonce2_size);
    found.share.time = job->notify.time;
    found.share.nonce = nonce;
    found.share.version_bits = 0;
    found.difficulty = {1};
    EXPECT_TRUE(shares_.push(std::move(found)));
}

}  // namespace sluice::miner
