#pragma once
/// What a miner may ask for in its password, as pools have taught miners: "x,d=1024,md=256". Pure,
/// any thread.

#include <optional>
#include <string_view>

namespace sluice::pool {

struct PasswordOptions {
    std::optional<double> difficulty;          ///< d= or diff=: where to start
    std::optional<double> minimum_difficulty;  ///< md=: never go below

    bool operator==(const PasswordOptions&) const = default;
};

/// Reads the comma-separated parts it knows and ignores the others, as well as values that are no
/// positive finite numbers.
[[nodiscard]] PasswordOptions parse_password(std::string_view password) noexcept;

}  // namespace sluice::pool
