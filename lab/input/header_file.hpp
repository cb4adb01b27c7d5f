#pragma once
/// Reads recorded chains: CSV of height,time,bits; of height,time,difficulty for chains without
/// bits; of retarget periods; raw 80-byte headers. Every mistake in a file is reported with its
/// line or height. Thread-safe.

#include "base/result.hpp"
#include "difficulty/network/chain_view.hpp"
#include "lab/input/native_rules.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::lab {

/// Blocks of a chain as a file gives them.
struct RecordedChain {
    difficulty::Height first_height = 0;
    std::vector<difficulty::Block> blocks;  ///< in order, without gaps
};

/// The same of a chain whose blocks say more than that.
struct NativeChain {
    difficulty::Height first_height = 0;
    std::vector<NativeBlock> blocks;
};

/// First and last block of a retarget period, and the bits of the block after it.
struct RetargetPeriod {
    difficulty::Height first_height = 0;
    difficulty::Block first;
    difficulty::Height last_height = 0;
    difficulty::Block last;
    std::uint32_t next_bits = 0;
};

struct HeaderFile {
    std::vector<RecordedChain> chains;    ///< one, or more if gaps are allowed
    std::vector<NativeChain> natives;     ///< with a column of difficulty, or bits and algorithm
    NativeUnit unit = NativeUnit::bits;   ///< of natives
    bool has_uncles = false;              ///< natives have a column that says so
    std::vector<RetargetPeriod> periods;  ///< alone
};

struct HeaderFileOptions {
    std::optional<difficulty::Height> first_height =
        std::nullopt;   ///< of raw headers; none: genesis comes first
    bool gaps = false;  ///< a CSV may leave out heights, as one that holds pieces of a chain
};

/// By the file's content: a CSV whose header line has the columns height, time and bits or
/// difficulty (besides: has_uncles as 0 or 1, algorithm), or first_height, first_time, last_height,
/// last_time, old_bits and new_bits; else raw headers, each linked to the one before.
[[nodiscard]] Result<HeaderFile, std::string> parse_header_file(
    std::string_view content, const std::string& file, const HeaderFileOptions& options = {});

}  // namespace sluice::lab
