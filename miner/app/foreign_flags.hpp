#pragma once
/// Flags that people know from other miners and that this one has not: what to use instead, or that
/// there is no need. Pure, any thread.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::miner {

struct ForeignFlag {
    enum class Value { none, one };

    std::string_view names;  ///< with dashes, separated by one space
    Value value = Value::none;
    bool needless = false;  ///< accepted: what it asks for holds anyway
    std::string_view advice;
};

[[nodiscard]] std::span<const ForeignFlag> foreign_flags() noexcept;

/// The row of a word such as "--proxy" or "--proxy=host:1080"; null: no other miner's flag.
[[nodiscard]] const ForeignFlag* find_foreign_flag(std::string_view word) noexcept;

/// "--donate-level is not needed: the miner takes no fee", or what to use instead.
[[nodiscard]] std::string advice_on(const ForeignFlag& flag, std::string_view word);

/// Takes the needless flags and their values out of the words that the parser did not know; gives a
/// line for each.
[[nodiscard]] std::vector<std::string> remove_needless(std::vector<std::string>& words);

}  // namespace sluice::miner
