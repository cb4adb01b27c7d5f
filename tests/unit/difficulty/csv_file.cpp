#include "tests/unit/difficulty/csv_file.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sluice::difficulty {
namespace {

std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> cells;
    std::stringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');) {
        cells.push_back(cell);
    }
    return cells;
}

}  // namespace

std::int64_t CsvRow::number(const std::string& column) const { return std::stoll(text(column)); }

std::uint64_t CsvRow::height(const std::string& column) const { return std::stoull(text(column)); }

std::uint32_t CsvRow::hex(const std::string& column) const {
    return static_cast<std::uint32_t>(std::stoul(text(column), nullptr, 16));
}

std::vector<CsvRow> read_csv(const std::string& path) {
    std::ifstream in(SLUICE_VECTORS_DIR "/" + path);
    std::string line;
    if (!std::getline(in, line)) {
        throw std::runtime_error("cannot read vectors " + path);
    }
    const std::vector<std::string> columns = split(line);
    std::vector<CsvRow> rows;
    while (std::getline(in, line)) {
        const std::vector<std::string> cells = split(line);
        std::map<std::string, std::string> named;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            named[columns[i]] = cells.at(i);
        }
        rows.emplace_back(std::move(named));
    }
    return rows;
}

}  // namespace sluice::difficulty
