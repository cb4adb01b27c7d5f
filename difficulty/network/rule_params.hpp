#pragma once
/// The settings of difficulty rules as data: a plain struct, and for each rule the list of members
/// that it reads with their names and ranges. Regular values, any thread.

#include "difficulty/network/chain_view.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice::difficulty {

/// A point of ASERT's ideal schedule: block `height` was due at `time`, and a chain that is on time
/// has the target `bits`. Bitcoin Cash names an anchor block and its parent's timestamp: that is
/// the parent's height with the anchor's bits. Decred takes height, timestamp and bits of one
/// block.
struct Anchor {
    Height height = 0;
    std::int64_t time = 0;  ///< Unix seconds
    std::uint32_t bits = 0;

    bool operator==(const Anchor&) const = default;
};

/// How the settings of a rule name its anchor.
enum class AnchorForm {
    none,         ///< the rule has no schedule
    own_time,     ///< height, timestamp and bits of one block
    parent_time,  ///< height and bits of a block, and the timestamp of the one before it
};

/// Settings of a rule. A rule reads the spacing, the limit and what its row lists in `parameters`.
struct RuleParams {
    std::int64_t spacing_s = 600;             ///< wanted time between blocks
    std::int64_t window_blocks = 2016;        ///< retarget period or averaging window
    std::int64_t half_life_s = 172'800;       ///< lag behind the schedule that doubles the target
    std::int64_t windows = 20;                ///< retarget periods that an average of periods spans
    std::int64_t damping = 4;                 ///< one part in `damping` of a deviation is corrected
    std::int64_t rise_max_per_mille = 160;    ///< most that a measured time may fall short
    std::int64_t fall_max_per_mille = 320;    ///< most that a measured time may exceed
    std::int64_t proportional_per_mille = 0;  ///< gains of a controller, of the error of one block
    std::int64_t integral_per_mille = 0;
    std::int64_t derivative_per_mille = 0;
    std::int64_t tie_s =
        0;  ///< how much later a timestamp counts that is no later than an earlier one
    // What a test network allows to late blocks (late_blocks.hpp); 0: nothing.
    std::int64_t limit_after_spacings = 0;    ///< a block later than that has the limit
    std::int64_t tenfold_after_spacings = 0;  ///< a block later than that has 10 parents' targets
    std::int64_t walk_back = 0;  ///< 1: others have the bits of the last block not at the limit
    std::uint32_t pow_limit_bits = 0x1d00'ffff;   ///< easiest target allowed
    std::optional<Anchor> anchor = std::nullopt;  ///< none: the chain's genesis block

    bool operator==(const RuleParams&) const = default;
};

/// A tunable number of a rule, by name, with the range in which the rule is defined.
struct RuleParameter {
    std::string_view name;  ///< as in RuleParams, unit included
    std::int64_t RuleParams::*member;
    std::int64_t min;
    std::int64_t max;
};

}  // namespace sluice::difficulty
