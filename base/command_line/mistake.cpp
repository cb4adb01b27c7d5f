#include "base/command_line/mistake.hpp"

#include "base/nearest_name.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string_view>

namespace sluice {
namespace {

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands(nullptr)) {
        names.push_back(command->get_name());
    }
    return names;
}

std::string suggestion(const std::string& text, const std::vector<std::string>& names,
                       const std::string& list) {
    const std::vector<std::string_view> views(names.begin(), names.end());
    return "; " + did_you_mean(text, views, list + " lists them");
}

/// What comes after `mark`; empty if it is not there.
std::string text_after(const std::string& text, std::string_view mark) {
    const std::size_t at = text.find(mark);
    return at == std::string::npos ? "" : text.substr(at + mark.size());
}

bool takes_value(const CLI::App& command, const std::string& name) {
    const CLI::Option* option = command.get_option_no_throw(name);
    return option == nullptr || option->get_items_expected_max() > 0;
}

/// Of a wrong number of values; CLI11 has one error for all cases.
std::string mismatch_text(const std::string& text) {
    if (const std::size_t end = text.find(" was given a disallowed"); end != std::string::npos) {
        return text.substr(0, end) + " takes no value";
    }
    const std::size_t colon = text.find(": ");
    if (colon == std::string::npos) {
        return text;
    }
    const std::string option = text.substr(0, colon);
    return option +
           (text.find("At Most") == colon + 2 ? " is given more than once" : " needs a value");
}

}  // namespace

std::vector<std::string> option_names(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    return names;
}

std::string plain_text(const CLI::App& command, const CLI::ParseError& error) {
    const std::string text = error.what();
    if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
        const std::string pair = text_after(text, "Could not convert: ");
        const std::size_t equals = pair.find(" = ");
        if (equals == std::string::npos) {
            return text;
        }
        const std::string option = pair.substr(0, equals);
        const std::string value = pair.substr(equals + 3);
        return takes_value(command, option) ? option + ": must be a number, not " + value
                                            : option + " takes no value, and was given " + value;
    }
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
        return mismatch_text(text);
    }
    if (dynamic_cast<const CLI::ExcludesError*>(&error) != nullptr) {
        return text.substr(0, text.find(" excludes ")) + " and " + text_after(text, " excludes ") +
               " cannot go together";
    }
    if (dynamic_cast<const CLI::RequiresError*>(&error) != nullptr) {
        return text.substr(0, text.find(" requires ")) + " needs " +
               text_after(text, " requires ") + " beside it";
    }
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
        return "not expected here: " + text_after(text, "expected: ");
    }
    return text;
}

std::string command_line_mistake(const CLI::App& program, std::span<const std::string> arguments,
                                 const CLI::ParseError& error) {
    const auto names = command_names(program);
    if (arguments.empty()) {
        return "which command? " + program.get_name() + " --help lists them";
    }
    const std::string& word = arguments.front();
    if (!word.starts_with('-') && std::ranges::find(names, word) == names.end()) {
        return "unknown command '" + word + "'" +
               suggestion(word, names, program.get_name() + " --help");
    }
    const auto chosen = program.get_subcommands();
    const std::string command = chosen.empty() ? "" : chosen.front()->get_name();
    const std::string help =
        program.get_name() + " " + command + (chosen.empty() ? "--help" : " --help");
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !chosen.empty()) {
        const auto known = option_names(*chosen.front());
        for (const std::string& extra : chosen.front()->remaining()) {
            if (extra.starts_with("--") && std::ranges::find(known, extra) == known.end()) {
                return command + " has no option " + extra + suggestion(extra, known, help);
            }
        }
    }
    return plain_text(chosen.empty() ? program : *chosen.front(), error) + "; " + help +
           " says more";
}

}  // namespace sluice
