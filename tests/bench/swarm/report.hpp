#pragma once
/// The outcome of a load test for programs (JSON) and for people. Pure, any thread.

#include "tests/bench/swarm/swarm.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace sluice::swarm {

[[nodiscard]] nlohmann::ordered_json report_json(const Settings& settings, const Outcome& outcome);

[[nodiscard]] std::string report_text(const Settings& settings, const Outcome& outcome);

}  // namespace sluice::swarm
