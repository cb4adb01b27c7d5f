#include "difficulty/rules/timestamp_checks.hpp"

namespace sluice::difficulty {
namespace {

TimestampFault seam_fault(const ChainView& chain, std::int64_t time, Height period,
                          std::int64_t grace_s) {
    const Height height = chain.next_height();
    if (height == 0 || height % period != 0) {
        return std::nullopt;
    }
    const std::int64_t earliest = chain.time_at(height - 1) - grace_s;
    if (time >= earliest) {
        return std::nullopt;
    }
    return "stamp " + std::to_string(time) + " of block " + std::to_string(height) +
           ", the first of a period, must be at least " + std::to_string(earliest) + ": " +
           std::to_string(grace_s) + " s before its parent";
}

}  // namespace

TimestampFault bip94_fault(const ChainView& chain, std::int64_t time, Height period) {
    constexpr std::int64_t grace_s = 600;  // MAX_TIMEWARP of Bitcoin Core
    return seam_fault(chain, time, period, grace_s);
}

TimestampFault bip54_fault(const ChainView& chain, std::int64_t time, Height period) {
    constexpr std::int64_t grace_s = 7200;
    const Height height = chain.next_height();
    if (height % period == period - 1) {
        const std::int64_t first = chain.time_at(height - (period - 1));
        if (time < first) {
            return "stamp " + std::to_string(time) + " of block " + std::to_string(height) +
                   ", the last of a period, must be at least that of its first block, " +
                   std::to_string(first);
        }
    }
    return seam_fault(chain, time, period, grace_s);
}

}  // namespace sluice::difficulty
