#include "lab/study/rule_settings.hpp"

#include "base/hex.hpp"
#include "base/join.hpp"
#include "base/nearest_name.hpp"
#include "difficulty/network/late_blocks.hpp"
#include "lab/input/csv_reader.hpp"
#include "lab/support/command_error.hpp"
#include "protocol/pow/target.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace sluice::lab {
namespace {

constexpr std::string_view limit_name = "pow_limit_bits";
constexpr std::string_view anchor_height_name = "anchor_height";
constexpr std::string_view anchor_bits_name = "anchor_bits";

std::string_view anchor_time_name(const difficulty::DifficultyRule& rule) {
    return rule.anchor == difficulty::AnchorForm::parent_time ? "anchor_parent_time"
                                                              : "anchor_time";
}

/// An anchor whose numbers come one by one.
struct AnchorParts {
    std::optional<difficulty::Height> height;
    std::optional<std::int64_t> time;
    std::optional<std::uint32_t> bits;
};

std::vector<std::string_view> setting_names(const difficulty::DifficultyRule& rule) {
    std::vector<std::string_view> names;
    for (const difficulty::RuleParameter& parameter : settable_parameters(rule)) {
        names.push_back(parameter.name);
    }
    names.push_back(limit_name);
    if (rule.anchor != difficulty::AnchorForm::none) {
        names.insert(names.end(), {anchor_height_name, anchor_time_name(rule), anchor_bits_name});
    }
    return names;
}

std::int64_t number_of(std::string_view name, const std::string& value, std::int64_t min,
                       std::int64_t max) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size()) {
        throw UsageError(std::string(name) + " must be a whole number from " + std::to_string(min) +
                         " to " + std::to_string(max) + ", not '" + value + "'");
    }
    return number;
}

/// As number_of, of a number that no rule checks later.
std::int64_t bounded_number_of(std::string_view name, const std::string& value, std::int64_t max) {
    const std::int64_t number = number_of(name, value, 0, max);
    if (number < 0 || number > max) {
        throw UsageError(std::string(name) + " must be 0 to " + std::to_string(max) + ", not " +
                         value);
    }
    return number;
}

std::uint32_t bits_of(std::string_view name, const std::string& value) {
    const auto bits = parse_bits(value);
    if (!bits) {
        throw UsageError(std::string(name) +
                         " must be a compact target of 8 hexadecimal digits, "
                         "as 1d00ffff, not '" +
                         value + "'");
    }
    return *bits;
}

/// Reads one of the anchor's numbers; none for any other setting.
std::optional<RuleSetting> parse_anchor_part(const difficulty::DifficultyRule& rule,
                                             const std::string& name, const std::string& value) {
    if (rule.anchor == difficulty::AnchorForm::none) {
        return std::nullopt;
    }
    constexpr std::int64_t number_max = std::numeric_limits<std::uint32_t>::max();
    if (name == anchor_height_name) {
        const std::int64_t height = bounded_number_of(name, value, number_max);
        if (height == 0 && rule.anchor == difficulty::AnchorForm::parent_time) {
            throw UsageError(
                "anchor_height 0 has no parent whose timestamp anchor_parent_time could "
                "be; asert-decred takes the block's own timestamp");
        }
        return RuleSetting{name, height};
    }
    if (name == anchor_time_name(rule)) {
        return RuleSetting{name, bounded_number_of(name, value, number_max)};
    }
    if (name == anchor_bits_name) {
        return RuleSetting{name, bits_of(name, value)};
    }
    return std::nullopt;
}

/// False for a setting that is none of the anchor's.
bool set_anchor_part(const difficulty::DifficultyRule& rule, AnchorParts& parts,
                     const RuleSetting& setting) {
    if (setting.name == anchor_height_name) {
        parts.height = static_cast<difficulty::Height>(setting.value);
    } else if (setting.name == anchor_time_name(rule)) {
        parts.time = setting.value;
    } else if (setting.name == anchor_bits_name) {
        parts.bits = static_cast<std::uint32_t>(setting.value);
    } else {
        return false;
    }
    return true;
}

/// One number alone would make an anchor of two chains.
void apply_anchor(const difficulty::DifficultyRule& rule, difficulty::RuleParams& params,
                  const AnchorParts& parts) {
    if (!parts.height && !parts.time && !parts.bits) {
        return;
    }
    if (!parts.height || !parts.time || !parts.bits) {
        throw UsageError("an anchor needs anchor_height, " + std::string(anchor_time_name(rule)) +
                         " and anchor_bits; " +
                         std::string(!parts.height ? anchor_height_name
                                     : !parts.time ? anchor_time_name(rule)
                                                   : anchor_bits_name) +
                         " is missing");
    }
    const difficulty::Height own = rule.anchor == difficulty::AnchorForm::parent_time ? 1 : 0;
    params.anchor = difficulty::Anchor{*parts.height - own, *parts.time, *parts.bits};
}

/// The settings that make `params` of `from`; the anchor is left out.
std::vector<RuleSetting> settings_between(const difficulty::DifficultyRule& rule,
                                          const difficulty::RuleParams& from,
                                          const difficulty::RuleParams& params) {
    std::vector<RuleSetting> settings;
    for (const difficulty::RuleParameter& parameter : settable_parameters(rule)) {
        if (params.*parameter.member != from.*parameter.member) {
            settings.push_back({std::string(parameter.name), params.*parameter.member});
        }
    }
    if (params.pow_limit_bits != from.pow_limit_bits) {
        settings.push_back({std::string(limit_name), params.pow_limit_bits});
    }
    return settings;
}

difficulty::RuleParameter find_parameter(const difficulty::DifficultyRule& rule,
                                         const std::string& name) {
    const auto parameters = settable_parameters(rule);
    const auto row = std::ranges::find(parameters, name, &difficulty::RuleParameter::name);
    if (row == parameters.end()) {
        const auto names = setting_names(rule);
        throw UsageError("rule " + std::string(rule.name) + " has no setting '" + name + "'; " +
                         did_you_mean(name, names, "it has " + join(names)));
    }
    return *row;
}

RuleSetting parse_setting(const difficulty::DifficultyRule& rule, const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
        throw UsageError("--set needs NAME=VALUE, as half_life_s=86400, not '" + text + "'");
    }
    const std::string name = text.substr(0, equals);
    const std::string value = text.substr(equals + 1);
    const auto part = parse_anchor_part(rule, name, value);
    return part ? *part : parse_parameter(rule, name, value);
}

void check(const RuleSetup& setup) {
    if (const auto valid = difficulty::check_params(*setup.rule, setup.params); !valid) {
        throw UsageError(valid.error());
    }
}

RuleSetup named_rule(const std::string& name) {
    const auto named = difficulty::parse_rule_or_preset(name);
    if (!named) {
        throw UsageError(named.error());
    }
    return {.name = name, .rule = named->rule, .params = named->params};
}

}  // namespace

std::string to_string(const RuleSetting& setting) {
    const bool bits = setting.name == limit_name || setting.name == anchor_bits_name;
    return setting.name + "=" +
           (bits ? to_hex_be32(static_cast<std::uint32_t>(setting.value))
                 : std::to_string(setting.value));
}

bool RuleSetup::sets_anchor() const {
    return std::ranges::any_of(
        settings, [](const RuleSetting& setting) { return setting.name.starts_with("anchor_"); });
}

std::vector<difficulty::RuleParameter> settable_parameters(const difficulty::DifficultyRule& rule) {
    std::vector<difficulty::RuleParameter> parameters(rule.parameters.begin(),
                                                      rule.parameters.end());
    for (const difficulty::RuleParameter& parameter : difficulty::late_parameters) {
        if (parameter.member != &difficulty::RuleParams::walk_back || rule.periodic) {
            parameters.push_back(parameter);
        }
    }
    return parameters;
}

RuleSetting parse_parameter(const difficulty::DifficultyRule& rule, const std::string& name,
                            const std::string& value) {
    if (name == limit_name) {
        return {name, bits_of(name, value)};
    }
    const difficulty::RuleParameter row = find_parameter(rule, name);
    return {name, number_of(name, value, row.min, row.max)};
}

void set_parameter(const difficulty::DifficultyRule& rule, difficulty::RuleParams& params,
                   const RuleSetting& setting) {
    if (setting.name == limit_name) {
        params.pow_limit_bits = static_cast<std::uint32_t>(setting.value);
    } else {
        params.*find_parameter(rule, setting.name).member = setting.value;
    }
}

RuleSetup resolve_rule(const RuleOptions& options) {
    RuleSetup setup = named_rule(options.rule);
    AnchorParts anchor;
    for (const std::string& text : options.settings) {
        const RuleSetting setting = parse_setting(*setup.rule, text);
        if (!set_anchor_part(*setup.rule, anchor, setting)) {
            set_parameter(*setup.rule, setup.params, setting);
        }
        setup.settings.push_back(setting);
    }
    apply_anchor(*setup.rule, setup.params, anchor);
    check(setup);
    return setup;
}

RuleSetup with_setting(RuleSetup setup, const RuleSetting& setting) {
    set_parameter(*setup.rule, setup.params, setting);
    setup.settings.push_back(setting);
    check(setup);
    return setup;
}

RuleSetup with_params(RuleSetup setup, const difficulty::RuleParams& params) {
    setup.settings = settings_between(*setup.rule, named_rule(setup.name).params, params);
    setup.params = params;
    return setup;
}

std::string rule_arguments(const RuleSetup& setup) {
    std::string text = " --rule " + setup.name;
    for (const RuleSetting& setting : setup.settings) {
        text += " --set " + to_string(setting);
    }
    return text;
}

std::string settings_text(const difficulty::DifficultyRule& rule,
                          const difficulty::RuleParams& params, bool all) {
    std::vector<RuleSetting> settings = settings_between(rule, rule.defaults, params);
    if (all) {
        std::erase_if(settings, [&](const RuleSetting& setting) {
            return std::ranges::find(rule.parameters, setting.name,
                                     &difficulty::RuleParameter::name) != rule.parameters.end();
        });
        std::vector<RuleSetting> own;
        for (const difficulty::RuleParameter& parameter : rule.parameters) {
            own.push_back({std::string(parameter.name), params.*parameter.member});
        }
        settings.insert(settings.begin(), own.begin(), own.end());
    }
    return join(settings, " ", [](const RuleSetting& setting) { return to_string(setting); });
}

std::string anchor_text(const difficulty::DifficultyRule& rule,
                        const std::optional<difficulty::Anchor>& anchor) {
    if (rule.anchor == difficulty::AnchorForm::none || !anchor) {
        return {};
    }
    const difficulty::Height own = rule.anchor == difficulty::AnchorForm::parent_time ? 1 : 0;
    return std::string(anchor_height_name) + "=" + std::to_string(anchor->height + own) + " " +
           std::string(anchor_time_name(rule)) + "=" + std::to_string(anchor->time) + " " +
           std::string(anchor_bits_name) + "=" + to_hex_be32(anchor->bits);
}

}  // namespace sluice::lab
