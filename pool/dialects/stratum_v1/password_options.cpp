#include "pool/dialects/stratum_v1/password_options.hpp"

#include <charconv>
#include <cmath>

namespace sluice::pool {
namespace {

std::string_view trim(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::optional<double> positive(std::string_view text) noexcept {
    double value = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    if (parsed.ec != std::errc{} || parsed.ptr != end || !std::isfinite(value) || value <= 0) {
        return std::nullopt;
    }
    return value;
}

}  // namespace

DifficultyWishes parse_password(std::string_view password) noexcept {
    DifficultyWishes wishes;
    while (!password.empty()) {
        const auto comma = password.find(',');
        const std::string_view part = trim(password.substr(0, comma));
        password.remove_prefix(comma == std::string_view::npos ? password.size() : comma + 1);
        const auto equals = part.find('=');
        if (equals == std::string_view::npos) {
            continue;
        }
        const std::string_view key = part.substr(0, equals);
        const auto value = positive(part.substr(equals + 1));
        if (value && (key == "d" || key == "diff")) {
            wishes.start = value;
        } else if (value && key == "md") {
            wishes.minimum = value;
        }
    }
    return wishes;
}

}  // namespace sluice::pool
