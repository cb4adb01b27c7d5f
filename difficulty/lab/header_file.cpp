#include "difficulty/lab/header_file.hpp"

#include "protocol/block_header.hpp"
#include "protocol/hex.hpp"
#include "protocol/target.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace sluice::difficulty {
namespace {

/// Cells of the named columns, line by line.
class CsvReader {
public:
    CsvReader(std::string_view content, const std::string& file) : rest_(content), file_(file) {
        header_ = split(take_line());
    }

    [[nodiscard]] bool has(std::string_view column) const {
        return std::ranges::find(header_, column) != header_.end();
    }

    /// The next line that is not empty; false at the end.
    bool next() {
        while (!rest_.empty()) {
            const std::string_view line = take_line();
            if (!line.empty()) {
                cells_ = split(line);
                return true;
            }
        }
        return false;
    }

    /// A cell as a whole number; the first failure is kept.
    std::int64_t number(std::string_view column) {
        const std::string_view text = cell(column);
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size()) {
            fail(std::string(column) + " '" + std::string(text) + "' is no whole number");
        }
        return value;
    }

    /// A header's stamp; larger numbers would not fit what rules do with them.
    std::int64_t time(std::string_view column) {
        const std::int64_t value = number(column);
        if (value < 0 || value > std::numeric_limits<std::uint32_t>::max()) {
            fail(std::string(column) + " " + std::to_string(value) +
                 " is no Unix time from 0 to 4294967295");
        }
        return value;
    }

    Height height(std::string_view column) {
        const std::int64_t value = number(column);
        if (value < 0) {
            fail(std::string(column) + " " + std::to_string(value) + " is negative");
        }
        return static_cast<Height>(std::max<std::int64_t>(value, 0));
    }

    std::uint32_t bits(std::string_view column) {
        const std::string_view text = cell(column);
        const auto value = protocol::from_hex_be32(text);
        if (!value || !protocol::decode_compact(*value).valid()) {
            fail(std::string(column) + " '" + std::string(text) +
                 "' is no compact target of 8 hexadecimal digits, as in 1d00ffff");
            return 0;
        }
        return *value;
    }

    void fail(std::string what) {
        if (error_.empty()) {
            error_ = file_ + ":" + std::to_string(line_) + ": " + std::move(what);
        }
    }
    [[nodiscard]] const std::string& error() const { return error_; }

private:
    static std::vector<std::string_view> split(std::string_view line) {
        std::vector<std::string_view> cells;
        while (true) {
            const std::size_t comma = line.find(',');
            cells.push_back(line.substr(0, comma));
            if (comma == std::string_view::npos) {
                return cells;
            }
            line.remove_prefix(comma + 1);
        }
    }

    std::string_view take_line() {
        std::string_view line = rest_.substr(0, rest_.find('\n'));
        rest_.remove_prefix(std::min(rest_.size(), line.size() + 1));
        ++line_;
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        return line;
    }

    std::string_view cell(std::string_view column) {
        const auto index =
            static_cast<std::size_t>(std::ranges::find(header_, column) - header_.begin());
        if (index >= cells_.size()) {
            fail("truncated: the line has " + std::to_string(cells_.size()) + " of " +
                 std::to_string(header_.size()) + " cells");
            return {};
        }
        return cells_[index];
    }

    std::string_view rest_;
    const std::string& file_;
    std::vector<std::string_view> header_;
    std::vector<std::string_view> cells_;
    std::size_t line_ = 0;
    std::string error_;
};

Result<HeaderFile, std::string> parse_blocks(CsvReader& csv) {
    HeaderFile result;
    RecordedChain& chain = result.chain;
    while (csv.error().empty() && csv.next()) {
        const Height height = csv.height("height");
        const Block block{csv.time("time"), csv.bits("bits")};
        if (chain.blocks.empty()) {
            chain.first_height = height;
        } else if (const Height wanted = chain.first_height + chain.blocks.size();
                   height != wanted) {
            csv.fail("out of order: height " + std::to_string(height) + " where " +
                     std::to_string(wanted) + " belongs");
        }
        chain.blocks.push_back(block);
    }
    if (!csv.error().empty()) {
        return Unexpected{csv.error()};
    }
    return result;
}

Result<HeaderFile, std::string> parse_periods(CsvReader& csv) {
    HeaderFile result;
    while (csv.error().empty() && csv.next()) {
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
    HeaderFile result;
    result.chain.first_height = first_height;
    protocol::Hash256 tip;
    const auto at_height = [&](Height height) {
        return file + ": header " + std::to_string(height - first_height + 1) + " (height " +
               std::to_string(height) + ") ";
    };
    for (Height height = first_height; !content.empty(); ++height) {
        protocol::HeaderBytes bytes{};
        if (content.size() < bytes.size()) {
            return Unexpected{at_height(height) +
                              "is truncated: " + std::to_string(content.size()) + " of 80 bytes"};
        }
        std::ranges::copy(content.substr(0, bytes.size()), bytes.begin());
        content.remove_prefix(bytes.size());
        const protocol::BlockHeader header = protocol::parse_header(bytes);
        if (height > first_height && header.previous != tip) {
            return Unexpected{at_height(height) +
                              "is not linked: its previous hash is not that "
                              "of the header before"};
        }
        if (!protocol::decode_compact(header.bits).valid()) {
            return Unexpected{at_height(height) + "has bits " + protocol::to_hex_be32(header.bits) +
                              ", which are no target"};
        }
        tip = protocol::block_id(header);
        result.chain.blocks.push_back({header.time, header.bits});
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
    CsvReader csv(content, file);
    const auto has_all = [&](std::initializer_list<std::string_view> columns) {
        return std::ranges::all_of(columns, [&](std::string_view name) { return csv.has(name); });
    };
    if (has_all({"height", "time", "bits"})) {
        return parse_blocks(csv);
    }
    if (has_all(
            {"first_height", "first_time", "last_height", "last_time", "old_bits", "new_bits"})) {
        return parse_periods(csv);
    }
    const std::string_view line = content.substr(0, content.find('\n'));
    const bool is_text = std::ranges::all_of(
        line, [](char c) { return c == '\r' || c == '\t' || (c >= ' ' && c <= '~'); });
    if (is_text && line.size() < content.size()) {
        return Unexpected{file + ":1: the columns are '" + std::string(line.substr(0, 80)) +
                          "'; expected height,time,bits, or first_height,first_time,last_height,"
                          "last_time,old_bits,new_bits, or raw 80-byte headers"};
    }
    return parse_raw(content, file, first_height);
}

}  // namespace sluice::difficulty
