#include "tests/unit/difficulty/wild_chain.hpp"

#include "protocol/pow/target.hpp"

#include <algorithm>

namespace sluice::difficulty {

std::int64_t WildMiner::next_time(std::int64_t tip_time) {
    const auto some = [&](std::int64_t bound) {
        return static_cast<std::int64_t>(below(static_cast<std::uint64_t>(bound)));
    };
    switch (below(16)) {
        case 0:
            return tip_time;
        case 1:
            return tip_time - some(20 * spacing_s_);
        case 2:
            return tip_time + some(40 * spacing_s_);
        case 3:
            return tip_time + 1;
        default:
            return tip_time + some(2 * spacing_s_) + 1;
    }
}

std::uint32_t WildMiner::next_bits(std::uint32_t wanted, std::uint32_t limit_bits) {
    if (below(50) != 0) {
        return wanted;
    }
    const protocol::Target limit = protocol::decode_compact(limit_bits).target;
    const protocol::Target any{protocol::UInt256{random_()} << static_cast<unsigned>(below(200))};
    return protocol::encode_compact({std::clamp(any.value, protocol::UInt256{1}, limit.value)});
}

}  // namespace sluice::difficulty
