#pragma once
/// The exceptions that test networks make for late blocks, so that a chain goes on after its miners
/// left: settings of any rule, beside its own. Here is what a chain requires of a block, exceptions
/// included; a row's own next_bits knows none. Pure, any thread.

#include "difficulty/network/rule.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace sluice::difficulty {

inline constexpr std::int64_t late_spacings_max = 100'000;

/// The settings, which every rule has; 0 is off.
inline constexpr std::array late_parameters{
    RuleParameter{"limit_after_spacings", &RuleParams::limit_after_spacings, 0, late_spacings_max},
    RuleParameter{"tenfold_after_spacings", &RuleParams::tenfold_after_spacings, 0,
                  late_spacings_max},
    RuleParameter{"walk_back", &RuleParams::walk_back, 0, 1},
};

/// Whether the bits of a block depend on its own timestamp.
[[nodiscard]] inline bool reads_next_time(const DifficultyRule& rule, const RuleParams& params) {
    return rule.reads_next_time || params.limit_after_spacings > 0 ||
           params.tenfold_after_spacings > 0;
}

/// Whether a cursor must look at more than the rule.
[[nodiscard]] inline bool has_exceptions(const RuleParams& params) {
    return params.limit_after_spacings > 0 || params.tenfold_after_spacings > 0 ||
           params.walk_back > 0;
}

/// Whether the block at this height retargets; no exception holds there.
[[nodiscard]] inline bool is_retarget(const DifficultyRule& rule, const RuleParams& params,
                                      Height height) {
    return rule.periodic && height % static_cast<Height>(params.window_blocks) == 0;
}

/// The bits of a block that comes late after `tip`; none if it does not.
[[nodiscard]] std::optional<std::uint32_t> late_bits(const Block& tip, std::int64_t next_time,
                                                     const RuleParams& params);

/// Bits of the block at chain.next_height() timestamped `next_time`, as the chain requires them.
/// Reads what the rule reads.
[[nodiscard]] std::uint32_t required_bits(const DifficultyRule& rule, const ChainView& chain,
                                          const RuleParams& params, std::int64_t next_time);

}  // namespace sluice::difficulty
