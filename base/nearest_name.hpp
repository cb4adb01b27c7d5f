#pragma once
/// Finds what a person probably meant by a misspelt name. Pure, any thread.

#include <span>
#include <string>
#include <string_view>

namespace sluice {

/// The name with the fewest edits from `text`, or empty when none is near: more than two edits, or
/// more than a third of its letters for a long name. Leaving off a name's end counts as one edit if
/// at least three letters are left. Case does not count.
[[nodiscard]] std::string_view nearest_name(std::string_view text,
                                            std::span<const std::string_view> names);

/// "did you mean 'NAME'?", or `otherwise` when none is near.
[[nodiscard]] std::string did_you_mean(std::string_view text,
                                       std::span<const std::string_view> names,
                                       const std::string& otherwise);

}  // namespace sluice
