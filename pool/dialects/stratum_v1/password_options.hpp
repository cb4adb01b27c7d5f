#pragma once
/// What a miner may ask for in its password, as pools have taught miners: "x,d=1024,md=256". Pure,
/// any thread.

#include "pool/mining/channel_difficulty.hpp"

#include <string_view>

namespace sluice::pool {

/// d= or diff= is where to start, md= the minimum. Reads the comma-separated parts it knows and
/// ignores the others, as well as values that are no positive finite numbers.
[[nodiscard]] DifficultyWishes parse_password(std::string_view password) noexcept;

}  // namespace sluice::pool
