#include "difficulty/shares/vardiff.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace sluice::difficulty {
namespace {

using protocol::Difficulty;

// What silence counts as: no shares at all are no evidence that the hashrate is zero.
constexpr double silence_shares = 0.5;
// Fewer shares, seen or expected, may be a lucky burst or an unlucky wait: no decision before.
constexpr double evidence_min = 4;
// Memory in shares, over what the memory in seconds holds at the wanted rate. While a difficulty
// far too low lets shares flood, time alone would forget what came before too slowly.
constexpr double memory_shares = 2;
// One decision moves at most this far, so that a freak interval costs little.
constexpr double step_max = 1024;

bool positive(double value) noexcept { return std::isfinite(value) && value > 0; }

Difficulty bounded(const VardiffOptions& options, Difficulty difficulty) noexcept {
    if (!positive(difficulty.value)) {
        return options.min;
    }
    return std::clamp(difficulty, options.min, options.max);
}

template <class Round>
Difficulty cleaned(Difficulty difficulty, Round to_whole) noexcept {
    if (difficulty.value >= 1) {
        return {to_whole(difficulty.value)};
    }
    constexpr int significant_bits = 3;
    int exponent = 0;
    const double mantissa = std::frexp(difficulty.value, &exponent);  // 0.5 <= mantissa < 1
    return {
        std::ldexp(to_whole(std::ldexp(mantissa, significant_bits)), exponent - significant_bits)};
}

}  // namespace

Result<void, std::string> check_options(const VardiffOptions& options) {
    if (!positive(options.share_interval_s) || !positive(options.memory_s) ||
        !positive(options.confidence) || !positive(options.band)) {
        return Unexpected{
            std::string("vardiff: interval, memory, confidence and band must be above 0")};
    }
    if (!positive(options.min.value) || !positive(options.max.value) || options.max < options.min) {
        return Unexpected{std::string("vardiff: bounds must satisfy 0 < min <= max")};
    }
    return {};
}

Difficulty clean_difficulty(Difficulty difficulty) noexcept {
    return cleaned(difficulty, [](double value) { return std::round(value); });
}

Difficulty clean_difficulty_below(Difficulty difficulty) noexcept {
    return cleaned(difficulty, [](double value) { return std::floor(value); });
}

Vardiff::Vardiff(const VardiffOptions& options, Difficulty start, TimePoint now) noexcept
    : difficulty_(bounded(options, start)), seen_until_(now) {
    assert(check_options(options));
}

std::optional<Difficulty> Vardiff::on_share(const VardiffOptions& options, Difficulty credited,
                                            TimePoint now) noexcept {
    const bool sensible = positive(credited.value);
    observe(options, 1, sensible ? bounded(options, credited) : difficulty_, now);
    return decide(options);
}

std::optional<Difficulty> Vardiff::on_idle(const VardiffOptions& options, TimePoint now) noexcept {
    observe(options, 0, difficulty_, now);
    return decide(options);
}

void Vardiff::set_difficulty(const VardiffOptions& options, Difficulty difficulty) noexcept {
    difficulty_ = bounded(options, difficulty);
}

double Vardiff::difficulty_per_second() const noexcept {
    return exposure_ > 0 ? shares_ / exposure_ : 0;
}

void Vardiff::observe(const VardiffOptions& options, double shares, Difficulty at,
                      TimePoint now) noexcept {
    const double elapsed_s =
        std::max(0.0, std::chrono::duration<double>(now - seen_until_).count());
    const double kept = std::exp(-elapsed_s / options.memory_s);
    shares_ = shares_ * kept + shares;
    exposure_ = exposure_ * kept + elapsed_s / at.value;
    seen_until_ = std::max(seen_until_, now);
    const double shares_max =
        memory_shares * std::max(options.memory_s / options.share_interval_s, evidence_min);
    if (shares_ > shares_max) {
        exposure_ *= shares_max / shares_;
        shares_ = shares_max;
    }
}

std::optional<Difficulty> Vardiff::decide(const VardiffOptions& options) noexcept {
    const double seen = std::max(shares_, silence_shares);
    const double expected = exposure_ * difficulty_.value / options.share_interval_s;
    // The error of ln(seen / expected) is 1/sqrt(shares). Shares that failed to come are evidence
    // as good as shares that came, so that a difficulty far too high is noticed as soon as one too
    // low.
    const double evidence = std::max(seen, expected);
    const double ratio = seen / expected;  // infinite while shares came in no time at all
    const double tolerance = std::max(options.confidence / std::sqrt(evidence), options.band);
    if (evidence < evidence_min || std::abs(std::log(ratio)) <= tolerance) {
        return std::nullopt;
    }
    const double step = std::clamp(ratio, 1 / step_max, step_max);
    const Difficulty wanted =
        bounded(options, clean_difficulty(bounded(options, {difficulty_.value * step})));
    if (wanted == difficulty_) {
        return std::nullopt;
    }
    difficulty_ = wanted;
    return wanted;
}

}  // namespace sluice::difficulty
