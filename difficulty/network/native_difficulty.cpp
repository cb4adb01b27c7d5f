#include "difficulty/network/native_difficulty.hpp"

#include "difficulty/network/target_math.hpp"

namespace sluice::difficulty {
namespace {

using protocol::Target;
using protocol::UInt256;

/// floor(2^256 / work) - 1 without 2^256: (2^256 - work) / work.
UInt256 target_of_work(const UInt256& work) { return UInt256{(~work + 1) / work}; }

}  // namespace

UInt256 work_of_bits(std::uint32_t bits) { return protocol::work_of(Target{target_of(bits)}); }

std::uint32_t truncated_bits_of_work(const UInt256& work, const RuleParams& params) {
    return work == 0 ? params.pow_limit_bits : bits_within(target_of_work(work), params);
}

std::uint32_t nearest_bits_of_work(const UInt256& work, const RuleParams& params) {
    return work == 0 ? params.pow_limit_bits : nearest_bits_within(target_of_work(work), params);
}

}  // namespace sluice::difficulty
