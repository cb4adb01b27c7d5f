#include "lab/live/hashrate_script.hpp"

#include "base/join.hpp"
#include "lab/support/number_text.hpp"

#include <charconv>
#include <cmath>
#include <optional>

namespace sluice::lab {
namespace {

constexpr double time_max_s = 86'400;

std::optional<double> number_of(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

/// What is wrong with the phase that comes after `before`, if anything.
std::optional<std::string> problem_of(const HashratePhase& phase,
                                      const std::vector<HashratePhase>& before) {
    if (!(phase.from_s >= 0 && phase.from_s <= time_max_s)) {
        return "its time must be 0 to 86400 seconds";
    }
    if (before.empty() && phase.from_s != 0) {
        return "the first step says what mines from the start: its time must be 0";
    }
    if (!before.empty() && phase.from_s <= before.back().from_s) {
        return "its time must be later than the " + exact_text(before.back().from_s) +
               " s of the step before";
    }
    if (!(phase.share >= hashrate_share_min && phase.share <= 1)) {
        return "its share of the hashrate must be " + exact_text(hashrate_share_min) +
               " to 1; with less there would be no blocks to measure";
    }
    return std::nullopt;
}

}  // namespace

double HashrateScript::share_at(double time_s) const noexcept {
    double share = phases.front().share;
    for (const HashratePhase& phase : phases) {
        if (phase.from_s <= time_s) {
            share = phase.share;
        }
    }
    return share;
}

std::string HashrateScript::text() const {
    return join(phases, ",", [](const HashratePhase& phase) {
        return exact_text(phase.from_s) + ':' + exact_text(phase.share);
    });
}

Result<HashrateScript, std::string> parse_hashrate_script(std::string_view text) {
    HashrateScript script;
    for (std::size_t place = 1; !text.empty() || place == 1; ++place) {
        const std::size_t comma = text.find(',');
        const std::string_view step = text.substr(0, comma);
        text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
        const auto wrong = [&](const std::string& why) {
            return Unexpected{"step " + std::to_string(place) + " of the hashrate script, '" +
                              std::string(step) + "': " + why};
        };
        const std::size_t colon = step.find(':');
        const auto from_s = number_of(step.substr(0, colon));
        const auto share =
            colon == std::string_view::npos ? std::nullopt : number_of(step.substr(colon + 1));
        if (!from_s || !share) {
            return wrong("it must be SECONDS:SHARE, as in 0:1,30:0.5,60:1");
        }
        const HashratePhase phase{*from_s, *share};
        if (const auto problem = problem_of(phase, script.phases)) {
            return wrong(*problem);
        }
        script.phases.push_back(phase);
        if (comma != std::string_view::npos && text.empty()) {
            return Unexpected{
                "the hashrate script ends with a comma; leave it out, or give a step "
                "after it"};
        }
    }
    return script;
}

HashrateScript dip_script(double seconds) {
    const auto tenth = [](double time_s) { return std::round(time_s * 10) / 10; };
    return {{{0, 1}, {tenth(seconds / 3), 0.5}, {tenth(2 * seconds / 3), 1}}};
}

}  // namespace sluice::lab
