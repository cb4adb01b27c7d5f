#pragma once
/// The keys of a scenario as data: name, meaning, member and range. The reader of scenario files,
/// its messages, the check and the reference page all go by these tables. Constants, any thread.

#include "lab/scenario/scenario.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace sluice::lab::sim {

/// A number or flag of `Owner`. Integers and floats share the range's type; all bounds are exact.
template <class Owner>
struct ScenarioKey {
    using Member = std::variant<double Owner::*, std::uint64_t Owner::*, std::int64_t Owner::*,
                                bool Owner::*, std::optional<double> Owner::*>;
    std::string_view name;  ///< unit included
    std::string_view description;
    Member member;
    double min = 0;
    double max = 1;  ///< bounds say nothing about a flag
};

[[nodiscard]] std::span<const ScenarioKey<Scenario>> scenario_keys() noexcept;
[[nodiscard]] std::span<const ScenarioKey<Step>> step_keys() noexcept;
[[nodiscard]] std::span<const ScenarioKey<MinerGroup>> miner_keys() noexcept;
[[nodiscard]] std::span<const ScenarioKey<Timestamps>> timestamp_keys() noexcept;
[[nodiscard]] std::span<const ScenarioKey<Network>> network_keys() noexcept;

/// Names of MinerGroup::Kind and Timestamps::Policy in the order of their values.
[[nodiscard]] std::span<const std::string_view> miner_kind_names() noexcept;
[[nodiscard]] std::span<const std::string_view> timestamp_policy_names() noexcept;

/// A number for people: at most six digits, no trailing zeros.
[[nodiscard]] std::string number_text(double value);

/// What is wrong with a scenario, and what would be right.
struct ScenarioProblem {
    std::string key;  ///< as in a scenario file, for example timestamps.share or steps.1.factor
    std::string message;
};
/// The first problem, if any. A simulation takes a scenario without problems for granted.
[[nodiscard]] std::optional<ScenarioProblem> find_problem(const Scenario& scenario);

}  // namespace sluice::lab::sim
