#include "lab/study/calibration_cache.hpp"

#include "lab/study/rule_settings.hpp"
#include "lab/support/command_error.hpp"
#include "lab/support/number_text.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <utility>

namespace sluice::lab {
namespace {

std::string key_of(const difficulty::DifficultyRule& rule, const difficulty::RuleParams& params,
                   double noise) {
    return std::string(rule.name) + " " + settings_text(rule, params, true) +
           " noise=" + exact_text(noise);
}

}  // namespace

CalibrationCache::CalibrationCache(const std::string& path) : path_(path) {
    if (path.empty()) {
        return;
    }
    // Another version may simulate otherwise.
    const nlohmann::json title{{"sluice_lab_calibrations", SLUICE_VERSION}};
    auto opened = Journal::open(path, title.dump());
    if (!opened) {
        throw CommandError(opened.error());
    }
    journal_.emplace(std::move(opened).value());
    for (std::size_t i = 0; i < journal_->lines().size(); ++i) {
        const nlohmann::json line = nlohmann::json::parse(journal_->lines()[i], nullptr, false);
        try {
            found_[line.at("rule")] = {line.at("value"), line.at("noise"), line.at("reached")};
        } catch (const nlohmann::json::exception&) {
            throw CommandError(path + ":" + std::to_string(i + 2) +
                               ": is no line of calibrations; remove that line");
        }
    }
}

Calibration CalibrationCache::get(const difficulty::DifficultyRule& rule,
                                  const difficulty::RuleParams& params, double noise,
                                  unsigned threads) {
    const difficulty::RuleParameter* parameter = smoothing_parameter(rule);
    const std::string key = key_of(rule, params, noise);
    if (const auto known = found_.find(key); known != found_.end()) {
        Calibration calibration{params, known->second.noise, known->second.reached};
        if (parameter != nullptr) {
            calibration.params.*parameter->member = known->second.value;
        }
        return calibration;
    }
    Calibration calibration = calibrate(rule, params, noise, threads);
    const Found found{parameter != nullptr ? calibration.params.*parameter->member : 0,
                      calibration.noise, calibration.reached};
    found_[key] = found;
    if (journal_ && std::isfinite(found.noise)) {
        const nlohmann::json line{{"rule", key},
                                  {"value", found.value},
                                  {"noise", found.noise},
                                  {"reached", found.reached}};
        if (const auto written = journal_->append(line.dump()); !written) {
            throw CommandError(written.error());
        }
    }
    return calibration;
}

void add_calibrations_option(CLI::App& command, std::string& path) {
    command.add_option("--calibrations", path,
                       "File that keeps the settings found for equal noise, for the next run");
}

}  // namespace sluice::lab
