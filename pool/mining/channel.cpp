#include "pool/mining/channel.hpp"

#include "pool/base/log_quote.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <bit>
#include <new>
#include <numeric>
#include <utility>

namespace sluice::pool {
namespace {

/// How NiceHash's proxies name themselves; they close on difficulties below their minimum.
constexpr std::string_view rental_agent = "NiceHash";

/// Time between two looks at a miner that sends no shares: a few share intervals.
constexpr std::chrono::seconds vardiff_interval{10};

}  // namespace

Channel::Channel(ChannelServices& services, ChannelOutput& output, std::string address,
                 ClockReading at)
    : services_(services),
      output_(output),
      conduct_(services, std::move(address), at),
      peer_(peer_of(conduct_.address())),
      difficulty_(services.options.difficulty, services.options.rates.wishes_max),
      opened_at_(at.steady),
      vardiff_due_(at.steady) {
    services_.monitor.session_opened();
}

Channel::~Channel() {
    try {
        leave();
    } catch (const std::bad_alloc&) {
        // What it would have left behind helps a miner to come back; it is not needed.
    }
    services_.monitor.session_closed();
}

void Channel::leave() {
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

const SessionIdentity& Channel::open(const std::optional<std::string>& resume,
                                     std::string_view agent) {
    if (identity_) {
        return *identity_;
    }
    if (auto resumed = resume ? services_.extranonces.resume(*resume) : std::nullopt) {
        identity_ = resumed->identity;
        resumed_ = true;
        jobs_ = IssuedJobs(std::move(resumed->jobs));
    } else {
        identity_ = services_.extranonces.allocate();
    }
    conduct_.set_agent(agent);
    if (agent.starts_with(rental_agent)) {
        difficulty_.raise_floor(services_.options.difficulty.rental_min);
    }
    return *identity_;
}

Channel::Login Channel::log_in(const std::string& worker, const DifficultyWishes& wishes,
                               ClockReading at) {
    if (!workers_.contains(worker)) {
        if (workers_.size() >= services_.options.workers_per_session_max) {
            return Login::too_many_workers;
        }
        if (services_.peers.suspended(conduct_.address(), worker, at)) {
            return Login::suspended;
        }
        workers_.emplace(worker, Worker{services_.monitor.worker(worker)});
    }
    if (wishes.minimum) {
        difficulty_.raise_floor(*wishes.minimum);
    }
    if (wishes.start) {
        difficulty_.demand(*wishes.start);
    } else if (!works_ && workers_.size() == 1) {
        // Of a proxy's many workers only the first one's counts: the ledger is read from a disk.
        if (const auto left_with = services_.difficulties.find(worker)) {
            difficulty_.recall(*left_with);
        }
    }
    return Login::granted;
}

std::optional<std::uint32_t> Channel::agree_on_mask(std::uint32_t rollable,
                                                    std::uint32_t bits_min) {
    const std::uint32_t offered =
        services_.job != nullptr ? services_.job->version_mask : services_.options.version_mask;
    const std::uint32_t mask = rollable & offered;
    if (mask == 0 || static_cast<std::uint32_t>(std::popcount(mask)) < bits_min) {
        return std::nullopt;
    }
    rollable_ = rollable;
    sent_mask_ = mask;
    jobs_.widen_masks(mask);
    return mask;
}

void Channel::suggest(const protocol::Target& target) noexcept {
    const std::uint64_t unit =
        services_.job != nullptr ? services_.job->algorithm->share_difficulty_unit : 1;
    suggest(protocol::difficulty_of(target).value * static_cast<double>(unit));
}

void Channel::send_changes(ClockReading at) {
    start_work_when_ready(at);
    apply_difficulty();
}

void Channel::on_job() {
    if (!works_) {
        return;
    }
    const bool first = sent_difficulty_ == 0;
    issue_job(first || services_.job->clean);
}

void Channel::on_tick(ClockReading at) {
    const ServerOptions& options = services_.options;
    if (!works_) {
        if (at.steady >= opened_at_ + options.login_timeout) {
            conduct_.end(CloseReason::login_timeout);
        }
        return;
    }
    if (at.steady >= conduct_.heard().steady + options.idle_timeout) {
        conduct_.end(CloseReason::idle);
        return;
    }
    if (at.steady >= vardiff_due_) {
        vardiff_due_ = at.steady + vardiff_interval;
        difficulty_.on_idle(at);
        apply_difficulty();
    }
}

std::chrono::steady_clock::time_point Channel::next_tick() const noexcept {
    const ServerOptions& options = services_.options;
    return works_ ? std::min(conduct_.heard().steady + options.idle_timeout, vardiff_due_)
                  : opened_at_ + options.login_timeout;
}

void Channel::penalise_share(std::string_view name, Worker* worker) {
    if (worker == nullptr) {
        return conduct_.add_penalty(invalid_share_points);
    }
    const ClockReading now = conduct_.heard();
    const AbuseOptions& abuse = services_.options.abuse;
    if (now.steady < worker->suspended_until ||
        worker->score.add(invalid_share_points, abuse.score_decay_per_s, now.steady) <
            abuse.score_max) {
        return;
    }
    worker->suspended_until = now.steady + abuse.cool_down;
    services_.refusals.note(monitor::Refusal::worker_suspended, conduct_.address(), now,
                            "worker=" + log_quote(name));
    const auto cool_down_ms = std::chrono::milliseconds(abuse.cool_down).count();
    if (worker->meter->read().last_share_ms + cool_down_ms <= now.unix_ms) {
        // Other rigs under this name, if there are any, do no better.
        services_.peers.suspend(conduct_.address(), std::string(name), now);
    }
    const bool others_work = std::any_of(workers_.begin(), workers_.end(), [&](const auto& other) {
        return &other.second != worker && other.second.credited &&
               other.second.suspended_until <= now.steady;
    });
    if (!others_work) {
        conduct_.end(CloseReason::misbehaviour);
    }
}

double Channel::score() const noexcept {
    return std::accumulate(
        workers_.begin(), workers_.end(), conduct_.score(),
        [](double sum, const auto& worker) { return sum + worker.second.score.latest(); });
}

void Channel::start_work_when_ready(ClockReading at) {
    if (works_ || !identity_ || workers_.empty()) {
        return;
    }
    works_ = true;
    vardiff_due_ = at.steady + vardiff_interval;
    difficulty_.start(at);
    const std::optional<std::uint64_t> left_out = services_.logins.pass(at.steady);
    spdlog::log(left_out ? spdlog::level::info : spdlog::level::debug,
                "session works address={} agent={} worker={} difficulty={} left_out={}",
                conduct_.address(), log_quote(conduct_.agent()), log_quote(workers_.begin()->first),
                difficulty_.current(), left_out.value_or(0));
    if (services_.job != nullptr) {
        on_job();
    }
}

void Channel::send_terms() {
    const Job& job = *services_.job;
    if (rollable_ && (*rollable_ & job.version_mask) != sent_mask_) {
        sent_mask_ = *rollable_ & job.version_mask;
        output_.send_version_mask(sent_mask_);
    }
    const double difficulty = difficulty_.for_job(services_.network());
    if (difficulty != sent_difficulty_) {
        sent_difficulty_ = difficulty;
        note_lost_floor();
        target_ = protocol::share_target({difficulty}, job.algorithm->share_difficulty_unit);
        output_.send_difficulty(difficulty);
    }
}

void Channel::note_lost_floor() {
    std::atomic_flag* noted = services_.lost_floor_noted;
    if (sent_difficulty_ < difficulty_.floor() && noted != nullptr && !noted->test_and_set()) {
        spdlog::warn(
            "share difficulty below the least that a miner asked for: the network's is lower "
            "worker={} agent={} difficulty={} least={}; a rental service may leave",
            log_quote(workers_.begin()->first), log_quote(conduct_.agent()), sent_difficulty_,
            difficulty_.floor());
    }
}

void Channel::issue_job(bool clean) {
    const std::shared_ptr<const Job>& job = services_.job;
    const auto reissue = jobs_.next_reissue(*job);
    if (!reissue) {
        return;
    }
    send_terms();
    const IssuedJob issued{job, *reissue, sent_difficulty_, target_, sent_mask_};
    output_.send_job(issued, clean);
    jobs_.issue(issued);
}

void Channel::apply_difficulty() {
    if (!works_ || services_.job == nullptr ||
        difficulty_.for_job(services_.network()) == sent_difficulty_) {
        return;
    }
    issue_job(false);
}

}  // namespace sluice::pool
