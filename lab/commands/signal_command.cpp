#include "lab/commands/commands.hpp"

#include "lab/commands/setup_options.hpp"
#include "lab/commands/signal_options.hpp"
#include "lab/support/command_error.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <memory>
#include <optional>
#include <sstream>
#include <string>

namespace sluice::lab {
namespace {

using Json = nlohmann::ordered_json;

std::string state_text(const std::optional<difficulty::DeploymentState>& state) {
    return state ? std::string(to_string(*state)) : "unknown";
}

/// Nothing is certain, but much is as good as certain.
std::string percent(double probability) {
    constexpr double hardly = 1e-6;
    if (probability > 0 && probability < hardly) {
        return "below 0.0001 %";
    }
    if (probability < 1 && probability > 1 - hardly) {
        return "above 99.9999 %";
    }
    return to_text(100 * probability, 4) + " %";
}

/// "2021-06-12 12:30 UTC"
std::string date_text(std::int64_t unix_time) {
    const auto time = static_cast<std::time_t>(unix_time);
    std::tm parts{};
    std::array<char, 32> text{};
    if (gmtime_r(&time, &parts) == nullptr) {
        return std::to_string(unix_time);
    }
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &parts);
    return {text.data(), size};
}

/// The answer to one question about one file.
class SignalAnswer {
public:
    SignalAnswer(const SignalQuestion& question, const VoteRecord& record)
        : question_(question), record_(record), replay_(replay_signals(record, question)) {}

    [[nodiscard]] CommandReport report() const {
        CommandReport report{.text = {heading(), periods().to_text(), what_comes_next()},
                             .table = periods(),
                             .json = to_json()};
        if (replay_.monitor.blocks_unknown() != 0) {
            report.text.emplace_back(unknown_bits().to_text());
        }
        std::string notes;
        for (const std::string& note : replay_.notes) {
            notes += "note: " + note + '\n';
        }
        report.text.emplace_back(notes);
        return report;
    }

private:
    [[nodiscard]] difficulty::Height next_height() const {
        return record_.first_height + record_.versions.size();
    }

    /// When a block to come is expected; none if the file has no timestamps.
    [[nodiscard]] std::optional<std::int64_t> expected_time(double height) const {
        if (record_.times.empty()) {
            return std::nullopt;
        }
        const double blocks = height - static_cast<double>(next_height() - 1);
        return record_.times.back() +
               static_cast<std::int64_t>(std::llround(blocks * replay_.spacing_s));
    }

    [[nodiscard]] ResultTable periods() const {
        ResultTable table({{"first_height", "period from"},
                           {"listed", "blocks"},
                           {"signalled", "signalled"},
                           {"share", "share", 4},
                           {"state", "state"},
                           {"possible", "lock-in possible"}});
        for (const PeriodVotes& period : replay_.periods) {
            const double share = static_cast<double>(period.votes.count) /
                                 static_cast<double>(std::max<std::uint64_t>(period.listed, 1));
            table.add_row({period.first, period.listed, period.votes.count, share,
                           state_text(period.state),
                           std::string(period.votes.possible ? "yes" : "no")});
        }
        return table;
    }

    [[nodiscard]] ResultTable unknown_bits() const {
        ResultTable table({{"bit", "bit"},
                           {"blocks", "blocks"},
                           {"window_most", "most in a period"},
                           {"first_height", "first"},
                           {"last_height", "last"},
                           {"level", "level"}});
        for (const BitActivity& bit : replay_.monitor.unknown()) {
            table.add_row({static_cast<std::uint64_t>(bit.bit), bit.blocks, bit.window_most,
                           bit.first, bit.last, std::string(to_string(bit.level))});
        }
        return table;
    }

    [[nodiscard]] std::string heading() const {
        const difficulty::Deployment& it = question_.deployment;
        std::ostringstream text;
        text << it.name << ": " << to_string(it.kind) << ", bit " << it.bit << ", " << it.threshold
             << " of " << it.period << " blocks; headers " << record_.first_height << " to "
             << next_height() - 1 << "\n\n";
        return text.str();
    }

    [[nodiscard]] std::string what_comes_next() const {
        std::ostringstream text;
        text << "\nnext block " << next_height() << ": "
             << (replay_.next ? std::string(to_string(replay_.next->state)) : "unknown");
        if (replay_.next && replay_.next->since != 0) {
            text << " since " << replay_.next->since;
        }
        text << '\n';
        print_mandate(text);
        print_forecast(text);
        print_monitor(text);
        return text.str();
    }

    void print_mandate(std::ostream& out) const {
        if (replay_.mandate_in_force) {
            out << "blocks without the vote are invalid now\n";
        }
        if (!replay_.rejected.empty()) {
            out << replay_.rejected.size()
                << " blocks without a mandatory vote, the first at height "
                << replay_.rejected.front() << '\n';
        }
    }

    void print_forecast(std::ostream& out) const {
        if (!replay_.forecast) {
            return;
        }
        const ActivationForecast& forecast = *replay_.forecast;
        out << "signalling share of the hashrate: " << percent(forecast.share)
            << " (95 %: " << percent(forecast.share_low) << " to " << percent(forecast.share_high)
            << "), from the last " << replay_.evidence.blocks << " blocks\n"
            << "lock-in this period: " << percent(replay_.lock_in.value_or(forecast.this_period))
            << ", ever: " << percent(forecast.in_time) << '\n';
        if (forecast.in_time > 0) {
            out << "if it locks in, active from height " << forecast.likely_active
                << " most likely, " << std::llround(forecast.expected_active) << " on average";
            if (const auto time = expected_time(static_cast<double>(forecast.likely_active))) {
                out << "; about " << date_text(*time) << " at " << to_text(replay_.spacing_s, 4)
                    << " s a block";
            }
            out << '\n';
        }
    }

    void print_monitor(std::ostream& out) const {
        const SignalMonitor& monitor = replay_.monitor;
        out << "\nunknown bits: " << monitor.blocks_unknown() << " of " << monitor.blocks()
            << " blocks (without the mask " << monitor.blocks_unknown_unmasked() << "; "
            << monitor.blocks_rolled() << " roll their version)\n";
    }

    [[nodiscard]] Json forecast_json() const {
        if (!replay_.forecast) {
            return nullptr;
        }
        const ActivationForecast& forecast = *replay_.forecast;
        Json json{{"evidence_blocks", replay_.evidence.blocks},
                  {"evidence_signals", replay_.evidence.signals},
                  {"share", forecast.share},
                  {"share_low", forecast.share_low},
                  {"share_high", forecast.share_high},
                  {"lock_in_this_period", replay_.lock_in.value_or(forecast.this_period)},
                  {"lock_in_ever", forecast.in_time},
                  {"expected_active_height", forecast.expected_active},
                  {"likely_active_height", forecast.likely_active},
                  {"spacing_s", replay_.spacing_s}};
        if (const auto time = expected_time(static_cast<double>(forecast.likely_active))) {
            json["likely_active_time"] = *time;
        }
        for (const LockInChance& chance : forecast.chances) {
            json["chances"].push_back({{"locked_in_height", chance.locked_in},
                                       {"active_height", chance.active},
                                       {"probability", chance.probability}});
        }
        return json;
    }

    [[nodiscard]] Json to_json() const {
        const difficulty::Deployment& it = question_.deployment;
        const SignalMonitor& monitor = replay_.monitor;
        Json json{{"deployment",
                   {{"name", it.name},
                    {"kind", to_string(it.kind)},
                    {"bit", it.bit},
                    {"period", it.period},
                    {"threshold", it.threshold}}},
                  {"first_height", record_.first_height},
                  {"last_height", next_height() - 1},
                  {"periods", periods().to_json()},
                  {"next", {{"height", next_height()}, {"state", nullptr}}}};
        if (replay_.next) {
            json["next"]["state"] = to_string(replay_.next->state);
            json["next"]["since"] = replay_.next->since;
        }
        json["next"]["vote_mandatory"] = replay_.mandate_in_force;
        json["rejected_heights"] = replay_.rejected;
        json["forecast"] = forecast_json();
        json["monitor"] = {{"blocks", monitor.blocks()},
                           {"blocks_rolled", monitor.blocks_rolled()},
                           {"blocks_unknown", monitor.blocks_unknown()},
                           {"blocks_unknown_without_mask", monitor.blocks_unknown_unmasked()},
                           {"blocks_without_votes", monitor.blocks_without_votes()},
                           {"unknown_bits", unknown_bits().to_json()}};
        json["notes"] = replay_.notes;
        return json;
    }

    const SignalQuestion& question_;
    const VoteRecord& record_;
    SignalReplay replay_;
};

CommandReport run(const SignalOptions& options) {
    const SignalQuestion question = question_of(options);
    const auto record = read_vote_record(
        options.file, {.first_height = options.first_height, .bit = question.deployment.bit});
    if (!record) {
        throw CommandError(record.error());
    }
    if (question.mandate != VoteMandate::none && record->times.empty()) {
        throw CommandError(options.file +
                           ": a mandatory vote goes by timestamps; the file needs a column time");
    }
    return SignalAnswer(question, *record).report();
}

}  // namespace

void add_signal_command(CLI::App& app, CommandOutcome& outcome) {
    CLI::App* command =
        app.add_subcommand("signal", "Replay the votes of recorded headers, forecast activation");
    const auto options = std::make_shared<SignalOptions>();
    add_signal_options(*command, *options);
    add_format_options(*command, outcome.format);
    command->callback([options, &outcome] { outcome.report = run(*options); });
}

}  // namespace sluice::lab
