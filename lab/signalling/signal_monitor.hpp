#pragma once
/// SignalMonitor: votes for upgrades that nobody told us of. Bitcoin Core warns of "unknown new
/// rules" bit by bit, but since miners roll the bits that BIP320 reserved for them, a monitor of
/// all 29 bits sees noise: this one leaves a mask out, names what it watches, and counts the rest
/// of it separately, so that the size of the noise can be seen too. Not thread-safe.

#include "difficulty/signalling/version_bits.hpp"
#include "protocol/bitcoin/block_header.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace sluice::lab {

inline constexpr std::size_t version_bit_count = difficulty::version_bit_max + 1;

/// How seriously to take a bit, by its share of a window of blocks.
enum class SignalLevel {
    none,
    stray,    ///< less than stray_share: a bug or a trial
    vote,     ///< somebody means it
    lock_in,  ///< as many as would lock an upgrade in
};

/// "none", "stray", "vote" or "lock-in".
[[nodiscard]] std::string_view to_string(SignalLevel level) noexcept;

inline constexpr double stray_share = 0.01;
inline constexpr double lock_in_share = 0.9;  ///< 1815 of 2016, today's threshold

struct MonitorOptions {
    std::uint32_t known = 0;                        ///< bits of deployments that have a name
    std::uint32_t ignored = protocol::bip320_mask;  ///< bits that miners roll
    std::uint64_t window = 2016;                    ///< blocks, aligned as periods are
};

/// One bit over all blocks seen.
struct BitActivity {
    int bit = 0;
    std::uint64_t blocks = 0;       ///< that set it
    std::uint64_t window_most = 0;  ///< most of them in one window
    difficulty::Height first = 0;   ///< the first and the last of them; blocks > 0
    difficulty::Height last = 0;
    SignalLevel level = SignalLevel::none;  ///< by the share of the best window
};

class SignalMonitor {
public:
    explicit SignalMonitor(const MonitorOptions& options = {}) : options_(options) {}

    /// Blocks in the order of their heights.
    void add(difficulty::Height height, std::uint32_t version);

    /// Bits neither known nor ignored that a block has set, most used first.
    [[nodiscard]] std::vector<BitActivity> unknown() const { return active(~excluded()); }
    /// Every bit that a block has set, whatever it is for.
    [[nodiscard]] std::vector<BitActivity> all() const { return active(~0U); }

    [[nodiscard]] std::uint64_t blocks() const noexcept { return blocks_; }
    /// Blocks with any bit of the ignored mask set: miners that roll their version.
    [[nodiscard]] std::uint64_t blocks_rolled() const noexcept { return blocks_rolled_; }
    /// Blocks with any unknown bit set, as a monitor without the mask would count them.
    [[nodiscard]] std::uint64_t blocks_unknown_unmasked() const noexcept {
        return blocks_unknown_unmasked_;
    }
    /// Blocks with any unknown bit set outside of the mask.
    [[nodiscard]] std::uint64_t blocks_unknown() const noexcept { return blocks_unknown_; }
    /// Blocks whose top bits are not 001: they vote on nothing.
    [[nodiscard]] std::uint64_t blocks_without_votes() const noexcept {
        return blocks_without_votes_;
    }

private:
    struct BitCount {
        std::uint64_t blocks = 0;
        std::uint64_t window_blocks = 0;  ///< in the window of the last block seen
        std::uint64_t window_most = 0;
        difficulty::Height first = 0;
        difficulty::Height last = 0;
    };

    [[nodiscard]] std::uint32_t excluded() const noexcept {
        return options_.known | options_.ignored;
    }
    [[nodiscard]] std::vector<BitActivity> active(std::uint32_t bits) const;

    MonitorOptions options_;
    std::array<BitCount, version_bit_count> bits_{};
    std::uint64_t window_ = 0;  ///< number of the window of the last block seen
    std::uint64_t blocks_ = 0;
    std::uint64_t blocks_rolled_ = 0;
    std::uint64_t blocks_unknown_ = 0;
    std::uint64_t blocks_unknown_unmasked_ = 0;
    std::uint64_t blocks_without_votes_ = 0;
};

}  // namespace sluice::lab
