#include "miner/pools/stratum_v1/stratum_client.hpp"

#include "base/printable.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>
#include <variant>

namespace sluice::miner {
namespace {

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;  // NOLINT(google-build-using-namespace)

SessionSettings session_settings(const StratumClientOptions& options, std::size_t pool) {
    const PoolEndpoint& endpoint = options.pools[pool];
    SessionSettings settings;
    settings.pool = pool;
    settings.only_pool = options.pools.size() == 1;
    settings.host = endpoint.url.host;
    settings.user = endpoint.user;
    settings.password = endpoint.password;
    settings.agent = options.agent;
    settings.suggest_difficulty = options.suggest_difficulty;
    settings.share_difficulty_unit = options.share_difficulty_unit;
    settings.silence_max = options.silence_max;
    settings.answers = options.answers;
    return settings;
}

/// Leaves no pointer to a connection that is gone, whichever way its coroutine ends.
struct ClearedAtEnd {
    explicit ClearedAtEnd(LineConnection*& one) : pointer(one) {}
    ClearedAtEnd(const ClearedAtEnd&) = delete;
    ClearedAtEnd& operator=(const ClearedAtEnd&) = delete;
    ~ClearedAtEnd() { pointer = nullptr; }

    LineConnection*& pointer;
};

/// Logs in over `connection` and waits for a job; false: there will be none. A pool that answers
/// but has no work, because its node is down, is no better than a dead one.
asio::awaitable<bool> gives_work(LineConnection& connection, SessionSettings settings) {
    ClientSession session{std::move(settings)};
    Actions actions;
    session.connected(Clock::now(), actions);
    while (!session.working()) {
        for (const Action& action : actions) {
            const auto* send = std::get_if<SendLine>(&action);
            const bool sent = send == nullptr || connection.send(send->line);
            if (!sent || std::holds_alternative<EndConnection>(action)) {
                co_return false;
            }
        }
        actions.clear();
        const Result<std::string> line = co_await connection.read_line();
        if (!line) {
            co_return false;
        }
        session.line_received(*line, Clock::now(), actions);
    }
    co_return true;
}

/// Lost shares are announced together (SubmitTracker).
spdlog::level::level_enum level_of(ShareFate fate) {
    switch (fate) {
        case ShareFate::rejected:
            return spdlog::level::warn;
        case ShareFate::lost:
            return spdlog::level::debug;
        case ShareFate::accepted:
        case ShareFate::stale:
            break;
    }
    return spdlog::level::info;
}

}  // namespace

StratumClient::StratumClient(asio::io_context& context, StratumClientOptions options,
                             WorkSource& work, ShareQueue& shares, Statistics& statistics)
    : context_(context),
      options_(std::move(options)),
      work_(work),
      shares_(shares),
      statistics_(statistics),
      rotation_(options_.pools.size(), options_.retry, options_.seed),
      last_online_(Clock::now()) {
    for (std::size_t pool = 0; pool < options_.pools.size(); ++pool) {
        sessions_.emplace_back(session_settings(options_, pool));
    }
    shares_.set_wake([this] { asio::post(context_, [this] { shares_found(); }); });
}

asio::awaitable<void> StratumClient::run() {
    std::uint16_t asked_port = 0;
    while (true) {
        const std::size_t pool = rotation_.pool();
        PoolUrl url = options_.pools[pool].url;
        if (asked_port != 0) {
            url.port = asked_port;
        }
        ending_.reset();
        const Milliseconds worked_for = co_await serve(pool, url);
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none) {
            co_return;
        }
        const EndConnection end = ending_.value_or(EndConnection{});
        if (Clock::now() - last_online_ >= options_.offline_work_max) {
            work_.withdraw();
        }
        if (end.intended && (rotation_.pool() != pool || rotation_.follow_reconnect(worked_for))) {
            asked_port = end.port;
            co_await pause_for(end.wait);
            continue;
        }
        asked_port = 0;
        const auto pause = rotation_.ended(worked_for);
        if (!pause) {
            spdlog::critical("no pool gave work in {} round(s); giving up. The last: {}",
                             options_.retry.rounds_max.value_or(0), last_failure_);
            co_return;
        }
        if (*pause > Milliseconds{0}) {
            spdlog::info("next attempt in {:.1f} s", static_cast<double>(pause->count()) / 1000);
            co_await pause_for(*pause);
        }
    }
}

asio::awaitable<StratumClient::Milliseconds> StratumClient::serve(std::size_t pool, PoolUrl url) {
    LineConnection connection{co_await asio::this_coro::executor};
    statistics_.set_pool(url.text(), false);
    const Result<void> connected =
        co_await connection.connect(url.host, url.port, options_.connect_timeout);
    const auto at_connect = co_await asio::this_coro::cancellation_state;
    if (at_connect.cancelled() != asio::cancellation_type::none) {
        co_return Milliseconds{0};
    }
    if (!connected) {
        last_failure_ = url.text() + ": " + connected.error();
        spdlog::warn("{}: {}", url.text(), connected.error());
        co_return Milliseconds{0};
    }
    spdlog::info("connected to {}", url.text());
    statistics_.set_pool(url.text(), true);
    turn_to(pool);
    const TimePoint start = Clock::now();
    connection_ = &connection;
    const ClearedAtEnd cleared{connection_};
    Actions actions;
    sessions_[pool].connected(start, actions);
    perform(actions);

    co_await (read_lines(connection) || write_lines(connection) || tick() || watch_first_pool());

    connection_ = nullptr;
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none) {
        co_return Milliseconds{0};
    }
    const bool failed = ending_ && ending_->pool_failed;
    const bool worked = sessions_[pool].working() && !failed;
    if (failed) {
        rotation_.mistrust();
    }
    sessions_[pool].disconnected();
    if (!sessions_[pool].resumable()) {
        work_.withdraw();
    }
    statistics_.set_pool(url.text(), false);
    if (ending_) {
        last_failure_ = url.text() + ": " + ending_->reason;
        spdlog::log(ending_->intended ? spdlog::level::info : spdlog::level::warn,
                    "connection to {} ended: {}", url.text(), ending_->reason);
    }
    const TimePoint end = Clock::now();
    if (worked) {
        last_online_ = end;
    }
    co_return worked ? std::chrono::duration_cast<Milliseconds>(end - start) : Milliseconds{0};
}

void StratumClient::turn_to(std::size_t pool) {
    if (last_pool_ && *last_pool_ != pool) {
        Actions actions;
        sessions_[*last_pool_].abandon("the miner turned to another pool", actions);
        perform(actions);
    }
    last_pool_ = pool;
}

asio::awaitable<void> StratumClient::read_lines(LineConnection& connection) {
    while (!ending_) {
        const Result<std::string> line = co_await connection.read_line();
        if (!line) {
            end_connection({.reason = line.error()});
            co_return;
        }
        if (options_.protocol_dump) {
            spdlog::info("< {}", printable(*line, line->size()));
        }
        Actions actions;
        sessions_[*last_pool_].line_received(*line, Clock::now(), actions);
        perform(actions);
    }
}

asio::awaitable<void> StratumClient::write_lines(LineConnection& connection) {
    const std::string error = co_await connection.write_lines();
    end_connection({.reason = error});
}

asio::awaitable<void> StratumClient::tick() {
    while (!ending_) {
        co_await pause_for(std::chrono::seconds{1});
        Actions actions;
        sessions_[*last_pool_].tick(Clock::now(), actions);
        perform(actions);
    }
}

asio::awaitable<void> StratumClient::watch_first_pool() {
    while (true) {
        // A variable, because gcc 12 lays the frame out wrongly with this call inside the co_await.
        const Milliseconds gap = rotation_.first_pool_gap();
        co_await pause_for(gap);
        if (*last_pool_ == 0) {
            continue;
        }
        if (co_await first_pool_has_work()) {
            rotation_.return_to_first();
            end_connection({.reason = "the first pool is back", .intended = true});
            co_return;
        }
        rotation_.first_pool_failed();
    }
}

asio::awaitable<bool> StratumClient::first_pool_has_work() {
    const PoolUrl& url = options_.pools.front().url;
    LineConnection probe{co_await asio::this_coro::executor};
    if (!co_await probe.connect(url.host, url.port, options_.connect_timeout)) {
        co_return false;
    }
    auto work = gives_work(probe, session_settings(options_, 0));
    const auto outcome =
        co_await (std::move(work) || probe.write_lines() || pause_for(options_.connect_timeout));
    co_return outcome.index() == 0 && std::get<0>(outcome);
}

bool StratumClient::awaits_answers() const {
    return connection_ != nullptr && sessions_[*last_pool_].awaits_answers();
}

void StratumClient::abandon(std::string_view why) {
    shares_found();
    Actions actions;
    for (ClientSession& session : sessions_) {
        session.abandon(why, actions);
    }
    perform(actions);
}

void StratumClient::shares_found() {
    Actions actions;
    for (FoundShare& share : shares_.take_all()) {
        const std::size_t pool = share.job->subscription.pool;
        sessions_[pool].share_found(std::move(share), Clock::now(), actions);
    }
    perform(actions);
}

void StratumClient::perform(const Actions& actions) {
    for (const Action& action : actions) {
        std::visit([this](const auto& one) { perform_one(one); }, action);
    }
}

void StratumClient::perform_one(const SendLine& send) {
    if (connection_ == nullptr) {
        return;
    }
    if (options_.protocol_dump) {
        spdlog::info("> {}", send.shown);
    }
    if (!connection_->send(send.line)) {
        end_connection({.reason = "the pool does not read what we send"});
    }
}

void StratumClient::perform_one(const StartJob& start) {
    const MiningJob& job = *start.job;
    last_online_ = Clock::now();
    statistics_.set_difficulty(job.difficulty);
    spdlog::log(start.new_block ? spdlog::level::info : spdlog::level::debug,
                "{} job {} difficulty {:.6g} network difficulty {:.6g}",
                start.new_block ? "new block," : "new work,", printable(job.notify.job_id),
                job.difficulty.value,
                difficulty_of(protocol::decode_compact(job.notify.bits).target).value);
    work_.publish(start.job);
}

void StratumClient::perform_one(const WithdrawWork&) { work_.withdraw(); }

void StratumClient::perform_one(const SettleShare& settle) {
    statistics_.add_share(settle.report);
    const std::string line = share_log_.line(settle.report, statistics_.shares(), Clock::now());
    if (!line.empty()) {
        spdlog::log(level_of(settle.report.fate), line);
    }
}

void StratumClient::perform_one(const Announce& announce) {
    switch (announce.level) {
        case Announce::Level::debug:
            return spdlog::debug(announce.text);
        case Announce::Level::info:
            return spdlog::info(announce.text);
        case Announce::Level::warning:
            return spdlog::warn(announce.text);
        case Announce::Level::error:
            return spdlog::error(announce.text);
    }
}

void StratumClient::perform_one(const EndConnection& end) { end_connection(end); }

void StratumClient::end_connection(EndConnection end) {
    if (!ending_) {
        ending_ = std::move(end);
    }
    if (connection_ != nullptr) {
        connection_->close();
    }
}

}  // namespace sluice::miner
