/// What a pool sends on its own: work, terms of the session, and requests to the mining software.

#include "base/printable.hpp"
#include "miner/pools/pool_url.hpp"
#include "miner/pools/stratum_v1/client_session.hpp"
#include "protocol/stratum_v1/client_requests.hpp"
#include "protocol/stratum_v1/suggestions.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <utility>

namespace sluice::miner {
namespace {

namespace stratum_v1 = protocol::stratum_v1;
using Level = Announce::Level;

/// A pool may ask for patience before a reconnect, but neither put the miner out of action nor make
/// it reconnect in a tight loop.
constexpr std::chrono::seconds reconnect_wait_min{1};
constexpr std::chrono::seconds reconnect_wait_max{60};

void answer(const stratum_v1::MessageId& id, const stratum_v1::ReplyValue auto& reply,
            Actions& out) {
    if (!id.is_null()) {
        out.push_back(open_line(encode_reply(id, reply)));
    }
}

/// Hands the request's message to `handler`, or gives what is wrong with it.
template <class Message, class Handler>
std::string with(const stratum_v1::Request& request, Handler handler) {
    auto decoded = Message::from_params(request.params);
    if (!decoded) {
        return fmt::format("{}: {}", Message::method, message(decoded.error()));
    }
    handler(*std::move(decoded));
    return {};
}

}  // namespace

std::string ClientSession::request_received(const Request& request, TimePoint now, Actions& out) {
    const std::string_view method = request.method;
    if (method == stratum_v1::Notify::method) {
        return with<stratum_v1::Notify>(
            request, [&](stratum_v1::Notify notify) { notified(std::move(notify), out); });
    } else if (method == stratum_v1::SetDifficulty::method) {
        return with<stratum_v1::SetDifficulty>(request, [&](const stratum_v1::SetDifficulty& set) {
            terms_.set_difficulty(set.difficulty, now);
            out.push_back(
                Announce{Level::debug, fmt::format("difficulty {:.6g}", set.difficulty.value)});
        });
    } else if (method == stratum_v1::SetExtranonce::method) {
        return with<stratum_v1::SetExtranonce>(request, [&](stratum_v1::SetExtranonce set) {
            granted_.extranonce1 = set.extranonce1;  // what a resumed session has to go on with
            granted_.extranonce2_size = set.extranonce2_size;
            terms_.set_extranonce(std::move(set.extranonce1), set.extranonce2_size);
            out.push_back(Announce{Level::debug, "new extranonce"});
        });
    } else if (method == stratum_v1::SetVersionMask::method) {
        return with<stratum_v1::SetVersionMask>(
            request, [&](const stratum_v1::SetVersionMask& set) {
                terms_.set_version_mask(set.mask & settings_.version_mask);
                out.push_back(Announce{Level::debug, fmt::format("version mask {:08x}", set.mask)});
            });
    } else if (method == stratum_v1::ShowMessage::method) {
        return with<stratum_v1::ShowMessage>(request, [&](const stratum_v1::ShowMessage& show) {
            out.push_back(Announce{Level::info,
                                   fmt::format("message from the pool: {}", printable(show.text))});
        });
    } else if (method == stratum_v1::GetVersion::method) {
        answer(request.id, stratum_v1::GetVersionReply{settings_.agent}, out);
    } else if (method == stratum_v1::Ping::method) {
        answer(request.id, stratum_v1::PingReply{}, out);
    } else if (method == stratum_v1::Reconnect::method) {
        return reconnect_asked(request, out);
    } else {
        out.push_back(
            Announce{Level::debug, fmt::format("unknown method {} ignored", printable(method))});
    }
    return {};
}

void ClientSession::notified(stratum_v1::Notify notify, Actions& out) {
    if (phase_ == Phase::subscribing) {
        early_notify_ = std::move(notify);
        return;
    }
    start_job(terms_.make_job(std::move(notify)), out);
}

void ClientSession::start_job(MiningJob job, Actions& out) {
    job.subscription = subscription_;
    job.number = ++jobs_;
    const bool new_block = job_ == nullptr || job_->notify.previous != job.notify.previous;
    submits_.job_started(job);
    job_ = std::make_shared<const MiningJob>(std::move(job));
    has_job_ = true;
    garbage_lines_ = 0;
    out.push_back(StartJob{job_, new_block});
}

void ClientSession::adopt_pending_difficulty(Actions& out) {
    if (!has_job_) {
        return;
    }
    MiningJob job = terms_.retarget(*job_);
    job.notify.clean = false;  // shares of the old difficulty stay submittable
    out.push_back(Announce{Level::info, fmt::format("difficulty {:.6g} applied to the current job",
                                                    job.difficulty.value)});
    start_job(std::move(job), out);
}

std::string ClientSession::reconnect_asked(const Request& request, Actions& out) {
    return with<stratum_v1::Reconnect>(request, [&](const stratum_v1::Reconnect& reconnect) {
        if (!reconnect.host.empty() && !same_host(reconnect.host, settings_.host)) {
            out.push_back(Announce{
                Level::warning,
                fmt::format("refused the pool's request to reconnect to {}:{}, another host",
                            printable(reconnect.host), reconnect.port)});
            return;
        }
        const auto wait = std::clamp(std::chrono::seconds{reconnect.wait_s}, reconnect_wait_min,
                                     reconnect_wait_max);
        out.push_back(EndConnection{.reason = "the pool asked for a reconnect",
                                    .intended = true,
                                    .port = reconnect.port,
                                    .wait = wait});
    });
}

}  // namespace sluice::miner
