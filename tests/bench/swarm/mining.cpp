// The clients of the load tool that find shares: honest, burst and duplicate.

#include "protocol/stratum_v1/mined_header.hpp"
#include "tests/bench/swarm/session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace sluice::swarm {

namespace asio = boost::asio;
namespace stratum_v1 = protocol::stratum_v1;

namespace {

/// Hashes between two looks at the network: a millisecond of a fast kernel.
constexpr std::uint32_t slice_hashes_max = 16'384;
/// What a kernel's vectors take at once.
constexpr std::uint32_t slice_hashes_min = 64;

}  // namespace

asio::awaitable<void> Session::mine(int shares_at_a_time, int copies) {
    if (!co_await log_in()) {
        co_return;
    }
    while (active()) {
        const auto job = job_;
        if (job == nullptr || !logged_in_) {
            co_await sleep(std::chrono::hours{24});
            continue;
        }
        const auto wait =
            share_wait(client_.hashrate, shard_.finder.hashes_per_share(job->difficulty),
                       shard_.settings.shares_per_second_max, shard_.uniform());
        co_await sleep(wait * shares_at_a_time);
        if (job_ != job) {
            continue;  // a waiting time without memory: drawn anew it is as long
        }
        std::string lines;
        for (int i = 0; i < shares_at_a_time && active(); ++i) {
            const double difficulty = job_->difficulty.value;
            const auto share = co_await find_share();
            for (int copy = 0; share && copy < copies; ++copy) {
                lines += submit_line(*share, difficulty);
            }
        }
        if (!lines.empty() && !co_await send(std::move(lines))) {
            co_return;
        }
    }
    co_await drain();
}

asio::awaitable<std::optional<stratum_v1::Submit>> Session::find_share() {
    const auto job = job_;
    const auto extranonce2 = stratum_v1::extranonce2_of(extranonce2_++, job->extranonce2_size);
    const protocol::BlockHeader header =
        stratum_v1::header_of(job->notify, job->extranonce1, extranonce2, job->notify.time);
    const double expected = shard_.finder.hashes_per_share(job->difficulty);
    const auto slice = static_cast<std::uint32_t>(
        std::clamp(expected / 2, double{slice_hashes_min}, double{slice_hashes_max}));
    const std::uint64_t budget = shard_.settings.hashes_per_share_max;
    for (std::uint64_t first = 0; first < budget; first += slice) {
        const auto nonce =
            shard_.finder.scan(header, job->difficulty, static_cast<std::uint32_t>(first), slice);
        if (nonce) {
            co_return stratum_v1::Submit{
                .worker = client_.worker,
                .job_id = job->notify.job_id,
                .share = {extranonce2, job->notify.time, *nonce, std::nullopt},
                .job_id_is_number = job->notify.job_id_is_number};
        }
        co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
        if (job_ != job || !active()) {
            co_return std::nullopt;
        }
    }
    ++totals_.not_found;
    co_return std::nullopt;
}

asio::awaitable<void> Session::drain() {
    leaving_ = true;
    while (!closed_ && !unanswered_.empty()) {
        timer_.expires_after(Shard::drain_time);  // the socket ends before
        co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

std::string Session::submit_line(const stratum_v1::Submit& submit, double difficulty) {
    const std::int64_t id = next_id_++;
    ++totals_.submitted;
    unanswered_.emplace(id, Sent{std::chrono::steady_clock::now(), difficulty});
    return encode(stratum_v1::MessageId::number(id), submit);
}

}  // namespace sluice::swarm
