#include "lab/input/recorded_votes.hpp"

#include "base/bytes.hpp"
#include "lab/input/csv_reader.hpp"
#include "lab/input/raw_headers.hpp"
#include "lab/support/file_text.hpp"
#include "protocol/bitcoin/block_header.hpp"

#include <charconv>
#include <string_view>

namespace sluice::lab {
namespace {

using protocol::BlockHeader;
using protocol::Hash256;

Result<VoteRecord> parse_headers(std::string_view content, const std::string& file,
                                 std::optional<difficulty::Height> first_height) {
    const auto headers = parse_raw_headers(content, file, first_height);
    if (!headers) {
        return Unexpected{headers.error()};
    }
    VoteRecord record;
    record.first_height = first_height.value_or(0);
    for (const BlockHeader& header : *headers) {
        record.versions.push_back(header.version);
        record.times.push_back(header.time);
    }
    return record;
}

/// The cell of "version" in hexadecimal, with or without 0x.
std::uint32_t version_of(CsvReader& csv) {
    std::string_view text = csv.text("version");
    text.remove_prefix(text.starts_with("0x") ? 2 : 0);
    std::uint32_t version = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version, 16);
    if (error != std::errc{} || end != text.data() + text.size()) {
        csv.fail("version '" + std::string(text) + "' is no number of up to 8 hexadecimal digits");
    }
    return version;
}

/// A version that has the bit of the cell of "signalled".
std::uint32_t version_of_vote(CsvReader& csv, int bit) {
    const std::string_view text = csv.text("signalled");
    if (text != "0" && text != "1") {
        csv.fail("signalled '" + std::string(text) + "' must be 0 or 1");
    }
    return protocol::version_bits_top | (text == "1" ? 1U << bit : 0U);
}

Result<VoteRecord> parse_csv(std::string_view content, const std::string& file, int bit) {
    CsvReader csv(content, file);
    if (!csv.has({"height", "version"}) && !csv.has({"height", "signalled"})) {
        return Unexpected{file + ":1: the columns are '" + csv.columns() +
                          "'; expected height and signalled or version, and time if known, or raw "
                          "80-byte headers"};
    }
    VoteRecord record;
    while (csv.next()) {
        const difficulty::Height height = csv.consecutive_height("height");
        if (record.versions.empty()) {
            record.first_height = height;
        }
        record.versions.push_back(csv.has({"version"}) ? version_of(csv)
                                                       : version_of_vote(csv, bit));
        if (csv.has({"time"})) {
            record.times.push_back(csv.time("time"));
        }
    }
    if (record.versions.empty()) {
        csv.fail("no block follows the line of columns");
    }
    if (!csv.error().empty()) {
        return Unexpected{csv.error()};
    }
    return record;
}

}  // namespace

std::int64_t RecordedVotes::time_at(difficulty::Height height) const {
    if (height + blocks_guessed_ < first_height()) {
        return 0;
    }
    if (!has_times()) {
        return assumed_time_;
    }
    return height < first_height() ? record_.times.front() : record_.times[height - first_height()];
}

Hash256 RecordedVotes::id_at(difficulty::Height height) const {
    Hash256 id;
    store_le64(id.bytes.data(), height + 1);
    return id;
}

Result<VoteRecord> read_vote_record(const std::string& path, const VoteFileOptions& options) {
    const auto content = read_file(path);
    if (!content) {
        return Unexpected{content.error()};
    }
    if (!begins_with_text(*content)) {
        return parse_headers(*content, path, options.first_height);
    }
    if (options.first_height) {
        return Unexpected{path +
                          ": is CSV, which has heights of its own; --first-height is for raw "
                          "80-byte headers"};
    }
    return parse_csv(*content, path, options.bit);
}

}  // namespace sluice::lab
