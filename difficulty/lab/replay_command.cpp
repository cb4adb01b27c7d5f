#include "difficulty/lab/replay_command.hpp"

#include "difficulty/lab/command_error.hpp"
#include "difficulty/lab/file_text.hpp"
#include "difficulty/lab/output.hpp"
#include "difficulty/lab/replay.hpp"
#include "difficulty/lab/setup_options.hpp"
#include "protocol/hex.hpp"

#include <CLI/CLI.hpp>

#include <charconv>
#include <iostream>
#include <memory>
#include <tuple>
#include <vector>

namespace sluice::difficulty {
namespace {

struct ReplayOptions {
    std::string file;
    RuleOptions rule;
    std::vector<std::string> later_rules;  // NAME@HEIGHT, as the chain changed its rule
    std::uint64_t first_height = 0;
    OutputFormat format = OutputFormat::table;
};

RuleFrom parse_later_rule(const std::string& text) {
    const std::size_t at = text.find('@');
    const std::string digits = at == std::string::npos ? "" : text.substr(at + 1);
    RuleFrom from;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), from.height);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) {
        throw CommandError("--then needs RULE@HEIGHT, as cw-144@504032, not '" + text + "'");
    }
    std::tie(from.rule, from.params) = resolve_rule({.rule = text.substr(0, at), .settings = {}});
    return from;
}

std::vector<RuleFrom> resolve_rules(const ReplayOptions& options) {
    const auto [first, params] = resolve_rule(options.rule);
    std::vector<RuleFrom> rules{{0, first, params}};
    for (const std::string& text : options.later_rules) {
        rules.push_back(parse_later_rule(text));
        const Height before = rules[rules.size() - 2].height;
        if (rules.back().height <= before) {
            throw CommandError("--then " + text + " must begin above height " +
                               std::to_string(before) + ", where the rule before it begins");
        }
    }
    return rules;
}

std::string rules_text(const ReplayOptions& options) {
    std::string text = options.rule.rule;
    for (const std::string& later : options.later_rules) {
        text += " " + later;
    }
    return text;
}

ResultTable table_of(const ReplayOptions& options, const ReplayResult& result) {
    ResultTable table({{"file", "file"},
                       {"rule", "rule"},
                       {"blocks", "blocks"},
                       {"matched", "matched"},
                       {"first_mismatch_height", "first mismatch"},
                       {"wanted_bits", "wanted"},
                       {"recorded_bits", "recorded"},
                       {"history", "history"}});
    std::vector<ResultTable::Cell> row{options.file, rules_text(options), result.blocks,
                                       result.matched};
    if (result.first_mismatch_height) {
        row.insert(row.end(),
                   {*result.first_mismatch_height, protocol::to_hex_be32(result.wanted_bits),
                    protocol::to_hex_be32(result.recorded_bits)});
    } else {
        row.resize(row.size() + 3);
    }
    row.emplace_back(result.history);
    table.add_row(std::move(row));
    return table;
}

void print_text(const ReplayOptions& options, const ReplayResult& result) {
    std::cout << rules_text(options) << " on " << options.file << ": " << result.matched << " of "
              << result.blocks << " blocks matched bit for bit";
    if (result.history > 0) {
        std::cout << "; not judged, for want of blocks below: " << result.history;
    }
    std::cout << '\n';
    if (result.first_mismatch_height) {
        std::cout << "First mismatch at height " << *result.first_mismatch_height
                  << ": the rule wants " << protocol::to_hex_be32(result.wanted_bits)
                  << ", the chain has " << protocol::to_hex_be32(result.recorded_bits) << '\n';
    }
}

void replay_file(const ReplayOptions& options) {
    const std::vector<RuleFrom> rules = resolve_rules(options);
    const auto content = read_file(options.file);
    if (!content) {
        throw CommandError(content.error());
    }
    const auto file = parse_header_file(*content, options.file, options.first_height);
    if (!file) {
        throw CommandError(file.error());
    }
    if (file->chain.blocks.empty() && file->periods.empty()) {
        throw CommandError(options.file + ": holds no blocks");
    }
    const ReplayResult result = replay(rules, *file);
    if (result.blocks == 0 && result.missing_height) {
        const RuleFrom& asking = *result.asking;
        throw CommandError(options.file + ": rule " + std::string(asking.rule->name) +
                           " reads the block at " + std::to_string(*result.missing_height) +
                           ", which the file does not hold; it needs " +
                           std::to_string(asking.rule->reach(asking.params)) + " blocks in a row");
    }
    switch (options.format) {
        case OutputFormat::table:
            print_text(options, result);
            break;
        case OutputFormat::csv:
            table_of(options, result).print_csv(std::cout);
            break;
        case OutputFormat::json:
            std::cout << table_of(options, result).to_json().front().dump(2) << '\n';
            break;
    }
}

}  // namespace

void add_replay_command(CLI::App& app) {
    auto options = std::make_shared<ReplayOptions>();
    CLI::App* command = app.add_subcommand("replay", "Check a recorded chain against a rule");
    command
        ->add_option("file", options->file,
                     "CSV with height,time,bits, CSV of retarget periods, or raw 80-byte headers")
        ->required();
    add_rule_options(*command, options->rule);
    command
        ->add_option("--then", options->later_rules,
                     "The rule that the chain follows from a height on, as cw-144@504032")
        ->type_name("RULE@HEIGHT")
        ->allow_extra_args(false);
    command->add_option("--first-height", options->first_height,
                        "Height of the first header in a raw file");
    add_format_options(*command, options->format);
    command->callback([options] { replay_file(*options); });
}

}  // namespace sluice::difficulty
