#include "lab/scenario/scenario_file.hpp"

#include "base/join.hpp"
#include "base/nearest_name.hpp"
#include "base/toml/toml_text.hpp"
#include "lab/scenario/idle_keys.hpp"
#include "lab/scenario/scenario_keys.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace sluice::lab {
namespace {

using sim::ScenarioKey;

constexpr std::size_t list_entries_max = 1'000;  // steps or miners; each costs time at every block

/// The first mistake; thrown inside this file only.
struct Mistake {
    std::string message;
};

/// How messages name a line, counted from 1; line 0 is unknown.
using Place = std::function<std::string(std::size_t line)>;

/// Fills one scenario from one text and remembers where each key stood.
class ScenarioReader {
public:
    explicit ScenarioReader(const Place& place) : place_(place) {}

    /// `scenario` is what the text changes; without one, what its based_on names.
    sim::Scenario read(const toml::table& root, std::optional<sim::Scenario> changed) {
        sim::Scenario scenario = changed ? std::move(*changed) : base_of(root);
        for (const auto& [key, node] : root) {
            read_top(scenario, std::string(key.str()), node);
        }
        if (const auto problem = sim::find_problem(scenario)) {
            const auto place = lines_.find(problem->key);
            fail(place == lines_.end() ? 0 : place->second, problem->key, problem->message);
        }
        // What the scenario took over from another may have lost its effect on purpose.
        for (const sim::ScenarioProblem& idle : sim::find_idle_keys(scenario)) {
            if (const auto place = lines_.find(idle.key); place != lines_.end()) {
                fail(place->second, idle.key, idle.message);
            }
        }
        return scenario;
    }

private:
    [[noreturn]] void fail(std::size_t line, const std::string& key,
                           const std::string& message) const {
        throw Mistake{place_(line) + ": " + key + ": " + message};
    }
    [[noreturn]] void fail(const toml::node& node, const std::string& key,
                           const std::string& message) const {
        fail(node.source().begin.line, key, message);
    }

    sim::Scenario base_of(const toml::table& root) const {
        const toml::node* base = root.get("based_on");
        if (base == nullptr) {
            return {};
        }
        const auto named = sim::parse_scenario(text_of(*base, "based_on"));
        if (!named) {
            fail(*base, "based_on", named.error());
        }
        return **named;
    }

    std::string text_of(const toml::node& node, const std::string& key) const {
        if (const auto text = node.value<std::string>(); node.is_string()) {
            return *text;
        }
        fail(node, key, "must be text in quotes");
    }

    void read_top(sim::Scenario& scenario, const std::string& key, const toml::node& node) {
        if (key == "based_on") {
            return;
        }
        if (key == "name" || key == "description") {
            (key == "name" ? scenario.name : scenario.description) = text_of(node, key);
        } else if (key == "steps") {
            read_list(node, key, scenario.steps);
        } else if (key == "miners") {
            read_list(node, key, scenario.miners);
        } else if (key == "stamps") {
            read_table(table_of(node, key), key + ".", scenario.timestamps);
        } else if (key == "network") {
            read_table(table_of(node, key), key + ".", scenario.network);
        } else {
            read_key(node, key, "", sim::scenario_keys(), scenario,
                     {"based_on", "name", "description", "steps", "miners", "stamps", "network"});
        }
    }

    const toml::table& table_of(const toml::node& node, const std::string& key) const {
        if (const toml::table* table = node.as_table()) {
            return *table;
        }
        fail(node, key, "must be a section: [" + key + "] on a line of its own");
    }

    template <class Entry>
    void read_list(const toml::node& node, const std::string& key, std::vector<Entry>& entries) {
        if (const toml::table* numbered = node.as_table()) {
            change_entries(*numbered, key, entries);
            return;
        }
        entries.clear();
        const toml::array* list = node.as_array();
        if (list == nullptr || !std::ranges::all_of(*list, &toml::node::is_table)) {
            fail(node, key, "must be sections: [[" + key + "]] on a line of its own for each");
        }
        if (list->size() > list_entries_max) {
            fail(node, key,
                 "has " + std::to_string(list->size()) + " entries, the limit is " +
                     std::to_string(list_entries_max));
        }
        for (const toml::node& entry : *list) {
            entries.emplace_back();
            read_table(*entry.as_table(), key + "." + std::to_string(entries.size()) + ".",
                       entries.back());
        }
    }

    /// Changes of entries that are there, by their numbers.
    template <class Entry>
    void change_entries(const toml::table& numbered, const std::string& key,
                        std::vector<Entry>& entries) {
        for (const auto& [number, node] : numbered) {
            std::size_t index = 0;
            const std::string_view text = number.str();
            const auto [end, error] =
                std::from_chars(text.data(), text.data() + text.size(), index);
            const std::string name = key + "." + std::string(text);
            if (error != std::errc{} || end != text.data() + text.size() || index < 1 ||
                index > entries.size()) {
                fail(node, name,
                     "no such entry; the scenario has " + std::to_string(entries.size()) + " " +
                         key + ", numbered from 1");
            }
            read_table(table_of(node, name), name + ".", entries[index - 1]);
        }
    }

    void read_table(const toml::table& table, const std::string& prefix, sim::Step& step) {
        for (const auto& [key, node] : table) {
            read_key(node, std::string(key.str()), prefix, sim::step_keys(), step, {});
        }
    }
    void read_table(const toml::table& table, const std::string& prefix, sim::Network& network) {
        for (const auto& [key, node] : table) {
            read_key(node, std::string(key.str()), prefix, sim::network_keys(), network, {});
        }
    }
    void read_table(const toml::table& table, const std::string& prefix, sim::MinerGroup& group) {
        for (const auto& [key, node] : table) {
            if (key.str() == "kind") {
                group.kind = static_cast<sim::MinerGroup::Kind>(
                    choice(node, prefix + "kind", sim::miner_kind_names()));
            } else {
                read_key(node, std::string(key.str()), prefix, sim::miner_keys(), group, {"kind"});
            }
        }
    }
    void read_table(const toml::table& table, const std::string& prefix,
                    sim::Timestamps& timestamps) {
        for (const auto& [key, node] : table) {
            if (key.str() == "policy") {
                timestamps.policy = static_cast<sim::Timestamps::Policy>(
                    choice(node, prefix + "policy", sim::timestamp_policy_names()));
            } else {
                read_key(node, std::string(key.str()), prefix, sim::timestamp_keys(), timestamps,
                         {"policy"});
            }
        }
    }

    /// The index of the name that the node holds.
    std::size_t choice(const toml::node& node, const std::string& key,
                       std::span<const std::string_view> names) const {
        const std::string text = text_of(node, key);
        const auto at = std::ranges::find(names, text);
        if (at == names.end()) {
            fail(node, key, "unknown value '" + text + "'; one of " + join(names));
        }
        return static_cast<std::size_t>(at - names.begin());
    }

    /// A number or flag of `owner`; `others` are names that are no numbers, for the suggestion.
    template <class Owner>
    void read_key(const toml::node& node, const std::string& name, const std::string& prefix,
                  std::span<const ScenarioKey<Owner>> keys, Owner& owner,
                  std::vector<std::string_view> others) {
        lines_[prefix + name] = node.source().begin.line;
        const auto row = std::ranges::find(keys, name, &ScenarioKey<Owner>::name);
        if (row == keys.end()) {
            for (const ScenarioKey<Owner>& key : keys) {
                others.push_back(key.name);
            }
            fail(node, prefix + name,
                 "unknown key; " + did_you_mean(name, others, "docs/scenarios.md lists them all"));
        }
        std::visit([&](auto member) { assign(node, prefix + name, *row, owner.*member); },
                   row->member);
    }

    template <class Owner, class Value>
    void assign(const toml::node& node, const std::string& key, const ScenarioKey<Owner>& row,
                Value& value) const {
        if constexpr (std::is_same_v<Value, bool>) {
            if (!node.is_boolean()) {
                fail(node, key, "must be true or false");
            }
            value = *node.value<bool>();
        } else {
            const std::string range =
                sim::number_text(row.min) + " to " + sim::number_text(row.max);
            if constexpr (std::is_integral_v<Value>) {
                const auto number = node.value<std::int64_t>();
                if (!node.is_integer() || static_cast<double>(*number) < row.min ||
                    static_cast<double>(*number) > row.max) {
                    fail(node, key, "must be a whole number, " + range);
                }
                value = static_cast<Value>(*number);
            } else {
                if (!node.is_number()) {
                    fail(node, key, "must be a number, " + range);
                }
                value = *node.value<double>();
            }
        }
    }

    const Place& place_;
    std::map<std::string, std::size_t> lines_;
};

Result<sim::Scenario, std::string> read(std::string_view text, const Place& place,
                                        std::optional<sim::Scenario> changed = {}) {
    const auto root = parse_toml(text);
    if (!root) {
        return Unexpected{place(root.error().line) + ": " + root.error().problem + "; " +
                          root.error().remedy};
    }
    try {
        return ScenarioReader(place).read(*root, std::move(changed));
    } catch (const Mistake& mistake) {
        return Unexpected{mistake.message};
    }
}

/// The value as TOML has it: a shell takes quotes away, so a word stands for text.
std::string toml_value(const std::string& value) {
    const bool is_word = std::ranges::all_of(value, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    });
    return is_word && value != "true" && value != "false" ? '"' + value + '"' : value;
}

}  // namespace

Result<sim::Scenario, std::string> read_scenario(std::string_view text, const std::string& file) {
    auto scenario = read(text, [&](std::size_t line) {
        return line > 0 ? file + ":" + std::to_string(line) : file;
    });
    if (scenario && scenario->name.empty()) {
        scenario->name = file;
    }
    return scenario;
}

Result<sim::Scenario, std::string> changed_scenario(const sim::Scenario& before,
                                                    std::span<const std::string> changes) {
    std::string text;
    for (const std::string& change : changes) {
        const std::size_t equals = change.find('=');
        if (equals == std::string::npos || change.find('\n') != std::string::npos) {
            return Unexpected{"--with needs KEY=VALUE, as walk_variance=1e-3, not '" + change +
                              "'"};
        }
        text += change.substr(0, equals + 1) + toml_value(change.substr(equals + 1)) + '\n';
    }
    auto scenario = read(
        text,
        [&](std::size_t line) {
            return line > 0 && line <= changes.size() ? "--with " + changes[line - 1] : "--with";
        },
        before);
    if (scenario) {
        scenario->description += "; changed: " + join(changes);
    }
    return scenario;
}

bool is_scenario_change(std::string_view change) {
    const std::string_view key = change.substr(0, change.find('='));
    const std::string_view section = key.substr(0, key.find('.'));
    if (section != key) {
        return section == "steps" || section == "miners" || section == "stamps" ||
               section == "network";
    }
    const auto keys = sim::scenario_keys();
    return std::ranges::find(keys, key, &ScenarioKey<sim::Scenario>::name) != keys.end();
}

}  // namespace sluice::lab
