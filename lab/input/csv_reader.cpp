#include "lab/input/csv_reader.hpp"

#include "base/hex.hpp"
#include "protocol/pow/target.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace sluice::lab {
namespace {

std::vector<std::string_view> split(std::string_view line) {
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

/// Without the mark that some spreadsheets put before UTF-8 text.
std::string_view without_mark(std::string_view content) {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    content.remove_prefix(content.starts_with(mark) ? mark.size() : 0);
    return content;
}

/// Decimal digits of at most 2^256 - 1; nothing for anything else.
std::optional<protocol::UInt256> parse_difficulty(std::string_view text) {
    constexpr std::size_t digits_max = 78;  // of 2^256
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.empty() || text.size() > digits_max || !std::ranges::all_of(text, is_digit)) {
        return std::nullopt;
    }
    protocol::UInt256 value = 0;
    for (const char digit : text) {
        const protocol::UInt256 next{value * 10U + static_cast<unsigned>(digit - '0')};
        if (next / 10U != value) {
            return std::nullopt;  // wrapped
        }
        value = next;
    }
    return value;
}

}  // namespace

bool begins_with_text(std::string_view content) {
    content = without_mark(content);
    const std::string_view line = content.substr(0, content.find('\n'));
    return !line.empty() && std::ranges::all_of(line, [](char c) {
        return c == '\r' || c == '\t' || (c >= ' ' && c <= '~');
    });
}

CsvReader::CsvReader(std::string_view content, const std::string& file)
    : file_(file),
      rest_(without_mark(content)),
      columns_line_(take_line()),
      columns_(split(columns_line_)) {}

bool CsvReader::has(std::initializer_list<std::string_view> columns) const {
    return std::ranges::all_of(columns, [this](std::string_view name) {
        return std::ranges::find(columns_, name) != columns_.end();
    });
}

std::string CsvReader::columns() const { return std::string(columns_line_.substr(0, 80)); }

bool CsvReader::next() {
    while (error_.empty() && !rest_.empty()) {
        const std::string_view line = take_line();
        if (line.empty()) {
            continue;
        }
        cells_ = split(line);
        if (cells_.size() < columns_.size()) {
            fail("truncated: the line has " + std::to_string(cells_.size()) + " of " +
                 std::to_string(columns_.size()) + " cells");
        } else if (cells_.size() > columns_.size()) {
            fail("the line has " + std::to_string(cells_.size()) + " cells for " +
                 std::to_string(columns_.size()) + " columns");
        }
        return error_.empty();
    }
    return false;
}

std::string_view CsvReader::text(std::string_view column) const {
    return cells_[static_cast<std::size_t>(std::ranges::find(columns_, column) - columns_.begin())];
}

std::int64_t CsvReader::number(std::string_view column) {
    const std::string_view cell = text(column);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc{} || end != cell.data() + cell.size()) {
        fail(std::string(column) + " '" + std::string(cell) + "' is no whole number");
    }
    return value;
}

std::int64_t CsvReader::time(std::string_view column) {
    const std::int64_t value = number(column);
    if (value < 0 || value > std::numeric_limits<std::uint32_t>::max()) {
        fail(std::string(column) + " " + std::to_string(value) +
             " is no Unix time from 0 to 4294967295");
    }
    return value;
}

difficulty::Height CsvReader::height(std::string_view column) {
    const std::int64_t value = number(column);
    if (value < 0) {
        fail(std::string(column) + " " + std::to_string(value) + " is negative");
    }
    return static_cast<difficulty::Height>(std::max<std::int64_t>(value, 0));
}

difficulty::Height CsvReader::consecutive_height(std::string_view column,
                                                 std::string_view gap_hint) {
    const difficulty::Height found = height(column);
    if (height_before_ && found != *height_before_ + 1) {
        const bool gap = found > *height_before_;
        fail((gap ? "a gap: height " : "out of order: height ") + std::to_string(found) +
             " where " + std::to_string(*height_before_ + 1) + " belongs" +
             (gap ? std::string(gap_hint) : ""));
    }
    height_before_ = found;
    return found;
}

std::pair<difficulty::Height, bool> CsvReader::rising_height(std::string_view column) {
    const difficulty::Height found = height(column);
    if (height_before_ && found <= *height_before_) {
        fail("out of order: height " + std::to_string(found) + " after " +
             std::to_string(*height_before_));
    }
    const bool begins = !height_before_ || found != *height_before_ + 1;
    height_before_ = found;
    return {found, begins};
}

protocol::UInt256 CsvReader::difficulty(std::string_view column) {
    const auto value = parse_difficulty(text(column));
    if (!value || *value == 0) {
        fail(std::string(column) + " '" + std::string(text(column).substr(0, 80)) +
             "' is no whole number from 1 to below 2^256");
        return 1;
    }
    return *value;
}

bool CsvReader::flag(std::string_view column) {
    const std::string_view cell = text(column);
    if (cell != "0" && cell != "1") {
        fail(std::string(column) + " '" + std::string(cell.substr(0, 80)) + "' must be 0 or 1");
    }
    return cell == "1";
}

std::optional<std::uint32_t> parse_bits(std::string_view text) {
    text.remove_prefix(text.starts_with("0x") ? 2 : 0);
    const auto value = from_hex_be32(text);
    return value && protocol::decode_compact(*value).valid() ? value : std::nullopt;
}

std::uint32_t CsvReader::bits(std::string_view column) {
    const auto value = parse_bits(text(column));
    if (!value) {
        fail(std::string(column) + " '" + std::string(text(column)) +
             "' is no compact target of 8 hexadecimal digits, as in 1d00ffff");
        return 0;
    }
    return *value;
}

void CsvReader::fail(std::string what) {
    if (error_.empty()) {
        error_ = file_ + ":" + std::to_string(line_) + ": " + std::move(what);
    }
}

std::string_view CsvReader::take_line() {
    std::string_view line = rest_.substr(0, rest_.find('\n'));
    rest_.remove_prefix(std::min(rest_.size(), line.size() + 1));
    ++line_;
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

}  // namespace sluice::lab
