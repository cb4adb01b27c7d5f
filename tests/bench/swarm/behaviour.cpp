#include "tests/bench/swarm/behaviour.hpp"

#include <array>
#include <charconv>
#include <numeric>

namespace sluice::swarm {
namespace {

constexpr std::array<std::string_view, behaviour_count> names{
    "honest",      "burst", "duplicate", "stale",     "storm",
    "slow_reader", "junk",  "authorize", "subscribe", "idle"};

std::string known_names() {
    std::string list;
    for (const std::string_view name : names) {
        list.append(list.empty() ? "" : ", ").append(name);
    }
    return list;
}

std::optional<std::size_t> parse_count(std::string_view text) {
    std::size_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size() || count > miners_max) {
        return std::nullopt;
    }
    return count;
}

Result<void> add_part(Mix& mix, std::string_view part) {
    const std::size_t equals = part.find('=');
    const auto behaviour = find_behaviour(part.substr(0, equals));
    if (!behaviour) {
        return Unexpected{"the mix names '" + std::string(part.substr(0, equals)) +
                          "'; it may name " + known_names()};
    }
    const auto count =
        equals == std::string_view::npos ? std::nullopt : parse_count(part.substr(equals + 1));
    if (!count) {
        return Unexpected{"the mix has '" + std::string(part) + "'; write " +
                          std::string(to_string(*behaviour)) + "=N with N from 0 to " +
                          std::to_string(miners_max)};
    }
    mix.miners[static_cast<std::size_t>(*behaviour)] += *count;
    return {};
}

}  // namespace

std::string_view to_string(Behaviour behaviour) noexcept {
    return names[static_cast<std::size_t>(behaviour)];
}

std::optional<Behaviour> find_behaviour(std::string_view name) noexcept {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name) {
            return static_cast<Behaviour>(i);
        }
    }
    return std::nullopt;
}

bool is_honest(Behaviour behaviour) noexcept {
    return behaviour == Behaviour::honest || behaviour == Behaviour::burst;
}

std::size_t Mix::total() const {
    return std::accumulate(miners.begin(), miners.end(), std::size_t{0});
}

Result<Mix> parse_mix(std::string_view text, std::size_t total) {
    Mix mix;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t comma = rest.find(',');
        if (const auto added = add_part(mix, rest.substr(0, comma)); !added) {
            return Unexpected{added.error()};
        }
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
    const std::size_t named = mix.total();
    if (total > named && mix.of(Behaviour::honest) == 0) {
        mix.miners[static_cast<std::size_t>(Behaviour::honest)] = total - named;
    } else if (total != 0 && total != named) {
        return Unexpected{"the mix has " + std::to_string(named) + " miners and --miners says " +
                          std::to_string(total) + "; leave out --miners or honest=N"};
    }
    if (mix.total() == 0 || mix.total() > miners_max) {
        return Unexpected{"there must be 1 to " + std::to_string(miners_max) + " miners, not " +
                          std::to_string(mix.total())};
    }
    return mix;
}

}  // namespace sluice::swarm
