#pragma once
/// Reads the reference vectors under tests/vectors. A missing or broken file throws, which fails
/// the test that asked for it.

#include "base/bytes.hpp"
#include "base/hex.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace sluice::tests {

inline std::ifstream open_vectors(const std::string& path) {
    std::ifstream file(std::string(SLUICE_VECTORS_DIR) + "/" + path);
    if (!file) {
        throw std::runtime_error("no vectors in " + path);
    }
    return file;
}

inline nlohmann::json json_vectors(const std::string& path) {
    auto file = open_vectors(path);
    return nlohmann::json::parse(file);
}

/// Rows of a CSV file without its header line, cells as text.
inline std::vector<std::vector<std::string>> csv_vectors(const std::string& path) {
    auto file = open_vectors(path);
    std::vector<std::vector<std::string>> rows;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::vector<std::string>& cells = rows.emplace_back();
        std::istringstream stream(line);
        for (std::string cell; std::getline(stream, cell, ',');) {
            cells.push_back(cell);
        }
    }
    return rows;
}

inline Bytes unhex(const std::string& digits) {
    auto bytes = from_hex(digits);
    if (!bytes) {
        throw std::runtime_error("not hex: " + digits);
    }
    return *std::move(bytes);
}

inline Bytes unhex(const nlohmann::json& value) { return unhex(value.get<std::string>()); }

}  // namespace sluice::tests
