// The clients of the load tool that find no shares: storms, floods and junk.

#include "tests/bench/swarm/session.hpp"

#include "protocol/stratum_v1/handshake.hpp"
#include "protocol/stratum_v1/mined_header.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace sluice::swarm {

namespace asio = boost::asio;
namespace stratum_v1 = protocol::stratum_v1;

namespace {

/// Lines of a flood are sent this often, as many at a time as its rate says.
constexpr std::chrono::milliseconds flood_interval{100};

/// A visitor of a storm leaves after this time even if nobody answers.
constexpr std::chrono::seconds visit_time_max{2};

/// Names in turn: more than a pool should let one connection use.
constexpr std::uint64_t flood_names = 1000;

/// Longer than any pool reads.
constexpr std::size_t long_line_bytes = 100'000;
constexpr std::size_t nested_levels = 4'000;

std::string nested_line() {
    return R"({"id":1,"method":"mining.subscribe","params":)" + std::string(nested_levels, '[') +
           std::string(nested_levels, ']') + "}\n";
}

constexpr std::array<std::string_view, 9> junk_lines{
    "GET / HTTP/1.1\r\nHost: pool\r\n\r\n",
    "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n",
    "{\"id\":{},\"method\":7,\"params\":\"x\"}\n",
    "{\"id\":1,\"method\":\"mining.submit\",\"params\":[1,2,3]}\n",
    "{\"id\":1}\n",
    "\xff\xfe\x01 no JSON at all\n",
    "{\"id\":1,\"method\":\"mining.authorize\",\"params\":[\"\\u001b[31m\\u202eevil\",\"x\"]}\n",
    "[]\n",
    "\n\n\n"};

}  // namespace

asio::awaitable<void> Session::visit() {
    if (!co_await log_in()) {
        co_return;
    }
    const TimePoint end = std::chrono::steady_clock::now() + visit_time_max;
    while (active() && !logged_in_ && std::chrono::steady_clock::now() < end) {
        co_await sleep(visit_time_max);
    }
}

asio::awaitable<void> Session::flood() {
    const bool logs_in = client_.behaviour != Behaviour::junk;
    if (logs_in && !co_await log_in()) {
        co_return;
    }
    const double lines_each = shard_.settings.attack_lines_per_second *
                              std::chrono::duration<double>(flood_interval).count();
    double due = 1;
    while (active()) {
        std::string lines;
        for (due += lines_each; due >= 1; --due) {
            lines += attack_line();
            ++totals_.lines_sent;
        }
        if (!lines.empty() && !co_await send(std::move(lines))) {
            co_return;
        }
        const TimePoint next = std::chrono::steady_clock::now() + flood_interval;
        while (active() && std::chrono::steady_clock::now() < next) {
            co_await sleep(next - std::chrono::steady_clock::now());
        }
    }
    co_await drain();
}

std::string Session::attack_line() {
    const auto id = stratum_v1::MessageId::number(next_id_);
    switch (client_.behaviour) {
        case Behaviour::stale:
            return stale_line();
        case Behaviour::junk:
            return junk_line();
        case Behaviour::slow_reader:
            ++next_id_;
            return encode_request(id, "mining.ping", stratum_v1::Json::array());
        case Behaviour::authorize: {
            const std::uint64_t number = shard_.random() % flood_names;
            ++next_id_;
            return encode(id, stratum_v1::Authorize{client_.worker + "-" + std::to_string(number),
                                                    "d=0." + std::to_string(number)});
        }
        default:
            break;
    }
    ++next_id_;
    if (shard_.uniform() < 0.5) {
        return encode(id, stratum_v1::Subscribe{.agent = "flood", .session = "0123456789abcdef"});
    }
    stratum_v1::Configure configure;
    configure.extensions.assign(50, std::string(stratum_v1::version_rolling));
    return encode(id, configure);
}

std::string Session::stale_line() {
    stratum_v1::Submit submit{.worker = client_.worker, .job_id = ended_job_, .share = {}};
    if (ended_job_.empty()) {
        submit.job_id = "1";
    }
    submit.share.extranonce2 = stratum_v1::extranonce2_of(extranonce2_++, extranonce2_size_);
    submit.share.time = job_ != nullptr ? job_->notify.time : 0;
    submit.share.nonce = static_cast<std::uint32_t>(shard_.random());
    return submit_line(submit, 0);
}

std::string Session::junk_line() {
    const std::uint64_t kind = shard_.random() % (junk_lines.size() + 3);
    if (kind < junk_lines.size()) {
        return std::string(junk_lines[kind]);
    }
    if (kind == junk_lines.size()) {
        return nested_line();
    }
    if (kind == junk_lines.size() + 1) {
        return std::string(long_line_bytes, 'a') + "\n";
    }
    std::string bytes(64, '\0');
    std::ranges::generate(bytes, [this] { return static_cast<char>(shard_.random()); });
    return bytes + "\n";
}

}  // namespace sluice::swarm
