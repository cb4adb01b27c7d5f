#pragma once
/// What an operator should look at in a template that is well formed: signs that the node is on
/// another chain than it was, or pays something that its chain hardly can. Pure, any thread.

#include "protocol/bitcoin/block_template.hpp"

#include <cstdint>
#include <string>

namespace sluice::pool {

/// Reorganisations stay below this many blocks; six confirmations count as final.
inline constexpr std::int64_t height_fall_noticed = 6;
/// Fees move the reward, seldom by this factor from one template to the next.
inline constexpr std::int64_t reward_change_noticed = 10;
/// Satoshi: twice what Dogecoin, the most generous chain in use, pays for a block.
inline constexpr std::int64_t reward_noticed = 20'000LL * 100'000'000LL;

/// A sentence, or empty. `before` is the template that `now` takes the place of, null at the start:
/// what has been odd before is told once.
[[nodiscard]] std::string oddity_of(const protocol::BlockTemplate* before,
                                    const protocol::BlockTemplate& now);

}  // namespace sluice::pool
