#include "lab/commands/number_range.hpp"

#include "lab/scenario/scenario_keys.hpp"

#include <charconv>
#include <optional>
#include <string>

namespace sluice::lab {
namespace {

template <class Number>
std::optional<Number> read_number(const std::string& text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number)
                                                                    : std::nullopt;
}

template <class Number>
CLI::Validator checked(Number min, Number max, const std::string& range, const std::string& rule) {
    return {[=](std::string& text) {
                const auto number = read_number<Number>(text);
                return number && *number >= min && *number <= max ? std::string()
                                                                  : rule + ", not " + text;
            },
            range};
}

}  // namespace

CLI::Validator number_from(double min, double max) {
    const std::string range = sim::number_text(min) + " to " + sim::number_text(max);
    return checked(min, max, range, "must be " + range);
}

CLI::Validator whole_number_from(std::uint64_t min, std::uint64_t max) {
    const std::string range = std::to_string(min) + " to " + std::to_string(max);
    return checked(min, max, range, "must be a whole number, " + range);
}

}  // namespace sluice::lab
