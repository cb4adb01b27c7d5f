#pragma once
/// Recorded chains as CSV: the first line names the columns, cells are without quotes; a byte order
/// mark before it is skipped. The first
/// mistake is kept with its line, and reading may go on as if there were none. Not thread-safe.

#include "difficulty/network/chain_view.hpp"
#include "protocol/pow/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::lab {

/// Whether the first line is for people: raw headers are not, and these need other words in errors.
[[nodiscard]] bool begins_with_text(std::string_view content);

/// Eight hexadecimal digits of a compact target, 0x before them or not.
[[nodiscard]] std::optional<std::uint32_t> parse_bits(std::string_view text);

class CsvReader {
public:
    /// Both must outlive the reader; `file` is what messages call it.
    CsvReader(std::string_view content, const std::string& file);

    [[nodiscard]] bool has(std::initializer_list<std::string_view> columns) const;
    /// The line of columns, cut to what fits a message.
    [[nodiscard]] std::string columns() const;

    /// The next line that is not empty; false at the end and after a mistake.
    bool next();

    /// A cell of the line, by a column that there is.
    [[nodiscard]] std::string_view text(std::string_view column) const;
    /// These note a mistake if the cell is something else.
    std::int64_t number(std::string_view column);
    /// A header's timestamp; larger numbers would not fit what rules do with them.
    std::int64_t time(std::string_view column);
    difficulty::Height height(std::string_view column);
    /// A height that is one above the line before's; `gap_hint` ends the error of a gap.
    difficulty::Height consecutive_height(std::string_view column, std::string_view gap_hint = {});
    /// A height above the line before's, and whether a gap (or the file's start) lies below it.
    std::pair<difficulty::Height, bool> rising_height(std::string_view column);
    /// A whole number from 1 to below 2^256.
    protocol::UInt256 difficulty(std::string_view column);
    /// 0 or 1.
    bool flag(std::string_view column);
    /// A compact target, in hexadecimal.
    std::uint32_t bits(std::string_view column);

    void fail(std::string what);
    /// FILE:LINE: what is wrong; empty if nothing is.
    [[nodiscard]] const std::string& error() const { return error_; }

private:
    std::string_view take_line();

    const std::string& file_;
    std::string_view rest_;
    std::size_t line_ = 0;  // taken so far
    std::string_view columns_line_;
    std::vector<std::string_view> columns_;
    std::vector<std::string_view> cells_;
    std::optional<difficulty::Height> height_before_;
    std::string error_;
};

}  // namespace sluice::lab
