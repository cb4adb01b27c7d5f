#include "pool/monitor/metrics_text.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace sluice::pool::monitor {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

void add_value(MetricFamily& family, double value, Labels labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    (family.type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
    family.metric.push_back(std::move(metric));
}

class Families {
public:
    MetricFamily& add(MetricType type, std::string name, std::string help) {
        return families_.emplace_back(
            MetricFamily{"sluice_pool_" + std::move(name), std::move(help), type, {}});
    }
    void counter(std::string name, std::string help, double value) {
        add_value(add(MetricType::Counter, std::move(name), std::move(help)), value);
    }
    void gauge(std::string name, std::string help, double value, Labels labels = {}) {
        add_value(add(MetricType::Gauge, std::move(name), std::move(help)), value,
                  std::move(labels));
    }
    void histogram(std::string name, std::string help, const prometheus::Histogram& histogram) {
        add(MetricType::Histogram, std::move(name), std::move(help))
            .metric.push_back(histogram.Collect());
    }
    [[nodiscard]] std::string text() const {
        return prometheus::TextSerializer{}.Serialize(families_);
    }

private:
    std::vector<MetricFamily> families_;
};

void add_shares(Families& families, const ShareCounts& shares) {
    families.counter("shares_accepted_total", "Shares accepted and credited.",
                     static_cast<double>(shares.accepted));
    MetricFamily& rejected =
        families.add(MetricType::Counter, "shares_rejected_total", "Shares rejected, by reason.");
    for (std::size_t i = 0; i < reject_reason_count; ++i) {
        add_value(rejected, static_cast<double>(shares.rejected_by[i]),
                  {{"reason", std::string(to_string(static_cast<RejectReason>(i)))}});
    }
    families.counter("hashes_credited_total", "Expected hashes of the accepted shares.",
                     shares.hashes_credited);
}

void add_refusals(Families& families, const Status& status) {
    MetricFamily& refusals =
        families.add(MetricType::Counter, "refusals_total",
                     "Peers of the Stratum port turned away, cut off or limited, by cause.");
    for (std::size_t i = 0; i < refusal_count; ++i) {
        add_value(refusals, static_cast<double>(status.refusals[i]),
                  {{"cause", std::string(to_string(static_cast<Refusal>(i)))}});
    }
}

void add_hashrate(Families& families, const Status& status) {
    MetricFamily& rate = families.add(MetricType::Gauge, "hashrate_hashes_per_second",
                                      "Pool hashrate estimated from credited shares, by window.");
    for (const HashrateEstimate& estimate : status.hashrates) {
        add_value(rate, estimate.hashrate_hps,
                  {{"window_seconds", std::to_string(estimate.window_s)}});
    }
    families.gauge("network_hashrate_hashes_per_second",
                   "Estimated hashrate of the whole network; 0 while unknown.",
                   status.network.hashrate_hps);
}

void add_blocks(Families& families, const BlockCounts& blocks) {
    families.counter("blocks_found_total", "Blocks found since the start.",
                     static_cast<double>(blocks.found_since_start));
    MetricFamily& verdicts = families.add(
        MetricType::Counter, "blocks_total",
        "Verdicts on found blocks since the start; a block orphaned later counts in both.");
    for (std::size_t i = 0; i < block_status_count; ++i) {
        const auto verdict = static_cast<BlockStatus>(i);
        if (verdict != BlockStatus::pending) {
            add_value(verdicts, static_cast<double>(blocks.verdict_events[i]),
                      {{"verdict", std::string(to_string(verdict))}});
        }
    }
}

void add_network(Families& families, const Status& status) {
    const PublishedJob job = status.network.job.value_or(PublishedJob{});
    families.gauge("network_difficulty", "Difficulty of the block being mined.",
                   job.network_difficulty);
    families.gauge("block_height", "Height of the block being mined.",
                   static_cast<double>(job.height));
    families.gauge("source_connected", "Whether block templates come in: 1 or 0.",
                   status.source.connected ? 1 : 0);
    families.gauge("work_withdrawn",
                   "Whether miners are sent away because there is no work: 1 or 0.",
                   status.work.withdrawn ? 1 : 0);
    if (status.work.clock_ahead_s) {
        families.gauge("source_clock_ahead_seconds",
                       "How far the clock of the source of work is ahead of this machine's.",
                       static_cast<double>(*status.work.clock_ahead_s));
    }
}

void add_ledger(Families& families, const LedgerStatus& ledger) {
    families.gauge("ledger_healthy", "Whether the latest commit succeeded: 1 or 0.",
                   ledger.healthy ? 1 : 0);
    families.gauge("ledger_shares_waiting", "Accepted shares whose replies wait for a commit.",
                   static_cast<double>(ledger.queued));
    families.counter("ledger_commits_total", "Groups of shares committed to the ledger.",
                     static_cast<double>(ledger.commits));
    families.counter("ledger_commit_failures_total", "Attempts that failed and were made again.",
                     static_cast<double>(ledger.commit_failures));
    families.counter("ledger_commit_seconds_total", "Time spent in commits.",
                     ledger.commit_seconds);
    families.counter("ledger_shares_committed_total", "Shares in the committed groups.",
                     static_cast<double>(ledger.credits_committed));
}

}  // namespace

std::string metrics_text(const Status& status, const PoolHistograms& histograms) {
    Families families;
    families.gauge("build_info", "Always 1; the labels say what runs.", 1,
                   {{"version", status.identity.version},
                    {"chain", status.identity.chain},
                    {"algorithm", status.identity.algorithm}});
    families.gauge("start_time_seconds", "When the pool started, Unix time.",
                   static_cast<double>(status.identity.started_ms) / 1000.0);
    families.gauge("sessions", "Open Stratum sessions.", static_cast<double>(status.sessions));
    add_shares(families, status.shares);
    add_refusals(families, status);
    add_hashrate(families, status);
    add_blocks(families, status.blocks);
    add_network(families, status);
    add_ledger(families, status.ledger);
    families.histogram("job_broadcast_seconds",
                       "From a new job to having it queued for every session of a shard.",
                       histograms.job_broadcast_seconds);
    return families.text();
}

}  // namespace sluice::pool::monitor
