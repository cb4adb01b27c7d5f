#pragma once
/// Lists for people: "a, b, c". Pure, any thread.

#include <functional>
#include <string>
#include <string_view>

namespace sluice {

/// The texts that `text_of` makes of the items, with `separator` between them.
template <class Items, class TextOf = std::identity>
[[nodiscard]] std::string join(const Items& items, std::string_view separator = ", ",
                               TextOf text_of = {}) {
    std::string text;
    bool is_first = true;
    for (const auto& item : items) {
        text.append(is_first ? std::string_view() : separator).append(text_of(item));
        is_first = false;
    }
    return text;
}

}  // namespace sluice
