#include "miner/ui/share_log.hpp"

#include <spdlog/fmt/fmt.h>

#include <array>
#include <utility>

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

std::string ShareLog::line(const ShareReport& report, const ShareCounts& counts, TimePoint now) {
    if (now - second_start_ >= std::chrono::seconds{1}) {
        second_start_ = now;
        lines_ = 0;
    }
    if (lines_ == lines_per_second_max) {
        ++unshown_;
        return {};
    }
    ++lines_;
    std::string text = share_text(report, counts);
    if (const std::uint64_t unshown = std::exchange(unshown_, 0); unshown != 0) {
        text += fmt::format(" (and {} shares before it)", unshown);
    }
    return text;
}

}  // namespace sluice::miner
