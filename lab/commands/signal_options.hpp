#pragma once
/// The command line of `sluice-lab signal`, and the question that it asks. Not thread-safe.

#include "base/hex.hpp"
#include "lab/signalling/signal_replay.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace sluice::lab {

struct SignalOptions {
    std::string file;
    std::string deployment;  ///< name of a preset, bip91 or bip148
    std::string kind;
    std::optional<int> bit;
    std::optional<std::int64_t> start;    ///< Unix time, or a height for bip8
    std::optional<std::int64_t> timeout;  ///< the same
    std::optional<std::uint64_t> threshold;
    std::optional<std::uint64_t> period;
    std::optional<difficulty::Height> min_activation_height;
    bool lock_in_on_timeout = false;
    std::optional<difficulty::Height> first_height;
    std::uint64_t evidence_blocks = 144;
    std::optional<double> spacing_s;
    std::string mask = to_hex_be32(MonitorOptions{}.ignored);  ///< hex; not monitored
};

void add_signal_options(CLI::App& command, SignalOptions& options);

/// Throws CommandError for a name that is unknown, with the nearest one, and for numbers that make
/// no deployment, with what would.
[[nodiscard]] SignalQuestion question_of(const SignalOptions& options);

}  // namespace sluice::lab
