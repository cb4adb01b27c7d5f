#include "lab/input/header_file.hpp"

#include "base/hex.hpp"
#include "lab/input/csv_reader.hpp"
#include "lab/input/raw_headers.hpp"
#include "protocol/pow/target.hpp"

#include <map>
#include <utility>

namespace sluice::lab {
namespace {

/// The height of the line, and whether it starts a piece of a chain.
std::pair<difficulty::Height, bool> next_height(CsvReader& csv, const HeaderFileOptions& options,
                                                bool first) {
    if (!options.gaps) {
        return {csv.consecutive_height("height", "; replay --gaps takes pieces of a chain"), first};
    }
    return csv.rising_height("height");
}

Result<HeaderFile, std::string> parse_blocks(CsvReader& csv, const HeaderFileOptions& options) {
    HeaderFile result;
    const bool has_bits = csv.has({"bits"});
    const bool native = !has_bits || csv.has({"algorithm"});
    result.has_uncles = csv.has({"has_uncles"});
    result.unit = has_bits ? NativeUnit::bits : NativeUnit::difficulty;
    std::map<std::string_view, std::size_t> algorithms;
    bool first = true;
    while (csv.next()) {
        const auto [height, begins] = next_height(csv, options, first);
        first = false;
        const std::int64_t time = csv.time("time");
        const std::uint32_t bits = has_bits ? csv.bits("bits") : 0;
        if (has_bits) {
            if (begins) {
                result.chains.push_back({height, {}});
            }
            result.chains.back().blocks.push_back({time, bits});
        }
        if (native) {
            if (begins) {
                result.natives.push_back({height, {}});
            }
            NativeBlock block{.time = time};
            block.value = has_bits ? protocol::UInt256{bits} : csv.difficulty("difficulty");
            block.has_uncles = result.has_uncles && csv.flag("has_uncles");
            if (csv.has({"algorithm"})) {
                block.algorithm =
                    algorithms.try_emplace(csv.text("algorithm"), algorithms.size()).first->second;
            }
            result.natives.back().blocks.push_back(block);
        }
    }
    if (!csv.error().empty()) {
        return Unexpected{csv.error()};
    }
    return result;
}

Result<HeaderFile, std::string> parse_periods(CsvReader& csv) {
    HeaderFile result;
    while (csv.next()) {
        const std::uint32_t old_bits = csv.bits("old_bits");
        const RetargetPeriod period{csv.height("first_height"),
                                    {csv.time("first_time"), old_bits},
                                    csv.height("last_height"),
                                    {csv.time("last_time"), old_bits},
                                    csv.bits("new_bits")};
        if (period.last_height <= period.first_height) {
            csv.fail("out of order: last_height " + std::to_string(period.last_height) +
                     " must be above first_height " + std::to_string(period.first_height));
        }
        if (!result.periods.empty()) {
            const RetargetPeriod& before = result.periods.back();
            if (period.first_height != before.last_height + 1) {
                csv.fail("out of order: the period starts at height " +
                         std::to_string(period.first_height) + ", the one before ends at " +
                         std::to_string(before.last_height));
            } else if (period.first.bits != before.next_bits) {
                csv.fail("not linked: old_bits at height " + std::to_string(period.first_height) +
                         " are not the new_bits of the period before");
            }
        }
        result.periods.push_back(period);
    }
    if (!csv.error().empty()) {
        return Unexpected{csv.error()};
    }
    return result;
}

Result<HeaderFile, std::string> parse_raw(std::string_view content, const std::string& file,
                                          const HeaderFileOptions& options) {
    const auto headers = parse_raw_headers(content, file, options.first_height);
    if (!headers) {
        return Unexpected{headers.error()};
    }
    const difficulty::Height first_height = options.first_height.value_or(0);
    HeaderFile result;
    RecordedChain& chain = result.chains.emplace_back();
    chain.first_height = first_height;
    for (const protocol::BlockHeader& header : *headers) {
        if (!protocol::decode_compact(header.bits).valid()) {
            return Unexpected{file + ": the header at height " +
                              std::to_string(first_height + chain.blocks.size()) + " has bits " +
                              to_hex_be32(header.bits) + ", which are no target"};
        }
        chain.blocks.push_back({header.time, header.bits});
    }
    return result;
}

}  // namespace

Result<HeaderFile, std::string> parse_header_file(std::string_view content, const std::string& file,
                                                  const HeaderFileOptions& options) {
    if (content.empty()) {
        return Unexpected{file +
                          ": is empty; expected CSV with the columns height,time,bits, or "
                          "raw 80-byte headers"};
    }
    if (!begins_with_text(content)) {
        return parse_raw(content, file, options);
    }
    if (options.first_height) {
        return Unexpected{file +
                          ": is CSV, which has heights of its own; --first-height is for raw "
                          "80-byte headers"};
    }
    CsvReader csv(content, file);
    if (csv.has({"height", "time", "bits"}) || csv.has({"height", "time", "difficulty"})) {
        return parse_blocks(csv, options);
    }
    if (csv.has(
            {"first_height", "first_time", "last_height", "last_time", "old_bits", "new_bits"})) {
        return parse_periods(csv);
    }
    return Unexpected{file + ":1: the columns are '" + csv.columns() +
                      "'; expected height,time,bits, or height,time,difficulty, or first_height,"
                      "first_time,last_height,last_time,old_bits,new_bits, or raw 80-byte headers"};
}

}  // namespace sluice::lab
