#pragma once
/// Reads recorded chains: CSV of height,time,bits; CSV of retarget periods; raw 80-byte headers.
/// Every mistake in a file is reported with its line or height. Thread-safe.

#include "difficulty/chain_view.hpp"
#include "protocol/result.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::difficulty {

/// Blocks of a chain as a file gives them.
struct RecordedChain {
    Height first_height = 0;
    std::vector<Block> blocks;  ///< in order, without gaps
};

/// First and last block of a retarget period, and the bits of the block after it.
struct RetargetPeriod {
    Height first_height = 0;
    Block first;
    Height last_height = 0;
    Block last;
    std::uint32_t next_bits = 0;
};

/// One of the two is filled.
struct HeaderFile {
    RecordedChain chain;
    std::vector<RetargetPeriod> periods;
};

/// By the file's content: a CSV whose header line has the columns height, time and bits, or
/// first_height, first_time, last_height, last_time, old_bits and new_bits; else raw headers, the
/// first of them at `first_height`, each linked to the one before.
[[nodiscard]] Result<HeaderFile, std::string> parse_header_file(std::string_view content,
                                                                const std::string& file,
                                                                Height first_height);

}  // namespace sluice::difficulty
