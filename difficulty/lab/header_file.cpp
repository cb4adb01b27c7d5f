#include "difficulty/lab/header_file.hpp"

#include "difficulty/lab/csv_reader.hpp"
#include "difficulty/lab/raw_headers.hpp"
#include "protocol/hex.hpp"
#include "protocol/target.hpp"

namespace sluice::difficulty {
namespace {

Result<HeaderFile, std::string> parse_blocks(CsvReader& csv) {
    HeaderFile result;
    RecordedChain& chain = result.chain;
    while (csv.next()) {
        const Height height = csv.consecutive_height("height");
        if (chain.blocks.empty()) {
            chain.first_height = height;
        }
        chain.blocks.push_back({csv.time("time"), csv.bits("bits")});
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
                                          Height first_height) {
    const auto headers = parse_raw_headers(content, file, first_height);
    if (!headers) {
        return Unexpected{headers.error()};
    }
    HeaderFile result;
    RecordedChain& chain = result.chain;
    chain.first_height = first_height;
    for (const protocol::BlockHeader& header : *headers) {
        if (!protocol::decode_compact(header.bits).valid()) {
            return Unexpected{file + ": the header at height " +
                              std::to_string(first_height + chain.blocks.size()) + " has bits " +
                              protocol::to_hex_be32(header.bits) + ", which are no target"};
        }
        chain.blocks.push_back({header.time, header.bits});
    }
    return result;
}

}  // namespace

Result<HeaderFile, std::string> parse_header_file(std::string_view content, const std::string& file,
                                                  Height first_height) {
    if (content.empty()) {
        return Unexpected{file +
                          ": is empty; expected CSV with the columns height,time,bits, or "
                          "raw 80-byte headers"};
    }
    if (!begins_with_text(content)) {
        return parse_raw(content, file, first_height);
    }
    CsvReader csv(content, file);
    if (csv.has({"height", "time", "bits"})) {
        return parse_blocks(csv);
    }
    if (csv.has(
            {"first_height", "first_time", "last_height", "last_time", "old_bits", "new_bits"})) {
        return parse_periods(csv);
    }
    return Unexpected{file + ":1: the columns are '" + csv.columns() +
                      "'; expected height,time,bits, or first_height,first_time,last_height,"
                      "last_time,old_bits,new_bits, or raw 80-byte headers"};
}

}  // namespace sluice::difficulty
