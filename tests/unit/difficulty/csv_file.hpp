#pragma once
/// Reads the CSV vectors: one header line, comma-separated, no quoting. Not thread-safe.

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sluice::difficulty {

class CsvRow {
public:
    explicit CsvRow(std::map<std::string, std::string> cells) : cells_(std::move(cells)) {}

    [[nodiscard]] const std::string& text(const std::string& column) const {
        return cells_.at(column);
    }
    [[nodiscard]] std::int64_t number(const std::string& column) const;
    [[nodiscard]] std::uint64_t height(const std::string& column) const;
    /// Eight hexadecimal digits.
    [[nodiscard]] std::uint32_t hex(const std::string& column) const;

private:
    std::map<std::string, std::string> cells_;
};

/// `path` is relative to the folder of vectors. Throws when the file or a cell is missing.
[[nodiscard]] std::vector<CsvRow> read_csv(const std::string& path);

}  // namespace sluice::difficulty
