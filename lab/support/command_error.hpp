#pragma once
/// CommandError: what a subcommand throws when it cannot do what was asked. main prints the message
/// after the program's name and exits with status 1. UsageError: the same when what was asked makes
/// no sense, whatever the files hold; status 2. Regular types; no thread affinity.

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sluice::lab {

/// The message says what is wrong, where, and what would be right.
class CommandError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class UsageError : public CommandError {
public:
    using CommandError::CommandError;
};

/// Throws UsageError: no `what` is called `name`; lists those that are known and suggests the
/// nearest.
[[noreturn]] void reject_name(const std::string& what, const std::string& name,
                              std::span<const std::string_view> known);

}  // namespace sluice::lab
