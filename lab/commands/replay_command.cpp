#include "base/join.hpp"
#include "lab/commands/commands.hpp"

#include "lab/commands/setup_options.hpp"
#include "lab/study/replay.hpp"
#include "lab/support/command_error.hpp"
#include "lab/support/file_text.hpp"

#include <CLI/CLI.hpp>

#include <charconv>
#include <memory>
#include <sstream>
#include <vector>

namespace sluice::lab {
namespace {

struct ReplayOptions {
    std::string file;
    RuleOptions rule;
    std::vector<std::string> later_rules;  // NAME@HEIGHT:KEY=VALUE,..., as the chain changed it
    std::optional<std::uint64_t> first_height;
    bool gaps = false;
    std::string mismatches_file;
};

/// A rule as the command line names it.
struct NamedFrom {
    difficulty::Height height = 0;
    RuleOptions rule;
};

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, separator);) {
        parts.push_back(part);
    }
    return parts;
}

NamedFrom parse_later_rule(const std::string& text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string place = text.substr(0, colon);
    const std::size_t at = place.find('@');
    const std::string digits = at == std::string::npos ? "" : place.substr(at + 1);
    NamedFrom from;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), from.height);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) {
        throw UsageError(
            "--then needs RULE@HEIGHT or RULE@HEIGHT:NAME=VALUE,..., as cw-144@504032, not '" +
            text + "'");
    }
    from.rule.rule = place.substr(0, at);
    if (colon < text.size()) {
        from.rule.settings = split(text.substr(colon + 1), ',');
    }
    return from;
}

std::vector<NamedFrom> named_rules(const ReplayOptions& options) {
    std::vector<NamedFrom> rules{{0, options.rule}};
    for (const std::string& text : options.later_rules) {
        rules.push_back(parse_later_rule(text));
        const difficulty::Height before = rules[rules.size() - 2].height;
        if (rules.back().height <= before) {
            throw UsageError("--then " + text + " must begin above height " +
                             std::to_string(before) + ", where the rule before it begins");
        }
    }
    return rules;
}

std::string native_names(NativeUnit unit) {
    std::vector<std::string_view> names;
    for (const NativeRule& rule : native_rules()) {
        if (rule.unit == unit) {
            names.push_back(rule.name);
        }
    }
    return join(names);
}

/// The rule on a chain that counts difficulty in its own unit.
RuleFrom resolve_native(const NamedFrom& named, const NativeRule& native) {
    RuleFrom from{.height = named.height, .native = &native};
    if (!native.row.empty()) {
        from.params =
            resolve_rule({.rule = std::string(native.row), .settings = named.rule.settings}).params;
    } else if (!named.rule.settings.empty()) {
        throw UsageError(std::string(native.name) +
                         " on a column of difficulty is the chain's own rule, without settings");
    }
    return from;
}

/// The rules in the form that the file's columns call for.
std::vector<RuleFrom> resolve_rules(const std::vector<NamedFrom>& named, const HeaderFile& file,
                                    const std::string& path) {
    std::vector<RuleFrom> rules;
    const bool has_bits = !file.chains.empty() || !file.periods.empty();
    const bool native = !file.natives.empty() &&
                        (!has_bits || find_native_rule(named.front().rule.rule, file.unit));
    for (const NamedFrom& from : named) {
        if (!native && !file.natives.empty() && find_native_rule(from.rule.rule, file.unit)) {
            throw CommandError(
                path + ": rule " + from.rule.rule + " judges its column of algorithms, which " +
                named.front().rule.rule + " does not read; replay the two in runs of their own");
        }
        if (!native) {
            const RuleSetup rule = resolve_rule(from.rule);
            rules.push_back({.height = from.height, .rule = rule.rule, .params = rule.params});
            continue;
        }
        const NativeRule* rule = find_native_rule(from.rule.rule, file.unit);
        if (rule == nullptr) {
            throw CommandError(path + ": rule " + from.rule.rule +
                               " judges a column of bits, not " +
                               (has_bits ? "one of algorithms" : "one of difficulty") +
                               "; for that there are " + native_names(file.unit));
        }
        if (rule->reads_uncles && !file.has_uncles) {
            throw CommandError(path + ": rule " + from.rule.rule +
                               " reads whether the parent has uncles; give a column has_uncles "
                               "with 0 or 1");
        }
        rules.push_back(resolve_native(from, *rule));
    }
    return rules;
}

std::string rules_text(const ReplayOptions& options) {
    std::string text = options.rule.rule;
    for (const std::string& setting : options.rule.settings) {
        text += " " + setting;
    }
    for (const std::string& later : options.later_rules) {
        text += " " + later;
    }
    return text;
}

/// "asert: anchor_height=..." of each rule that has a schedule.
std::vector<std::string> anchor_lines(const std::vector<RuleFrom>& rules,
                                      const ReplayResult& result) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < result.anchors.size(); ++i) {
        const std::string text = anchor_text(*rules[i].rule, result.anchors[i]);
        if (!text.empty()) {
            lines.push_back(std::string(rules[i].name()) + ": " + text);
        }
    }
    return lines;
}

ResultTable table_of(const ReplayOptions& options, const std::vector<RuleFrom>& rules,
                     const ReplayResult& result) {
    ResultTable table({{"file", "file"},
                       {"rule", "rule"},
                       {"blocks", "blocks"},
                       {"matched", "matched"},
                       {"first_mismatch_height", "first mismatch"},
                       {"wanted", "wanted"},
                       {"recorded", "recorded"},
                       {"history", "history"},
                       {"anchor", "anchor"}});
    std::vector<ResultTable::Cell> row{options.file, rules_text(options), result.blocks,
                                       result.matched()};
    if (!result.mismatches.empty()) {
        const Mismatch& first = result.mismatches.front();
        row.insert(row.end(), {first.height, first.wanted, first.recorded});
    } else {
        row.resize(row.size() + 3);
    }
    row.emplace_back(result.history);
    const std::string anchors = join(anchor_lines(rules, result), "; ");
    row.push_back(anchors.empty() ? ResultTable::Cell{} : ResultTable::Cell{anchors});
    table.add_row(std::move(row));
    return table;
}

std::string text_of(const ReplayOptions& options, const std::vector<RuleFrom>& rules,
                    const ReplayResult& result) {
    std::string text = rules_text(options) + " on " + options.file + ": " +
                       std::to_string(result.matched()) + " of " + std::to_string(result.blocks) +
                       " blocks matched exactly";
    if (result.history > 0) {
        text += "; skipped " + std::to_string(result.history) +
                ": the file lacks the history that the rule reads";
    }
    text += '\n';
    for (const std::string& line : anchor_lines(rules, result)) {
        text += "Anchor of " + line + '\n';
    }
    if (!result.mismatches.empty()) {
        const Mismatch& first = result.mismatches.front();
        text += "First mismatch at height " + std::to_string(first.height) + ": the rule wants " +
                first.wanted + ", the chain has " + first.recorded + '\n';
    }
    return text;
}

Result<void, std::string> write_mismatches(const std::string& path,
                                           const std::vector<Mismatch>& mismatches) {
    std::string text = "height,wanted,recorded,solve_time_s\n";
    for (const Mismatch& one : mismatches) {
        text += std::to_string(one.height) + "," + one.wanted + "," + one.recorded + "," +
                std::to_string(one.solve_time_s) + "\n";
    }
    return write_file(path, text);
}

HeaderFile read_header_file(const ReplayOptions& options) {
    const auto content = read_file(options.file);
    if (!content) {
        throw CommandError(content.error());
    }
    auto file = parse_header_file(*content, options.file,
                                  {.first_height = options.first_height, .gaps = options.gaps});
    if (!file) {
        throw CommandError(file.error());
    }
    if (file->chains.empty() && file->periods.empty() && file->natives.empty()) {
        throw CommandError(options.file + ": holds no blocks");
    }
    return std::move(file).value();
}

CommandReport replay_file(const ReplayOptions& options) {
    const std::vector<NamedFrom> named = named_rules(options);
    const HeaderFile file = read_header_file(options);
    const std::vector<RuleFrom> rules = resolve_rules(named, file, options.file);
    const ReplayResult result = replay(rules, file);
    if (result.blocks == 0 && result.missing_height) {
        const RuleFrom& asking = *result.asking;
        throw CommandError(
            options.file + ": rule " + std::string(asking.name()) + " reads the block at " +
            std::to_string(*result.missing_height) + ", which the file does not hold" +
            (asking.rule == nullptr
                 ? std::string()
                 : "; it needs " + std::to_string(asking.rule->reach(asking.params)) +
                       " blocks in a row"));
    }
    if (result.blocks == 0) {
        throw CommandError(options.file +
                           ": no block could be judged; each needs its parent in the file");
    }
    const ResultTable table = table_of(options, rules, result);
    CommandReport report{
        .text = {text_of(options, rules, result)}, .table = table, .json = table.to_json().front()};
    if (!result.mismatches.empty()) {
        report.failure = options.file + ": " + std::to_string(result.mismatches.size()) + " of " +
                         std::to_string(result.blocks) + " blocks do not match";
    }
    if (!options.mismatches_file.empty()) {
        const auto written = write_mismatches(options.mismatches_file, result.mismatches);
        if (!written) {
            report.failure = written.error();
        }
    }
    return report;
}

}  // namespace

void add_replay_command(CLI::App& app, CommandOutcome& outcome) {
    auto options = std::make_shared<ReplayOptions>();
    CLI::App* command = app.add_subcommand("replay", "Check a recorded chain against a rule");
    command
        ->add_option("file", options->file,
                     "CSV with height,time,bits or height,time,difficulty, CSV of retarget "
                     "periods, or raw 80-byte headers")
        ->required();
    add_rule_options(*command, options->rule);
    command
        ->add_option("--then", options->later_rules,
                     "The rule that the chain follows from a height on, as cw-144@504032 or "
                     "asert@9:half_life_s=3600,...")
        ->type_name("RULE@HEIGHT[:NAME=VALUE,...]")
        ->allow_extra_args(false);
    command->add_option("--first-height", options->first_height,
                        "Height of the first header in a raw file [0 if it is a genesis block]");
    command->add_flag("--gaps", options->gaps,
                      "Take a CSV that leaves out heights for pieces of one chain");
    command->add_option("--mismatches", options->mismatches_file,
                        "Write all blocks that do not match into this CSV");
    add_format_options(*command, outcome.format);
    command->callback([options, &outcome] { outcome.report = replay_file(*options); });
}

}  // namespace sluice::lab
