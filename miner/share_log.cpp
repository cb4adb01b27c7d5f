#include "miner/share_log.hpp"

#include <spdlog/spdlog.h>

#include <array>
#include <cmath>

namespace sluice::miner {

std::string hashrate_text(double hashes_per_second) {
    constexpr std::array<const char*, 7> units{"H/s",  "kH/s", "MH/s", "GH/s",
                                               "TH/s", "PH/s", "EH/s"};
    std::size_t unit = 0;
    while (hashes_per_second >= 1000 && unit + 1 < units.size()) {
        hashes_per_second /= 1000;
        ++unit;
    }
    const int decimals = hashes_per_second >= 100 ? 1 : 2;
    return fmt::format("{:.{}f} {}", hashes_per_second, decimals, units[unit]);
}

std::string share_text(const ShareReport& report, const ShareCounts& counts) {
    const double percent = counts.judged() == 0 ? 0
                                                : 100 * static_cast<double>(counts.accepted) /
                                                      static_cast<double>(counts.judged());
    switch (report.fate) {
        case ShareFate::accepted:
            return fmt::format("accepted {}/{} ({:.1f} %) diff {:.6g} share {:.6g} {} ms",
                               counts.accepted, counts.judged(), percent,
                               report.job_difficulty.value, report.difficulty.value,
                               report.latency.count());
        case ShareFate::rejected:
            return fmt::format("rejected {}/{} ({:.1f} % accepted) diff {:.6g} {} ms: {}",
                               counts.rejected, counts.judged(), percent,
                               report.job_difficulty.value, report.latency.count(), report.reason);
        case ShareFate::stale:
            return fmt::format("stale share dropped: {}", report.reason);
        case ShareFate::lost:
            return fmt::format("share lost: {}", report.reason);
    }
    return {};
}

void log_share(const ShareReport& report, const ShareCounts& counts) {
    spdlog::level::level_enum level = spdlog::level::info;
    if (report.fate == ShareFate::rejected) {
        level = spdlog::level::warn;
    } else if (report.fate == ShareFate::lost) {
        level = spdlog::level::debug;
    }
    spdlog::log(level, share_text(report, counts));
}

}  // namespace sluice::miner
