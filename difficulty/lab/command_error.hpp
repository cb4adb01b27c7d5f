#pragma once
/// CommandError: what a subcommand throws when it cannot do what was asked. main prints the message
/// after the program's name and exits with status 1. Regular type; no thread affinity.

#include <stdexcept>

namespace sluice::difficulty {

/// The message says what is wrong, where, and what would be right.
class CommandError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace sluice::difficulty
