#include "pool/app/pool_app.hpp"

#include "pool/app/compose.hpp"
#include "pool/app/monitor_views.hpp"
#include "pool/app/restore.hpp"
#include "pool/app/start_line.hpp"
#include "pool/app/vote_check.hpp"
#include "pool/base/log_exception.hpp"
#include "pool/base/log_quote.hpp"
#include "pool/http/api_json.hpp"
#include "pool/ledger/sqlite/open_ledger.hpp"
#include "pool/mining/channel_services.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <utility>

namespace sluice::pool {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

/// How long a stop waits for the source's verdict on the blocks found last. They are in the ledger:
/// what is left is submitted at the next start.
constexpr std::chrono::seconds verdicts_timeout{10};

}  // namespace

PoolApp::PoolApp(const PoolConfig& config, const OpenFilesPlan& connections)
    : config_(config),
      connections_(connections),
      started_(now()),
      supply_(config.stratum.withdraw_after, started_.steady),
      monitor_(pool_identity(config, started_.unix_ms)),
      signals_(control_, SIGINT, SIGTERM),
      log_signals_(control_, SIGHUP, SIGUSR1, SIGUSR2) {}

Result<void> PoolApp::open() {
    ServerOptions stratum_options = server_options(config_);
    stratum_options.sessions_total_max =
        std::min(stratum_options.sessions_total_max, connections_.sessions);
    auto ledger = open_sqlite_ledger(config_.ledger.path, config_.ledger.options);
    if (!ledger) {
        return Unexpected{ledger.error()};
    }
    ledger_ = std::move(*ledger);
    auto options = job_options(config_);
    if (!options) {
        return Unexpected{options.error()};
    }
    jobs_ = std::make_unique<JobFactory>(std::move(*options), now().unix_s());
    auto source = make_source(control_, config_);
    if (!source) {
        return Unexpected{source.error()};
    }
    source_ = std::move(*source);
    watch_ = std::make_unique<BlockWatch>(control_, *source_.source, *ledger_, monitor_);
    submitter_ =
        std::make_unique<BlockSubmitter>(control_, *source_.source, *ledger_, monitor_, *watch_);

    stratum_ = std::make_unique<StratumServer>(
        std::move(stratum_options), *ledger_, monitor_, [this](FoundBlock found) {
            asio::post(control_, [this, found = std::move(found)] { submit(found); });
        });
    if (const auto started = stratum_->start(); !started) {
        return Unexpected{started.error()};
    }
    monitor_.set_stratum_port(stratum_->port());
    if (!config_.http.server.listen.empty()) {
        HttpOptions http_options = config_.http.server;
        http_options.connections_max = connections_.http_connections;
        http_ = std::make_unique<HttpServer>(http_options, monitor_, [] { return now().unix_ms; });
        if (const auto started = http_->start(); !started) {
            return Unexpected{started.error()};
        }
    }
    return {};
}

/// Again where there is no memory for it: a found block is not dropped.
void PoolApp::submit(const FoundBlock& found) {
    try {
        submitter_->submit(found);
    } catch (const std::bad_alloc&) {
        stratum_->shed_load();
        asio::post(control_, [this, found] { submit(found); });
    }
}

void PoolApp::on_template(const std::shared_ptr<const protocol::BlockTemplate>& block_template,
                          TemplateChange change) {
    const ClockReading at = now();
    if (const auto told = skew_.observe(*block_template, at.unix_ms / 1000)) {
        spdlog::warn("{}", *told);
    }
    const bool clean = change == TemplateChange::new_block;
    if (clean) {
        watch_->tip_moved(block_template->height - 1, block_template->previous);
    }
    submitter_->tip_moved(block_template->previous);
    // The first job on a tip is clean, even if the template that brought the tip gave none.
    const bool first = current_job_ == nullptr ||
                       current_job_->block_template->previous != block_template->previous;
    auto job = jobs_->make(block_template, clean || first, at.steady);
    if (!job) {
        spdlog::error("no job made height={} error={}", block_template->height,
                      log_quote(job.error()));
        supply_.job_failed(fmt::format("the template gives no job: {}", job.error()), at.steady);
        sample();
        return;
    }
    supply_.job_made(at.steady);
    warn_of(**job);
    current_job_ = std::move(*job);
    difficulty_notes_.log(config_.stratum.server.difficulty,
                          network_share_difficulty(*current_job_));
    stratum_->publish(current_job_);
    monitor_.job_published(
        {.height = block_template->height,
         .network_difficulty = protocol::difficulty_of(current_job_->network_target).value,
         .bits = block_template->bits,
         .transactions = block_template->transactions.size(),
         .coinbase_value_sat = block_template->coinbase_value,
         .clean = clean,
         .time_ms = at.unix_ms,
         .steady_ms = monitor_ms(at)});
    sample();
    spdlog::debug("job published id={} height={} change={}", current_job_->id_text,
                  block_template->height, to_string(change));
}

void PoolApp::warn_of(const Job& job) {
    std::vector<std::string> warnings = job.warnings;
    auto votes =
        unknown_votes(config_.votes, *job.block_template, source_.source->status().deployments);
    for (const monitor::UnknownVote& vote : votes) {
        warnings.push_back(message(vote));
    }
    for (const std::string& warning : warnings) {
        if (std::ranges::find(warnings_, warning) == warnings_.end()) {
            spdlog::warn("job {} height={} problem={}", job.id_text, job.block_template->height,
                         log_quote(warning));
        }
    }
    warnings_ = std::move(warnings);
    monitor_.set_unknown_votes(std::move(votes));
}

void PoolApp::print_ready() const {
    fmt::print("ready {{\"stratum_port\":{},\"http_port\":{}}}\n", stratum_->port(),
               http_ ? http_->port() : 0);
    std::fflush(stdout);
}

std::int64_t PoolApp::monitor_ms(ClockReading at) const {
    const auto since =
        std::chrono::duration_cast<std::chrono::milliseconds>(at.steady - started_.steady);
    return started_.unix_ms + since.count();
}

void PoolApp::sample() {
    SourceStatus status = source_.source->status();
    const ClockReading at = now();
    supply_.source(status.connected, status.detail, at.steady);
    set_withdrawn(supply_.is_withdrawn(at.steady));
    if (!supply_.problem().empty()) {
        status.connected = false;
        status.detail = supply_.problem();
    }
    add_our_signals(status.deployments, current_job_.get());
    monitor_.set_source(std::move(status));
    monitor_.set_work({.withdrawn = withdrawn_, .clock_ahead_s = skew_.ahead_s()});
    monitor_.set_ledger(ledger_->status());
    monitor_.tick(monitor_ms(at), at.unix_ms);
}

void PoolApp::set_withdrawn(bool withdrawn) {
    if (std::exchange(withdrawn_, withdrawn) == withdrawn) {
        return;
    }
    if (withdrawn) {
        spdlog::warn(
            "work withdrawn, miners are sent away problem={}; blocks found so far are "
            "submitted as soon as the source takes them",
            log_quote(supply_.problem()));
    } else {
        spdlog::info("work comes again, miners are let in");
    }
    stratum_->set_work_withdrawn(withdrawn);
}

asio::awaitable<void> PoolApp::sample_each_second() {
    while (!stopping_) {
        try {
            sample();
            if (memory_guard_.is_short(read_memory())) {
                stratum_->shed_load();
            }
        } catch (const std::bad_alloc&) {
            stratum_->shed_load();
        }
        sample_timer_.expires_after(std::chrono::seconds(1));
        boost::system::error_code cancelled;
        co_await sample_timer_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    }
}

asio::awaitable<void> PoolApp::end_after(std::chrono::seconds limit) {
    limit_timer_.expires_after(limit);
    boost::system::error_code cancelled;
    co_await limit_timer_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    if (!cancelled) {
        spdlog::info("time limit reached seconds={}", limit.count());
        co_await shut_down();
    }
}

asio::awaitable<void> PoolApp::end_on_signal() {
    boost::system::error_code cancelled;
    const int signal =
        co_await signals_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    if (!cancelled) {
        spdlog::info("stopping signal={}", signal);
        co_await shut_down();
    }
}

asio::awaitable<void> PoolApp::obey_log_signals(std::function<void()> reopen_log) {
    for (;;) {
        boost::system::error_code cancelled;
        const int signal =
            co_await log_signals_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
        if (cancelled) {
            co_return;
        }
        if (signal == SIGUSR2) {
            spdlog::warn("signal ignored signal={}", signal);
            continue;
        }
        reopen_log();
        spdlog::info("log opened again signal={}", signal);
    }
}

asio::awaitable<void> PoolApp::shut_down() {
    if (std::exchange(stopping_, true)) {
        co_return;
    }
    stratum_->stop();
    asio::steady_timer wait(control_);
    const auto deadline = steady_clock::now() + verdicts_timeout;
    // One turn through the loop first, so that blocks posted by the shards are queued.
    do {
        wait.expires_after(std::chrono::milliseconds(20));
        co_await wait.async_wait(asio::use_awaitable);
    } while (submitter_->waiting() > 0 && steady_clock::now() < deadline);
    submitter_->stop();
    source_.source->stop();
    if (http_) {
        http_->stop();
    }
    sample_timer_.cancel();
    limit_timer_.cancel();
    signals_.cancel();
    log_signals_.cancel();
}

/// An event that fails, mostly because memory is short, does not end the pool.
void PoolApp::run_control() {
    for (;;) {
        try {
            control_.run();
            return;
        } catch (...) {
            log_exception("control thread", std::current_exception());
        }
    }
}

void PoolApp::run(const RunOptions& options) {
    restore_earlier_runs(*ledger_, monitor_, *watch_);
    source_.source->start([this](std::shared_ptr<const protocol::BlockTemplate> block_template,
                                 TemplateChange change) { on_template(block_template, change); });
    submitter_->resubmit_pending();
    asio::co_spawn(control_, sample_each_second(), log_exception("sampling"));
    asio::co_spawn(control_, end_on_signal(), log_exception("signal handling"));
    asio::co_spawn(control_, obey_log_signals(options.reopen_log), log_exception("log signals"));
    if (options.time_limit) {
        asio::co_spawn(control_, end_after(*options.time_limit), log_exception("time limit"));
    }
    spdlog::info("{}",
                 start_line(config_, stratum_->port(), http_ ? http_->port() : std::uint16_t{0}));
    print_ready();
    run_control();
    if (options.print_summary) {
        fmt::print("{}\n", summary_json(monitor_.status(now().unix_ms)));
        std::fflush(stdout);
    }
    spdlog::info("stopped");
}

Result<std::unique_ptr<PoolApp>> PoolApp::create(const PoolConfig& config) {
    // Before the first event loop, which could not even be made.
    const auto connections = plan_open_files(
        raise_open_files_limit(), {.shards = server_options(config).shards,
                                   .stratum_addresses = config.stratum.server.listen.size(),
                                   .http_addresses = config.http.server.listen.size()});
    if (!connections) {
        return Unexpected{connections.error()};
    }
    std::unique_ptr<PoolApp> app(new PoolApp(config, *connections));
    if (const auto opened = app->open(); !opened) {
        return Unexpected{opened.error()};
    }
    return app;
}

}  // namespace sluice::pool
