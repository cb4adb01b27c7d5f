#include "pool/dialects/stratum_v1/session.hpp"

#include "pool/base/log_quote.hpp"
#include "pool/dialects/stratum_v1/session_methods.hpp"
#include "protocol/stratum_v1/client_requests.hpp"
#include "protocol/stratum_v1/work.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <new>
#include <numeric>
#include <variant>

namespace sluice::pool {
namespace {

using namespace protocol::stratum_v1;

/// Time between two looks at a miner that sends no shares: a few share intervals.
constexpr std::chrono::seconds vardiff_interval{10};

/// A line that is no Stratum request weighs as much as ten invalid shares.
constexpr double junk_line_points = 10;
constexpr double unknown_method_points = 1;
constexpr double invalid_share_points = 1;

}  // namespace

std::string_view to_string(CloseReason reason) noexcept {
    switch (reason) {
        case CloseReason::none:
            return "none";
        case CloseReason::login_timeout:
            return "login_timeout";
        case CloseReason::idle:
            return "idle";
        case CloseReason::misbehaviour:
            return "misbehaviour";
        case CloseReason::flood:
            return "flood";
    }
    return "";
}

Session::Session(ChannelServices& services, OutputQueue& output, std::string address,
                 ClockReading at)
    : services_(services),
      output_(output),
      replies_(output),
      address_(std::move(address)),
      peer_(peer_of(address_)),
      difficulty_(services.options.difficulty, services.options.rates.wishes_max),
      messages_(services.options.rates.messages, at.steady),
      outdated_shares_(services.options.outdated_shares(), at.steady),
      opened_at_(at.steady),
      heard_(at),
      vardiff_due_(at.steady) {
    services_.monitor.session_opened();
}

Session::~Session() {
    try {
        leave();
    } catch (const std::bad_alloc&) {
        // What it would have left behind helps a session to come back; it is not needed.
    }
    services_.monitor.session_closed();
}

void Session::leave() {
    settle_hashing();  // an accepted share counts though its miner is gone
    if (identity_) {
        if (vouched_ || resumed_) {
            services_.extranonces.park(*identity_, std::move(jobs_).park());
        } else {
            services_.extranonces.release(*identity_);
        }
    }
    for (const auto& [name, worker] : workers_) {
        if (worker.credited) {
            services_.difficulties.store(name, difficulty_.earned());
        }
    }
}

void Session::on_line(std::string_view line, ClockReading at) {
    heard_ = at;
    if (!messages_.take(services_.options.rates.messages, at.steady)) {
        end(CloseReason::flood);
        return;
    }
    switch (services_.reader.read(line)) {
        case SubmitReader::Kind::submit:
            submit(at);
            break;
        case SubmitReader::Kind::other:
            settle_hashing();
            dispatch(line, at);
            break;
        case SubmitReader::Kind::malformed:
            settle_hashing();
            replies_.reply(encode_error({std::string(services_.reader.id())}, RejectCode::other,
                                        message(services_.reader.error())));
            add_penalty(junk_line_points);
            break;
    }
}

void Session::dispatch(std::string_view line, ClockReading at) {
    const auto message = protocol::stratum_v1::read_message(line);
    if (!message) {
        replies_.reply(encode_error(message.error().id, RejectCode::other,
                                    protocol::stratum_v1::message(message.error().error)));
        add_penalty(junk_line_points);
        return;
    }
    const auto* request = std::get_if<Request>(&*message);
    if (request == nullptr) {
        return;  // a reply: the pool asks miners nothing
    }
    if (const SessionMethods::Row* row = SessionMethods::find(request->method)) {
        row->handle(*this, *request, at);
        return;
    }
    reply(request->id, encode_error(request->id, RejectCode::other, "Unknown method"));
    add_penalty(unknown_method_points);
}

void Session::on_job() {
    if (!works_) {
        return;
    }
    const bool first = announced_difficulty_ == 0;
    issue_job(first || services_.job->clean);
}

void Session::send_away() {
    const std::vector<ReconnectAddress>& others = services_.options.reconnect;
    if (!works_ || others.empty()) {
        return;
    }
    const ReconnectAddress& other = others[services_.next_reconnect++ % others.size()];
    output_.push(encode_notification(Reconnect{other.host, other.port, 0}));
}

void Session::on_tick(ClockReading at) {
    const ServerOptions& options = services_.options;
    if (!works_) {
        if (at.steady >= opened_at_ + options.login_timeout) {
            close_reason_ = CloseReason::login_timeout;
        }
        return;
    }
    if (at.steady >= heard_.steady + options.idle_timeout) {
        close_reason_ = CloseReason::idle;
        return;
    }
    if (at.steady >= vardiff_due_) {
        vardiff_due_ = at.steady + vardiff_interval;
        difficulty_.on_idle(at);
        apply_difficulty();
    }
}

std::chrono::steady_clock::time_point Session::next_tick() const noexcept {
    const ServerOptions& options = services_.options;
    return works_ ? std::min(heard_.steady + options.idle_timeout, vardiff_due_)
                  : opened_at_ + options.login_timeout;
}

void Session::add_penalty(double points) {
    const AbuseOptions& abuse = services_.options.abuse;
    if (score_.add(points, abuse.score_decay_per_s, heard_.steady) >= abuse.score_max) {
        end(CloseReason::misbehaviour);
    }
}

void Session::end(CloseReason reason) {
    if (close_reason_ != CloseReason::none) {
        return;
    }
    close_reason_ = reason;
    if (reason == CloseReason::misbehaviour || reason == CloseReason::flood) {
        const bool flood = reason == CloseReason::flood;
        services_.refusals.note(flood ? monitor::Refusal::flood : monitor::Refusal::misbehaviour,
                                address_, heard_, "agent=" + log_quote(agent_));
    }
    if (reason == CloseReason::flood) {
        add_penalty(services_.options.abuse.score_max);  // throttles its address
    }
}

void Session::penalise_share(std::string_view name, Worker* worker) {
    if (worker == nullptr) {
        return add_penalty(invalid_share_points);
    }
    const AbuseOptions& abuse = services_.options.abuse;
    if (heard_.steady < worker->suspended_until ||
        worker->score.add(invalid_share_points, abuse.score_decay_per_s, heard_.steady) <
            abuse.score_max) {
        return;
    }
    worker->suspended_until = heard_.steady + abuse.cool_down;
    services_.refusals.note(monitor::Refusal::worker_suspended, address_, heard_,
                            "worker=" + log_quote(name));
    const auto cool_down_ms = std::chrono::milliseconds(abuse.cool_down).count();
    if (worker->meter->read().last_share_ms + cool_down_ms <= heard_.unix_ms) {
        // Other rigs under this name, if there are any, do no better.
        services_.peers.suspend(address_, std::string(name), heard_);
    }
    const bool others_work = std::any_of(workers_.begin(), workers_.end(), [&](const auto& other) {
        return &other.second != worker && other.second.credited &&
               other.second.suspended_until <= heard_.steady;
    });
    if (!others_work) {
        end(CloseReason::misbehaviour);
    }
}

double Session::score() const noexcept {
    return std::accumulate(
        workers_.begin(), workers_.end(), score_.latest(),
        [](double sum, const auto& worker) { return sum + worker.second.score.latest(); });
}

void Session::reply(const MessageId& id, std::string_view line) {
    if (!id.is_null()) {
        replies_.reply(line);
    }
}

void Session::start_work_when_ready(ClockReading at) {
    if (works_ || !identity_ || workers_.empty()) {
        return;
    }
    works_ = true;
    vardiff_due_ = at.steady + vardiff_interval;
    difficulty_.start(at);
    const std::optional<std::uint64_t> left_out = services_.logins.pass(at.steady);
    spdlog::log(left_out ? spdlog::level::info : spdlog::level::debug,
                "session works address={} agent={} worker={} difficulty={} left_out={}", address_,
                log_quote(agent_), log_quote(workers_.begin()->first), difficulty_.current(),
                left_out.value_or(0));
    if (services_.job != nullptr) {
        on_job();
    }
}

void Session::announce_terms() {
    const Job& job = *services_.job;
    if (rollable_ && (*rollable_ & job.version_mask) != announced_mask_) {
        announced_mask_ = *rollable_ & job.version_mask;
        output_.push(encode_notification(SetVersionMask{announced_mask_}));
    }
    const double difficulty = difficulty_.for_job(services_.network());
    if (difficulty != announced_difficulty_) {
        announced_difficulty_ = difficulty;
        note_lost_floor();
        target_ = protocol::share_target({difficulty}, job.algorithm->share_difficulty_unit);
        output_.push(encode_notification(SetDifficulty{{difficulty}}));
    }
}

void Session::note_lost_floor() {
    std::atomic_flag* noted = services_.lost_floor_noted;
    if (announced_difficulty_ < difficulty_.floor() && noted != nullptr && !noted->test_and_set()) {
        spdlog::warn(
            "share difficulty below the least that a miner asked for: the network's is lower "
            "worker={} agent={} difficulty={} least={}; a rental service may leave",
            log_quote(workers_.begin()->first), log_quote(agent_), announced_difficulty_,
            difficulty_.floor());
    }
}

void Session::issue_job(bool clean) {
    const std::shared_ptr<const Job>& job = services_.job;
    const auto reissue = jobs_.next_reissue(*job);
    if (!reissue) {
        return;
    }
    announce_terms();
    if (*reissue == 0) {
        // The line lives in the job: all sessions of all shards write the same bytes.
        output_.push(SharedLine(job, &notify_line(*job, clean)));
    } else {
        output_.push(notify_line(*job, *reissue, clean));
    }
    jobs_.issue({job, *reissue, announced_difficulty_, target_, announced_mask_});
}

void Session::apply_difficulty() {
    if (!works_ || services_.job == nullptr ||
        difficulty_.for_job(services_.network()) == announced_difficulty_) {
        return;
    }
    issue_job(false);
}

}  // namespace sluice::pool
