#include "pool/server/session.hpp"

#include "pool/log/log_quote.hpp"
#include "pool/server/session_methods.hpp"
#include "protocol/stratum/work.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <variant>

namespace sluice::pool {
namespace {

using namespace protocol::stratum;

/// Time between two looks at a miner that sends no shares: a few share intervals.
constexpr std::chrono::seconds vardiff_interval{10};

/// A line that is no Stratum request weighs as much as ten invalid shares.
constexpr double junk_line_points = 10;
constexpr double unknown_method_points = 1;

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
    }
    return "";
}

Session::Session(SessionServices& services, OutputQueue& output, std::string address, Moment at)
    : services_(services),
      output_(output),
      replies_(output),
      address_(std::move(address)),
      difficulty_(services.options.difficulty),
      opened_at_(at.steady),
      heard_at_(at.steady),
      vardiff_due_(at.steady) {
    services_.monitor.session_opened();
}

Session::~Session() {
    settle_hashing();  // an accepted share counts though its miner is gone
    if (extranonce1_) {
        services_.extranonces.release(*extranonce1_, std::move(jobs_).park());
    }
    if (difficulty_.has_shares()) {
        for (const auto& [name, meter] : workers_) {
            services_.difficulties.store(name, difficulty_.current());
        }
    }
    services_.monitor.session_closed();
}

void Session::on_line(std::string_view line, Moment at) {
    const double silence_s = std::chrono::duration<double>(at.steady - heard_at_).count();
    score_ = std::max(0.0, score_ - silence_s * services_.options.abuse.score_decay_per_s);
    heard_at_ = at.steady;
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
            offend(junk_line_points);
            break;
    }
}

void Session::dispatch(std::string_view line, Moment at) {
    const auto message = protocol::stratum::read_message(line);
    if (!message) {
        replies_.reply(encode_error(message.error().id, RejectCode::other,
                                    protocol::stratum::message(message.error().error)));
        offend(junk_line_points);
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
    offend(unknown_method_points);
}

void Session::on_job() {
    if (!works_) {
        return;
    }
    const bool first = announced_difficulty_ == 0;
    issue_job(first || services_.job->clean);
}

void Session::on_tick(Moment at) {
    const ServerOptions& options = services_.options;
    if (!works_) {
        if (at.steady >= opened_at_ + options.login_timeout) {
            close_reason_ = CloseReason::login_timeout;
        }
        return;
    }
    if (at.steady >= heard_at_ + options.idle_timeout) {
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
    return works_ ? std::min(heard_at_ + options.idle_timeout, vardiff_due_)
                  : opened_at_ + options.login_timeout;
}

void Session::offend(double points) noexcept {
    score_ += points;
    if (score_ >= services_.options.abuse.score_max) {
        close_reason_ = CloseReason::misbehaviour;
    }
}

void Session::reply(const MessageId& id, std::string_view line) {
    if (!id.is_null()) {
        replies_.reply(line);
    }
}

void Session::start_work_when_ready(Moment at) {
    if (works_ || !extranonce1_ || workers_.empty()) {
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
    const double difficulty = difficulty_.for_job(services_.network_difficulty);
    if (difficulty != announced_difficulty_) {
        announced_difficulty_ = difficulty;
        target_ = protocol::share_target({difficulty}, job.algorithm->share_difficulty_unit);
        output_.push(encode_notification(SetDifficulty{{difficulty}}));
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
        difficulty_.for_job(services_.network_difficulty) == announced_difficulty_) {
        return;
    }
    issue_job(false);
}

}  // namespace sluice::pool
