#include "tests/bench/swarm/report.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <sstream>
#include <thread>

namespace sluice::swarm {
namespace {

Totals sum_of(const TotalsOfBehaviours& all) {
    Totals sum;
    for (const Totals& totals : all) {
        sum.merge(totals);
    }
    return sum;
}

double cpu_us_per_accepted(const ServerUsage& server, const Totals& total) {
    return total.accepted == 0 ? 0
                               : (server.after.cpu_s - server.before.cpu_s) * 1e6 /
                                     static_cast<double>(total.accepted);
}

nlohmann::ordered_json server_json(int pid, const ServerUsage& server, const Totals& total) {
    return {{"pid", pid},
            {"ended", server.ended},
            {"cpu_s", server.after.cpu_s - server.before.cpu_s},
            {"cpu_us_per_accepted_share", cpu_us_per_accepted(server, total)},
            {"rss_before_bytes", server.before.rss_bytes},
            {"rss_after_bytes", server.after.rss_bytes},
            {"rss_max_bytes", server.rss_max_bytes},
            {"descriptors_before", server.before.descriptors},
            {"descriptors_after", server.after.descriptors},
            {"descriptors_max", server.descriptors_max}};
}

/// "p50 1.2, p90 ..., max 9.9 ms"
std::string quantiles_text(const nlohmann::ordered_json& quantiles) {
    std::string text;
    for (const char* const name : {"p50", "p90", "p99", "p999", "max"}) {
        char part[48];
        std::snprintf(part, sizeof part, "%s%s %.3g", text.empty() ? "" : ", ", name,
                      quantiles.at(name).get<double>());
        text += part;
    }
    return text + " ms";
}

}  // namespace

nlohmann::ordered_json report_json(const Settings& settings, const Outcome& outcome) {
    const Totals total = sum_of(outcome.totals);
    std::ostringstream pool;
    pool << settings.pool;
    nlohmann::ordered_json report{
        {"pool", pool.str()},
        {"algorithm", settings.algorithm->name},
        {"machine", {{"cpu", cpu_model()}, {"logical_cpus", std::thread::hardware_concurrency()}}},
        {"threads", settings.threads},
        {"seed", settings.seed},
        {"elapsed_s", outcome.elapsed_s},
        {"tips", outcome.tips},
        {"total", total.json()}};
    for (std::size_t kind = 0; kind < behaviour_count; ++kind) {
        if (settings.mix.miners[kind] != 0) {
            report["behaviours"][std::string(to_string(static_cast<Behaviour>(kind)))] =
                outcome.totals[kind].json();
        }
    }
    if (outcome.server) {
        report["server"] = server_json(*settings.pid, *outcome.server, total);
    }
    if (settings.per_miner) {
        report["miners"] = nlohmann::ordered_json::object();
        for (const MinerShares& miner : outcome.miners) {
            report["miners"][miner.worker] = miner.accepted;
        }
    }
    return report;
}

std::string report_text(const Settings& settings, const Outcome& outcome) {
    const Totals total = sum_of(outcome.totals);
    const auto json = total.json();
    std::ostringstream out;
    out << total.miners << " miners at " << settings.pool << " for " << settings.duration.count()
        << " s on " << cpu_model() << "\n"
        << "connections  " << total.connects << ", " << total.connect_failures << " failed, "
        << total.closed_before_login + total.closed_after_login << " closed by the pool\n"
        << "logins       " << total.logins << ", " << quantiles_text(json["login_ms"]) << "\n"
        << "shares       " << total.submitted << " submitted, " << total.accepted << " accepted, "
        << json["rejected"] << " rejected, " << total.unanswered << " unanswered, "
        << total.not_found << " given up\n";
    for (const auto& [reason, count] : total.rejected) {
        out << "  rejected   " << count << " "
            << nlohmann::json(reason).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace)
            << "\n";
    }
    out << "replies      " << quantiles_text(json["reply_ms"]) << "\n"
        << "new blocks   " << outcome.tips << ", spread of their jobs "
        << quantiles_text(json["notify_spread_ms"]) << "\n";
    if (outcome.server) {
        const ServerUsage& server = *outcome.server;
        out << "pool         " << server.after.cpu_s - server.before.cpu_s << " s of CPU, "
            << cpu_us_per_accepted(server, total) << " us an accepted share, at most "
            << server.rss_max_bytes / (1024 * 1024) << " MiB and " << server.descriptors_max
            << " descriptors" << (server.ended ? "; IT HAS ENDED" : "") << "\n";
    }
    return out.str();
}

}  // namespace sluice::swarm
