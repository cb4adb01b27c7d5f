#include "pool/http/api_json.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>
#include <optional>

namespace sluice::pool {
namespace {

using namespace monitor;
using Json = nlohmann::ordered_json;

std::string to_text(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

double seconds(std::int64_t time_ms) { return static_cast<double>(time_ms) / 1000.0; }

/// Null for "never", which the Monitor writes as time 0.
Json time_or_null(std::int64_t time_ms) {
    return time_ms == 0 ? Json(nullptr) : Json(seconds(time_ms));
}

template <class T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

std::string bits_hex(std::uint32_t bits) {
    char text[9];
    std::snprintf(text, sizeof text, "%08x", bits);
    return text;
}

Json hashrate(const HashrateEstimate& estimate) {
    return {{"window_s", estimate.window_s},
            {"observed_s", estimate.observed_s},
            {"hashrate_hps", estimate.hashrate_hps},
            {"margin_hps", estimate.margin_hps},
            {"shares", estimate.shares}};
}

Json pool(const Status& status) {
    const PoolIdentity& identity = status.identity;
    return {{"name", identity.name},
            {"chain", identity.chain},
            {"algorithm", identity.algorithm},
            {"version", identity.version},
            {"stratum_host", identity.stratum_host},
            {"stratum_port", identity.stratum_port},
            {"block_interval_target_s", identity.block_interval_target_s},
            {"is_whole_network", identity.pool_is_network},
            {"uptime_s", seconds(status.uptime_ms)},
            {"sessions", status.sessions}};
}

Json shares(const ShareCounts& counts) {
    Json reasons = Json::object();
    for (std::size_t i = 0; i < reject_reason_count; ++i) {
        reasons[std::string(to_string(static_cast<RejectReason>(i)))] = counts.rejected_by[i];
    }
    return {{"accepted", counts.accepted},
            {"rejected", counts.rejected},
            {"rejected_by_reason", std::move(reasons)},
            {"hashes_credited", counts.hashes_credited}};
}

Json blocks(const BlockCounts& counts) {
    Json verdicts = Json::object();
    for (std::size_t i = 0; i < block_status_count; ++i) {
        verdicts[std::string(to_string(static_cast<BlockStatus>(i)))] = counts.by_verdict[i];
    }
    return {{"found", counts.found},
            {"by_verdict", std::move(verdicts)},
            {"last_time_s", counts.last_ms ? Json(seconds(*counts.last_ms)) : Json(nullptr)},
            {"interval_mean_s", or_null(counts.interval_mean_s)},
            {"interval_mean_blocks", counts.interval_mean_blocks},
            {"effort_current", or_null(counts.effort_current)}};
}

Json job(const std::optional<PublishedJob>& published) {
    if (!published) {
        return nullptr;
    }
    return {{"height", published->height},
            {"bits", bits_hex(published->bits)},
            {"transactions", published->transactions},
            {"coinbase_value_sat", published->coinbase_value_sat},
            {"time_s", seconds(published->time_ms)}};
}

Json network(const NetworkView& view) {
    const bool known = view.hashrate_hps > 0;
    return {
        {"difficulty", view.job ? Json(view.job->network_difficulty) : Json(nullptr)},
        {"hashrate_hps", known ? Json(view.hashrate_hps) : Json(nullptr)},
        {"equilibrium_difficulty", known ? Json(view.difficulty_at_equilibrium) : Json(nullptr)},
        {"job", job(view.job)}};
}

constexpr std::string_view log_says_why = "the pool's log says why";

/// What everyone may read of why the ledger does not write.
std::string_view public_error(const Status& status) {
    const std::string& error = status.ledger.error;
    return status.identity.tells_details || error.empty() ? error : log_says_why;
}

std::string_view public_detail(const Status& status) {
    if (status.identity.tells_details) {
        return status.source.detail;
    }
    return status.source.connected ? std::string_view{} : log_says_why;
}

/// An orphan's reason is the pool's own sentence.
std::string_view public_reason(const PoolBlock& block, bool details) {
    const bool own = block.verdict == BlockStatus::orphaned || block.reason.empty();
    return details || own ? block.reason : log_says_why;
}

/// Rounds to six significant digits: more than any estimate holds, and a third of the bytes.
Json column(const std::vector<double>& values) {
    Json array = Json::array();
    for (const double value : values) {
        if (value == 0 || !std::isfinite(value)) {
            array.push_back(std::isfinite(value) ? Json(0) : Json(nullptr));
            continue;
        }
        const double digits = 5 - std::floor(std::log10(std::abs(value)));
        const double scale = std::pow(10.0, std::abs(digits));
        array.push_back(digits >= 0 ? std::round(value * scale) / scale
                                    : std::round(value / scale) * scale);
    }
    return array;
}

}  // namespace

std::string status_json(const Status& status) {
    Json rates = Json::array();
    for (const HashrateEstimate& estimate : status.hashrates) {
        rates.push_back(hashrate(estimate));
    }
    return to_text({{"time_s", seconds(status.now_ms)},
                    {"pool", pool(status)},
                    {"hashrates", std::move(rates)},
                    {"shares", shares(status.shares)},
                    {"blocks", blocks(status.blocks)},
                    {"network", network(status.network)},
                    {"ledger",
                     {{"healthy", status.ledger.healthy},
                      {"error", public_error(status)},
                      {"shares_waiting", status.ledger.queued},
                      {"shares_committed", status.ledger.credits_committed},
                      {"commits", status.ledger.commits},
                      {"commit_failures", status.ledger.commit_failures}}},
                    {"source",
                     {{"connected", status.source.connected},
                      {"name", status.source.chain},
                      {"detail", public_detail(status)},
                      {"work_withdrawn", status.work.withdrawn},
                      {"clock_ahead_s", or_null(status.work.clock_ahead_s)}}}});
}

std::string history_json(const History& history) {
    return to_text({{"step_s", history.step_s},
                    {"hashrate_window_s", history.hashrate_window_s},
                    {"time_s", history.time_s},
                    {"hashrate_hps", column(history.hashrate_hps)},
                    {"hashrate_margin_hps", column(history.hashrate_margin_hps)},
                    {"accepted_per_min", column(history.accepted_per_min)},
                    {"rejected_per_min", column(history.rejected_per_min)},
                    {"network_difficulty", column(history.network_difficulty)},
                    {"equilibrium_difficulty", column(history.equilibrium_difficulty)},
                    {"sessions", column(history.sessions)}});
}

std::string blocks_json(const std::vector<BlockRow>& rows, bool details) {
    Json list = Json::array();
    for (const auto& [block, interval_s] : rows) {
        list.push_back({{"height", block.height},
                        {"hash", block.hash},
                        {"time_s", seconds(block.time_ms)},
                        {"interval_s", or_null(interval_s)},
                        {"worker", block.worker},
                        {"network_difficulty", block.network_difficulty},
                        {"share_difficulty", block.share_difficulty},
                        {"verdict", to_string(block.verdict)},
                        {"reason", public_reason(block, details)}});
    }
    return to_text({{"blocks", std::move(list)}});
}

std::string workers_json(const WorkerTableView& view) {
    Json list = Json::array();
    for (const WorkerRow& row : view.rows) {
        list.push_back({{"name", row.name},
                        {"connected", row.connected},
                        {"hashrate", hashrate(row.hashrate)},
                        {"difficulty", row.difficulty},
                        {"best_share_difficulty", row.best_share},
                        {"accepted", row.accepted},
                        {"rejected", row.rejected},
                        {"last_share_time_s", time_or_null(row.last_share_ms)}});
    }
    return to_text({{"workers_tracked", view.tracked},
                    {"workers_matching", view.matching},
                    {"workers", std::move(list)}});
}

std::string deployments_json(const std::vector<DeploymentStatus>& deployments,
                             const std::vector<UnknownVote>& unknown_votes) {
    Json list = Json::array();
    for (const DeploymentStatus& deployment : deployments) {
        list.push_back({{"name", deployment.name},
                        {"bit", or_null(deployment.bit)},
                        {"state", deployment.state},
                        {"since_height", or_null(deployment.since)},
                        {"period_blocks", or_null(deployment.period)},
                        {"threshold_blocks", or_null(deployment.threshold)},
                        {"elapsed_blocks", or_null(deployment.elapsed)},
                        {"signalling_blocks", or_null(deployment.count)},
                        {"signalled_by_pool", deployment.signalled_by_us}});
    }
    Json votes = Json::array();
    for (const UnknownVote& vote : unknown_votes) {
        votes.push_back({{"name", vote.name}, {"signal", vote.signal}, {"hint", vote.hint}});
    }
    return to_text({{"deployments", std::move(list)}, {"unknown_votes", std::move(votes)}});
}

std::string summary_json(const Status& status) {
    Json states = Json::object();
    for (const DeploymentStatus& deployment : status.source.deployments) {
        states[deployment.name] = deployment.state;
    }
    const auto accepted = static_cast<std::size_t>(BlockStatus::accepted);
    return to_text(
        {{"blocks", status.blocks.by_verdict[accepted]},
         {"accepted_shares", status.shares.accepted},
         {"difficulty", status.network.job ? status.network.job->network_difficulty : 0.0},
         {"deployments", std::move(states)}});
}

std::string error_json(std::string_view message) { return to_text({{"error", message}}); }

}  // namespace sluice::pool
