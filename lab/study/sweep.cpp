#include "lab/study/sweep.hpp"

#include "lab/scenario/scenario_file.hpp"
#include "lab/sim/run.hpp"
#include "lab/study/journal.hpp"
#include "lab/support/command_error.hpp"
#include "lab/support/file_text.hpp"
#include "lab/support/parallel.hpp"
#include "lab/support/progress_bar.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

namespace sluice::lab {
namespace {

using Estimates = std::vector<sim::Estimate>;

constexpr std::size_t points_max = 100'000;  // their setups are all in memory

/// FNV-1a, to tell whether a file has changed between two runs of a sweep.
std::uint64_t fingerprint(const std::string& text) {
    std::uint64_t hash = 0xcbf2'9ce4'8422'2325;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100'0000'01b3;
    }
    return hash;
}

nlohmann::json number_json(double value) {
    return std::isnan(value) ? nlohmann::json() : nlohmann::json(value);
}

double number_of(const nlohmann::json& value) {
    return value.is_number() ? value.get<double>() : sim::not_measured;
}

std::string journal_title() {
    nlohmann::json names = nlohmann::json::array();
    for (const sim::Metric& metric : sim::metric_table()) {
        names.push_back(metric.name);
    }
    // Another version may simulate otherwise: its points must not stand beside ours.
    return nlohmann::json{{"sluice_lab_sweep", SLUICE_VERSION}, {"metrics", std::move(names)}}
        .dump();
}

std::string journal_line(const std::string& key, const Estimates& estimates) {
    nlohmann::json numbers = nlohmann::json::array();
    for (const sim::Estimate& estimate : estimates) {
        numbers.push_back({number_json(estimate.mean), number_json(estimate.half_width)});
    }
    return nlohmann::json{{"point", key}, {"estimates", std::move(numbers)}}.dump();
}

bool is_journal_line(const nlohmann::json& line) {
    if (!line.is_object() || !line.contains("point") || !line.contains("estimates")) {
        return false;
    }
    const nlohmann::json& estimates = line["estimates"];
    return line["point"].is_string() && estimates.is_array() &&
           estimates.size() == sim::metric_table().size() &&
           std::ranges::all_of(estimates, [](const nlohmann::json& pair) {
               return pair.is_array() && pair.size() == 2;
           });
}

/// What the journal's lines hold, by key.
std::map<std::string, Estimates> read_journal(const Journal& journal, const std::string& path) {
    std::map<std::string, Estimates> known;
    for (std::size_t i = 0; i < journal.lines().size(); ++i) {
        const nlohmann::json line = nlohmann::json::parse(journal.lines()[i], nullptr, false);
        if (!is_journal_line(line)) {
            throw CommandError(path + ":" + std::to_string(i + 2) +
                               ": is no line of a sweep's journal; remove that line");
        }
        Estimates& estimates = known[line["point"].get<std::string>()];
        estimates.clear();
        for (const nlohmann::json& pair : line["estimates"]) {
            const double least = sim::least_of(sim::metric_table()[estimates.size()]);
            estimates.push_back({number_of(pair.at(0)), number_of(pair.at(1)), least});
        }
    }
    return known;
}

/// Names points in the journal: the command that makes each again, and what its files held. Every
/// file is read once.
class PointNames {
public:
    std::string name_of(const SweepPoint& point) {
        return command_text(point.rule, point.options) + mark_of(point.options.scenario) +
               mark_of(point.options.start_file);
    }

private:
    /// Empty for a name that is no file's.
    const std::string& mark_of(const std::string& path) {
        const auto [row, is_new] = marks_.try_emplace(path);
        if (is_new) {
            if (const auto content = read_file(path); content) {
                row->second = " #" + std::to_string(fingerprint(*content));
            }
        }
        return row->second;
    }

    std::map<std::string, std::string> marks_;
};

/// The points still to be computed, run by run over all cores.
class SweepRunner {
public:
    /// `names` are those of the points in the journal, if there is one.
    SweepRunner(const std::vector<SweepPoint>& points, const std::vector<std::size_t>& open,
                std::vector<Estimates>& outcome, Journal* journal,
                const std::vector<std::string>& names)
        : points_(points), outcome_(outcome), journal_(journal), names_(names) {
        for (const std::size_t point : open) {
            const std::size_t seeds = points[point].options.seeds;
            work_.push_back(std::make_unique<Work>(point, seeds));
            for (std::size_t seed = 0; seed < seeds; ++seed) {
                runs_.emplace_back(work_.size() - 1, seed);
            }
        }
    }

    void run(unsigned threads) {
        if (runs_.empty()) {
            return;
        }
        ProgressBar progress(runs_.size());
        run_parallel(runs_.size(), threads, [&](std::size_t i) {
            const auto [index, seed] = runs_[i];
            Work& work = *work_[index];
            work.results[seed] = sim::run_once(points_[work.point].setup, seed);
            if (--work.left == 0) {
                finish(work);
            }
            progress.advance();
        });
    }

private:
    struct Work {
        Work(std::size_t of, std::size_t seeds) : point(of), results(seeds), left(seeds) {}
        std::size_t point;
        std::vector<sim::RunResult> results;
        std::atomic<std::size_t> left;
    };

    void finish(Work& work) {
        outcome_[work.point] = sim::summarise(work.results).estimates;
        work.results = {};
        const std::scoped_lock lock(mutex_);
        ++finished_;
        if (journal_ == nullptr) {
            return;
        }
        const auto written =
            journal_->append(journal_line(names_[work.point], outcome_[work.point]));
        if (!written) {
            throw CommandError(written.error() + "; the " + std::to_string(finished_ - 1) +
                               " points computed before are safe in it: make space and run the "
                               "same command again");
        }
    }

    const std::vector<SweepPoint>& points_;
    std::vector<Estimates>& outcome_;
    Journal* journal_;
    const std::vector<std::string>& names_;
    std::vector<std::unique_ptr<Work>> work_;
    std::vector<std::pair<std::size_t, std::size_t>> runs_;  // index into work_, seed
    std::mutex mutex_;
    std::size_t finished_ = 0;
};

}  // namespace

GridAxis parse_axis(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals + 1 == text.size()) {
        throw UsageError("--grid needs NAME=VALUE,VALUE,..., as half_life_s=43200,86400, not '" +
                         text + "'");
    }
    GridAxis axis{.name = text.substr(0, equals), .values = {}};
    std::string_view rest = std::string_view(text).substr(equals + 1);
    while (true) {
        const std::size_t comma = rest.find(',');
        axis.values.emplace_back(rest.substr(0, comma));
        if (comma == std::string_view::npos) {
            return axis;
        }
        rest.remove_prefix(comma + 1);
    }
}

std::vector<SweepPoint> make_points(const std::vector<std::string>& rules,
                                    const std::vector<GridAxis>& axes,
                                    const std::vector<std::string>& scenarios,
                                    const SetupOptions& base) {
    std::vector<std::vector<std::string>> settings{{}};
    const auto check_size = [&](std::size_t combinations) {
        if (rules.size() * combinations * scenarios.size() > points_max) {
            throw UsageError("the sweep has more than " + std::to_string(points_max) +
                             " points; make the grid coarser");
        }
    };
    for (const GridAxis& axis : axes) {
        check_size(settings.size() * axis.values.size());
        std::vector<std::vector<std::string>> longer;
        for (const auto& before : settings) {
            for (const std::string& value : axis.values) {
                longer.push_back(before);
                longer.back().push_back(axis.name + "=" + value);
            }
        }
        settings = std::move(longer);
    }
    check_size(settings.size());
    std::vector<SweepPoint> points;
    RunStart start(base);
    for (const std::string& name : rules) {
        for (const auto& combination : settings) {
            RuleOptions rule_options{name, {}};
            SetupOptions options = base;
            for (const std::string& value : combination) {
                (is_scenario_change(value) ? options.changes : rule_options.settings)
                    .push_back(value);
            }
            const RuleSetup rule = resolve_rule(rule_options);
            for (const std::string& scenario : scenarios) {
                options.scenario = scenario;
                points.push_back(
                    {rule, options,
                     make_setup(rule, resolve_scenario(options), start, options.seed)});
            }
        }
    }
    return points;
}

std::vector<std::vector<sim::Estimate>> run_sweep(const std::vector<SweepPoint>& points,
                                                  unsigned threads,
                                                  const std::string& journal_path) {
    std::optional<Journal> journal;
    std::map<std::string, Estimates> known;
    std::vector<std::string> names;
    if (!journal_path.empty()) {
        auto opened = Journal::open(journal_path, journal_title());
        if (!opened) {
            throw CommandError(opened.error());
        }
        journal.emplace(std::move(opened).value());
        known = read_journal(*journal, journal_path);
        PointNames namer;
        for (const SweepPoint& point : points) {
            names.push_back(namer.name_of(point));
        }
    }
    std::vector<Estimates> outcome(points.size());
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto row = known.empty() ? known.end() : known.find(names[i]);
        if (row == known.end()) {
            open.push_back(i);
        } else {
            outcome[i] = row->second;
        }
    }
    SweepRunner(points, open, outcome, journal ? &*journal : nullptr, names).run(threads);
    return outcome;
}

}  // namespace sluice::lab
