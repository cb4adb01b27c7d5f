#include "difficulty/lab/recorded_votes.hpp"

#include "difficulty/lab/file_text.hpp"
#include "protocol/block_header.hpp"
#include "protocol/bytes.hpp"
#include "protocol/hex.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <span>
#include <sstream>
#include <string_view>

namespace sluice::difficulty {
namespace {

using protocol::block_header_size;
using protocol::BlockHeader;
using protocol::Hash256;

std::string at_height(Height height) { return "height " + std::to_string(height) + ": "; }

/// Why a header does not continue the one before it.
std::string broken_link(const std::vector<Hash256>& ids, const BlockHeader& header, Height first,
                        std::size_t index) {
    const auto parent = std::ranges::find(ids, header.previous);
    if (parent != ids.end()) {
        const auto distance = static_cast<Height>(parent - ids.begin());
        return at_height(first + index) + "out of order: its parent is the header at height " +
               std::to_string(first + distance) + "; headers must come in the order of the chain";
    }
    return at_height(first + index) + "not linked: its parent " +
           protocol::to_display_hex(header.previous) + " is not the header before it, " +
           protocol::to_display_hex(ids[index - 1]);
}

Result<VoteRecord> read_headers(std::string_view bytes, const VoteFileOptions& options) {
    const std::size_t count = bytes.size() / block_header_size;
    std::vector<BlockHeader> headers;
    std::vector<Hash256> ids;
    for (std::size_t index = 0; index < count; ++index) {
        protocol::HeaderBytes raw;
        std::ranges::copy(bytes.substr(index * block_header_size, block_header_size), raw.begin());
        headers.push_back(protocol::parse_header(raw));
        ids.push_back(protocol::block_id(headers.back()));
    }
    if (headers.empty()) {
        return Unexpected{"no header: a header has 80 bytes, the file " +
                          std::to_string(bytes.size())};
    }
    const bool from_genesis = headers.front().previous == Hash256{};
    if (!from_genesis && !options.first_height) {
        return Unexpected{std::string(
            "the headers do not begin with a genesis block: say the height of the first, such as "
            "--first-height 822528")};
    }
    VoteRecord record;
    record.first_height = options.first_height.value_or(0);
    const Height first = record.first_height;
    for (std::size_t index = 0; index < count; ++index) {
        if (index > 0 && headers[index].previous != ids[index - 1]) {
            return Unexpected{broken_link(ids, headers[index], first, index)};
        }
        record.versions.push_back(headers[index].version);
        record.times.push_back(headers[index].time);
    }
    if (const std::size_t rest = bytes.size() % block_header_size; rest != 0) {
        return Unexpected{at_height(first + count) + "the file ends after " + std::to_string(rest) +
                          " of the 80 bytes of this header"};
    }
    return record;
}

/// The whole text as one number.
template <class Number>
std::optional<Number> parse(std::string_view text, int base = 10) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
}

std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> cells;
    std::stringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');) {
        cells.push_back(cell);
    }
    return cells;
}

/// CSV of votes, a line at a time.
class CsvReader {
public:
    explicit CsvReader(int bit) : bit_(bit) {}

    Result<void> read_columns(const std::string& line) {
        const std::vector<std::string> names = split(line);
        for (std::size_t i = 0; i < names.size(); ++i) {
            columns_[names[i]] = i;
        }
        if (!columns_.contains("height") ||
            (!columns_.contains("signalled") && !columns_.contains("version"))) {
            return Unexpected{std::string("line 1: the columns must be height and signalled or "
                                          "version, and time if known; not \"") +
                              line + "\""};
        }
        return {};
    }

    Result<void> read_row(const std::string& line, std::size_t number) {
        const std::vector<std::string> cells = split(line);
        const std::string place = "line " + std::to_string(number) + ": ";
        if (cells.size() != columns_.size()) {
            return Unexpected{place + std::to_string(cells.size()) + " cells, not " +
                              std::to_string(columns_.size())};
        }
        const auto height = parse<Height>(cells[columns_.at("height")]);
        if (!height) {
            return Unexpected{place + "\"" + cells[columns_.at("height")] + "\" is no height"};
        }
        const Height expected = record_.first_height + record_.versions.size();
        if (!record_.versions.empty() && *height != expected) {
            return Unexpected{
                place + (*height < expected ? "out of order: height " : "a gap: height ") +
                std::to_string(*height) + " where " + std::to_string(expected) + " must be"};
        }
        const auto version = version_of(cells);
        if (!version) {
            return Unexpected{place + at_height(*height) +
                              "signalled must be 0 or 1, a version up to 8 hex digits"};
        }
        if (const auto column = columns_.find("time"); column != columns_.end()) {
            const auto time = parse<std::int64_t>(cells[column->second]);
            if (!time) {
                return Unexpected{place + at_height(*height) + "\"" + cells[column->second] +
                                  "\" is no Unix time"};
            }
            record_.times.push_back(*time);
        }
        if (record_.versions.empty()) {
            record_.first_height = *height;
        }
        record_.versions.push_back(*version);
        return {};
    }

    Result<VoteRecord> finish() && {
        if (record_.versions.empty()) {
            return Unexpected{std::string("line 2: no block follows the line of columns")};
        }
        return std::move(record_);
    }

private:
    [[nodiscard]] std::optional<std::uint32_t> version_of(
        const std::vector<std::string>& cells) const {
        if (const auto column = columns_.find("version"); column != columns_.end()) {
            std::string_view text = cells[column->second];
            text.remove_prefix(text.starts_with("0x") ? 2 : 0);
            return parse<std::uint32_t>(text, 16);
        }
        const std::string& signalled = cells[columns_.at("signalled")];
        if (signalled != "0" && signalled != "1") {
            return std::nullopt;
        }
        return version_bits_top | (signalled == "1" ? 1U << bit_ : 0U);
    }

    int bit_;
    std::map<std::string, std::size_t> columns_;
    VoteRecord record_;
};

Result<VoteRecord> read_csv(std::string_view text, int bit) {
    CsvReader reader(bit);
    std::istringstream in{std::string(text)};
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (line.ends_with('\r')) {
            line.pop_back();
        }
        const auto read = number == 1 ? reader.read_columns(line) : reader.read_row(line, number);
        if (!read) {
            return Unexpected{read.error()};
        }
    }
    return std::move(reader).finish();
}

/// CSV begins with the letters of a column's name, a header with a version.
bool looks_like_csv(std::string_view bytes) {
    const std::string_view start = bytes.substr(0, 4);
    return !start.empty() && std::ranges::all_of(start, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

}  // namespace

std::int64_t RecordedVotes::time_at(Height height) const {
    if (height + blocks_guessed_ < first_height()) {
        return 0;
    }
    if (!has_times()) {
        return assumed_time_;
    }
    return height < first_height() ? record_.times.front() : record_.times[height - first_height()];
}

Hash256 RecordedVotes::id_at(Height height) const {
    Hash256 id;
    protocol::store_le64(id.bytes.data(), height + 1);
    return id;
}

Result<VoteRecord> read_vote_record(const std::string& path, const VoteFileOptions& options) {
    const auto bytes = read_file(path);
    if (!bytes) {
        return Unexpected{bytes.error()};
    }
    auto record =
        looks_like_csv(*bytes) ? read_csv(*bytes, options.bit) : read_headers(*bytes, options);
    if (!record) {
        return Unexpected{path + ": " + record.error()};
    }
    return record;
}

}  // namespace sluice::difficulty
