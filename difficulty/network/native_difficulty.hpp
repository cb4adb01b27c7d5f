#pragma once
/// Rules of chains that count difficulty as a number of hashes (Monero, Ethereum, Grin, cw-144's
/// chain work) on headers with compact bits. Difficulty here is Bitcoin's block work,
/// floor(2^256 / (target + 1)), and back. Pure, any thread.

#include "difficulty/network/rule_params.hpp"
#include "protocol/pow/target.hpp"

#include <cstdint>

namespace sluice::difficulty {

[[nodiscard]] protocol::UInt256 work_of_bits(std::uint32_t bits);

/// The bits that need this much work, rounded down to the mantissa as consensus code does it; 0
/// work is the limit.
[[nodiscard]] std::uint32_t truncated_bits_of_work(const protocol::UInt256& work,
                                                   const RuleParams& params);

/// The same to the nearest mantissa.
[[nodiscard]] std::uint32_t nearest_bits_of_work(const protocol::UInt256& work,
                                                 const RuleParams& params);

/// The work of the last bits asked for: neighbouring blocks often have the same.
class WorkMemo {
public:
    [[nodiscard]] const protocol::UInt256& of(std::uint32_t bits) {
        if (bits != bits_) {
            bits_ = bits;
            work_ = work_of_bits(bits);
        }
        return work_;
    }

private:
    std::uint32_t bits_ = 0;
    protocol::UInt256 work_ = work_of_bits(0);
};

}  // namespace sluice::difficulty
