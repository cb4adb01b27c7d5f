#include "lab/study/rule_settings.hpp"

#include "base/hex.hpp"
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

/// Takes one of the anchor's numbers; false for any other setting.
bool set_anchor_part(const difficulty::DifficultyRule& rule, AnchorParts& parts,
                     const std::string& name, const std::string& value) {
    if (rule.anchor == difficulty::AnchorForm::none) {
        return false;
    }
    if (name == anchor_height_name) {
        const auto height = static_cast<difficulty::Height>(
            bounded_number_of(name, value, std::numeric_limits<std::uint32_t>::max()));
        if (height == 0 && rule.anchor == difficulty::AnchorForm::parent_time) {
            throw UsageError(
                "anchor_height 0 has no parent whose timestamp anchor_parent_time could "
                "be; asert-decred takes the block's own timestamp");
        }
        parts.height = height;
    } else if (name == anchor_time_name(rule)) {
        parts.time = bounded_number_of(name, value, std::numeric_limits<std::uint32_t>::max());
    } else if (name == anchor_bits_name) {
        parts.bits = bits_of(name, value);
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

}  // namespace

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

void set_parameter(const difficulty::DifficultyRule& rule, difficulty::RuleParams& params,
                   const std::string& name, const std::string& value) {
    if (name == limit_name) {
        params.pow_limit_bits = bits_of(name, value);
        return;
    }
    const auto parameters = settable_parameters(rule);
    const auto row = std::ranges::find(parameters, name, &difficulty::RuleParameter::name);
    if (row == parameters.end()) {
        const auto names = setting_names(rule);
        std::string all;
        for (const std::string_view known : names) {
            all += (all.empty() ? "" : ", ") + std::string(known);
        }
        throw UsageError("rule " + std::string(rule.name) + " has no setting '" + name + "'; " +
                         did_you_mean(name, names, "it has " + all));
    }
    params.*row->member = number_of(name, value, row->min, row->max);
}

std::pair<const difficulty::DifficultyRule*, difficulty::RuleParams> resolve_rule(
    const RuleOptions& options) {
    const auto named = difficulty::parse_rule_or_preset(options.rule);
    if (!named) {
        throw UsageError(named.error());
    }
    const difficulty::DifficultyRule& rule = *named->rule;
    difficulty::RuleParams params = named->params;
    AnchorParts anchor;
    for (const std::string& setting : options.settings) {
        const std::size_t equals = setting.find('=');
        if (equals == std::string::npos) {
            throw UsageError("--set needs NAME=VALUE, as half_life_s=86400, not '" + setting + "'");
        }
        const std::string name = setting.substr(0, equals);
        const std::string value = setting.substr(equals + 1);
        if (!set_anchor_part(rule, anchor, name, value)) {
            set_parameter(rule, params, name, value);
        }
    }
    apply_anchor(rule, params, anchor);
    if (const auto valid = difficulty::check_params(rule, params); !valid) {
        throw UsageError(valid.error());
    }
    return {&rule, params};
}

bool sets_anchor(const RuleOptions& options) {
    return std::ranges::any_of(options.settings, [](const std::string& setting) {
        return setting.starts_with("anchor_");
    });
}

std::vector<std::string> settings_between(const difficulty::DifficultyRule& rule,
                                          const difficulty::RuleParams& from,
                                          const difficulty::RuleParams& params) {
    std::vector<std::string> settings;
    for (const difficulty::RuleParameter& parameter : settable_parameters(rule)) {
        if (params.*parameter.member != from.*parameter.member) {
            settings.push_back(std::string(parameter.name) + "=" +
                               std::to_string(params.*parameter.member));
        }
    }
    if (params.pow_limit_bits != from.pow_limit_bits) {
        settings.push_back(std::string(limit_name) + "=" + to_hex_be32(params.pow_limit_bits));
    }
    return settings;
}

std::string settings_text(const difficulty::DifficultyRule& rule,
                          const difficulty::RuleParams& params, bool all) {
    std::vector<std::string> settings = settings_between(rule, rule.defaults, params);
    if (all) {
        std::erase_if(settings, [&](const std::string& setting) {
            return std::ranges::find(rule.parameters, setting.substr(0, setting.find('=')),
                                     &difficulty::RuleParameter::name) != rule.parameters.end();
        });
        std::vector<std::string> own;
        for (const difficulty::RuleParameter& parameter : rule.parameters) {
            own.push_back(std::string(parameter.name) + "=" +
                          std::to_string(params.*parameter.member));
        }
        settings.insert(settings.begin(), own.begin(), own.end());
    }
    std::string text;
    for (const std::string& setting : settings) {
        text += (text.empty() ? "" : " ") + setting;
    }
    return text;
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
