#pragma once
/// The small published cases of difficulty/unit-cases.json, picked by chain and rule.

#include <nlohmann/json.hpp>

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

namespace sluice::difficulty {

[[nodiscard]] inline std::vector<nlohmann::json> unit_cases(const std::string& chain,
                                                            const std::string& rule) {
    std::ifstream in(SLUICE_VECTORS_DIR "/difficulty/unit-cases.json");
    std::vector<nlohmann::json> picked;
    const auto file = nlohmann::json::parse(in);
    for (const auto& one : file.at("cases")) {
        if (one.at("chain") == chain && one.at("rule") == rule) {
            picked.push_back(one);
        }
    }
    return picked;
}

/// The member as compact bits: eight hexadecimal digits.
[[nodiscard]] inline std::uint32_t bits_of(const nlohmann::json& object, const char* member) {
    return static_cast<std::uint32_t>(
        std::stoul(object.at(member).get<std::string>(), nullptr, 16));
}

}  // namespace sluice::difficulty
