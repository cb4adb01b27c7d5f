#include "base/nearest_name.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace sluice {
namespace {

/// Longer texts are no misspelt key, and the distance below costs their length squared.
constexpr std::size_t text_size_max = 64;

char lower(char letter) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
}

/// Levenshtein distance: insertions, deletions and replacements.
std::size_t edits_between(std::string_view from, std::string_view to) {
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < from.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < to.size(); ++j) {
            const std::size_t replaced = diagonal + (lower(from[i]) == lower(to[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, replaced});
        }
    }
    return row.back();
}

/// Whether `text` is the name without its end, and long enough to tell.
bool begins_with(std::string_view name, std::string_view text) {
    constexpr std::size_t letters_min = 3;
    return text.size() >= letters_min && text.size() < name.size() &&
           std::ranges::equal(text, name.substr(0, text.size()), {}, lower, lower);
}

}  // namespace

std::string_view nearest_name(std::string_view text, std::span<const std::string_view> names) {
    if (text.size() > text_size_max) {
        return {};
    }
    std::string_view nearest;
    std::pair fewest{text_size_max, text_size_max};  // as they count, then as they are
    for (const std::string_view name : names) {
        const std::size_t all_edits = edits_between(text, name);
        const std::size_t edits = begins_with(name, text) ? 1 : all_edits;
        const std::size_t edits_allowed =
            std::min(name.size() - 1, std::max<std::size_t>(2, name.size() / 3));
        if (std::pair(edits, all_edits) < fewest && edits <= edits_allowed) {
            nearest = name;
            fewest = {edits, all_edits};
        }
    }
    return nearest;
}

std::string did_you_mean(std::string_view text, std::span<const std::string_view> names,
                         const std::string& otherwise) {
    const std::string_view near = nearest_name(text, names);
    return near.empty() ? otherwise : "did you mean '" + std::string(near) + "'?";
}

}  // namespace sluice
