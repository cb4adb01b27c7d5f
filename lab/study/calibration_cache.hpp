#pragma once
/// CalibrationCache: settings that were found for equal noise, so that they are looked for once. In
/// memory, and in a file if one is named. Not thread-safe.

#include "lab/study/journal.hpp"
#include "lab/study/noise_calibration.hpp"

#include <map>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace sluice::lab {

class CalibrationCache {
public:
    /// Keeps them in this file as well, for the next run of the same version; an empty path keeps
    /// none. Throws CommandError if the file is something else.
    explicit CalibrationCache(const std::string& path);

    /// As calibrate(); throws CommandError if the file cannot be written.
    [[nodiscard]] Calibration get(const difficulty::DifficultyRule& rule,
                                  const difficulty::RuleParams& params, double noise,
                                  unsigned threads);

private:
    /// What is found: the value of the one setting, and what it brings.
    struct Found {
        std::int64_t value = 0;
        double noise = 0;
        bool reached = false;
    };

    std::string path_;
    std::optional<Journal> journal_;
    std::map<std::string, Found> found_;  // by rule, settings and wanted noise
};

/// --calibrations
void add_calibrations_option(CLI::App& command, std::string& path);

}  // namespace sluice::lab
