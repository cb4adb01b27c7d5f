#include "pool/app/difficulty_notes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::pool {

std::optional<std::string> keys_above_network(const ShareDifficultyOptions& options,
                                              double network) {
    std::vector<std::string> above;
    const auto note = [&](std::string_view key, double value) {
        if (value > network) {
            above.push_back(fmt::format("{} {:.6g}", key, value));
        }
    };
    note("start_difficulty", options.start);
    note("min_difficulty", options.min);
    note("rental_min_difficulty", options.rental_min);
    if (above.empty()) {
        return std::nullopt;
    }
    return fmt::format(
        "[stratum] {}: above the network's difficulty of {:.6g}; jobs are given at the network's, "
        "so that no block is thrown away",
        fmt::join(above, ", "), network);
}

std::optional<std::string> network_below_shares(const ShareDifficultyOptions& options,
                                                double network) {
    const double lowest = std::min(options.min, followed_network_min);
    if (network >= lowest) {
        return std::nullopt;
    }
    return fmt::format(
        "the network's difficulty of {:.6g} is below the lowest share difficulty, {:.6g}: blocks "
        "that miss it are seen only from miners that submit them",
        network, lowest);
}

void DifficultyNotes::log(const ShareDifficultyOptions& options, double network) {
    if (const auto note = keys_above_network(options, network);
        note && !std::exchange(above_network_, true)) {
        // A start above the chain is common and means nothing; a floor that is not kept does.
        spdlog::log(options.min > network ? spdlog::level::warn : spdlog::level::info, "{}", *note);
    }
    if (const auto note = network_below_shares(options, network);
        note && !std::exchange(below_shares_, true)) {
        spdlog::warn("{}", *note);
    }
}

}  // namespace sluice::pool
