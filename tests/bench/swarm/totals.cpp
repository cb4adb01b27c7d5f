#include "tests/bench/swarm/totals.hpp"

#include <nlohmann/json.hpp>

#include <numeric>

namespace sluice::swarm {
namespace {

double milliseconds(std::chrono::nanoseconds duration) {
    return static_cast<double>(duration.count()) / 1e6;
}

nlohmann::ordered_json quantiles_ms(const DurationHistogram& durations) {
    return {{"count", durations.count()},
            {"p50", milliseconds(durations.quantile(0.5))},
            {"p90", milliseconds(durations.quantile(0.9))},
            {"p99", milliseconds(durations.quantile(0.99))},
            {"p999", milliseconds(durations.quantile(0.999))},
            {"max", milliseconds(durations.max())}};
}

}  // namespace

void Totals::count_rejected(const protocol::stratum_v1::Reply& reply) {
    std::string reason = reply.error ? std::to_string(reply.error->code) + " " + reply.error->text
                                     : std::string{"answered false"};
    if (reason.size() > reason_size_max) {
        reason.resize(reason_size_max);
    }
    if (rejected.size() >= reasons_max && !rejected.contains(reason)) {
        reason = "other reasons";
    }
    ++rejected[reason];
}

void Totals::merge(const Totals& other) {
    miners += other.miners;
    connects += other.connects;
    connect_failures += other.connect_failures;
    logins += other.logins;
    closed_before_login += other.closed_before_login;
    closed_after_login += other.closed_after_login;
    lines_sent += other.lines_sent;
    submitted += other.submitted;
    accepted += other.accepted;
    unanswered += other.unanswered;
    not_found += other.not_found;
    accepted_difficulty += other.accepted_difficulty;
    for (const auto& [reason, count] : other.rejected) {
        rejected[reason] += count;
    }
    reply.merge(other.reply);
    login.merge(other.login);
    notify_spread.merge(other.notify_spread);
}

nlohmann::ordered_json Totals::json() const {
    const auto rejected_count =
        std::accumulate(rejected.begin(), rejected.end(), std::uint64_t{0},
                        [](std::uint64_t sum, const auto& reason) { return sum + reason.second; });
    return {{"miners", miners},
            {"connects", connects},
            {"connect_failures", connect_failures},
            {"logins", logins},
            {"closed_before_login", closed_before_login},
            {"closed_after_login", closed_after_login},
            {"lines_sent", lines_sent},
            {"submitted", submitted},
            {"accepted", accepted},
            {"accepted_difficulty", accepted_difficulty},
            {"rejected", rejected_count},
            {"rejected_by_reason", rejected},
            {"unanswered", unanswered},
            {"not_found", not_found},
            {"reply_ms", quantiles_ms(reply)},
            {"login_ms", quantiles_ms(login)},
            {"notify_spread_ms", quantiles_ms(notify_spread)}};
}

}  // namespace sluice::swarm
