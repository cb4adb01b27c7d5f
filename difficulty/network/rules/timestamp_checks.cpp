#include "difficulty/network/rules/timestamp_checks.hpp"

namespace sluice::difficulty {
namespace {

/// Of the first block of a period: at most `grace_s` before its parent.
std::optional<std::int64_t> seam_earliest(const ChainView& chain, Height period,
                                          std::int64_t grace_s) {
    const Height height = chain.next_height();
    if (height == 0 || height % period != 0) {
        return std::nullopt;
    }
    return chain.time_at(height - 1) - grace_s;
}

/// Of the last block of a period: the timestamp of its first.
std::optional<std::int64_t> span_earliest(const ChainView& chain, Height period) {
    const Height height = chain.next_height();
    if (height % period != period - 1) {
        return std::nullopt;
    }
    return chain.time_at(height - (period - 1));
}

TimestampFault seam_fault(const ChainView& chain, std::int64_t time, Height period,
                          std::int64_t grace_s) {
    const auto earliest = seam_earliest(chain, period, grace_s);
    if (!earliest || time >= *earliest) {
        return std::nullopt;
    }
    return "timestamp " + std::to_string(time) + " of block " +
           std::to_string(chain.next_height()) + ", the first of a period, must be at least " +
           std::to_string(*earliest) + ": " + std::to_string(grace_s) + " s before its parent";
}

constexpr std::int64_t bip94_grace_s = 600;  // MAX_TIMEWARP of Bitcoin Core
constexpr std::int64_t bip54_grace_s = 7200;

}  // namespace

std::string_view to_string(TimestampRule rule) noexcept {
    switch (rule) {
        case TimestampRule::none:
            return "none";
        case TimestampRule::bip94:
            return "bip94";
        case TimestampRule::bip54:
            return "bip54";
    }
    return "none";
}

std::optional<std::int64_t> earliest_timestamp(TimestampRule rule, const ChainView& chain,
                                               Height period) {
    switch (rule) {
        case TimestampRule::none:
            return std::nullopt;
        case TimestampRule::bip94:
            return seam_earliest(chain, period, bip94_grace_s);
        case TimestampRule::bip54: {
            const auto span = span_earliest(chain, period);
            return span ? span : seam_earliest(chain, period, bip54_grace_s);
        }
    }
    return std::nullopt;
}

TimestampFault bip94_fault(const ChainView& chain, std::int64_t time, Height period) {
    return seam_fault(chain, time, period, bip94_grace_s);
}

TimestampFault bip54_fault(const ChainView& chain, std::int64_t time, Height period) {
    const auto first = span_earliest(chain, period);
    if (first && time < *first) {
        return "timestamp " + std::to_string(time) + " of block " +
               std::to_string(chain.next_height()) +
               ", the last of a period, must be at least that of its first block, " +
               std::to_string(*first);
    }
    return seam_fault(chain, time, period, bip54_grace_s);
}

}  // namespace sluice::difficulty
