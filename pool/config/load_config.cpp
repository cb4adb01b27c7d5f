#include "pool/config/load_config.hpp"

#include "base/nearest_name.hpp"
#include "base/toml/toml_text.hpp"
#include "pool/config/check_config.hpp"
#include "pool/config/read_value.hpp"
#include "pool/config/schema.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <map>
#include <set>
#include <system_error>
#include <utility>

namespace sluice::pool {
namespace {

/// Rows of one section, read the same way whatever struct they fill.
struct SectionKey {
    const KeyInfo& info;
    FieldRef field;
};

std::vector<SectionKey> keys_of(std::string_view section, PoolConfig& config) {
    std::vector<SectionKey> keys;
    for (const PoolKey& key : pool_keys()) {
        if (key.info.section == section) {
            keys.push_back({key.info, key.field(config)});
        }
    }
    return keys;
}

std::vector<SectionKey> keys_of(difficulty::Deployment& deployment) {
    std::vector<SectionKey> keys;
    for (const DeploymentKey& key : deployment_keys()) {
        keys.push_back({key.info, key.field(deployment)});
    }
    return keys;
}

/// "did you mean ...?", where else the key belongs, or what there is.
std::string remedy_for_unknown(std::string_view name, std::span<const std::string_view> known) {
    if (const std::string_view near = nearest_name(name, known); !near.empty()) {
        return "did you mean \"" + std::string(near) + "\"?";
    }
    for (const PoolKey& key : pool_keys()) {
        if (key.info.name == name) {
            return "it belongs in [" + std::string(key.info.section) + "]";
        }
    }
    std::string remedy = "known here: ";
    for (const std::string_view each : known) {
        remedy += (each == known.front() ? "" : ", ") + std::string(each);
    }
    return remedy;
}

/// Walks the parsed file and collects the configuration, the problems and the place of every key.
class Reader {
public:
    explicit Reader(std::string_view file) : file_(file) {}

    ConfigResult read(const toml::table& root) {
        for (const auto& [key, node] : root) {
            read_section(key, node);
        }
        add_contradictions();
        if (problems_.empty()) {
            return std::move(config_);
        }
        std::ranges::stable_sort(problems_, {}, [](const ConfigProblem& problem) {
            return std::pair(problem.line, problem.column);
        });
        return Unexpected{std::move(problems_)};
    }

private:
    void add(const toml::source_position& at, std::string key, std::string problem,
             std::string remedy) {
        if (problems_.size() >= config_problems_max) {
            return;
        }
        problems_.push_back({std::string(file_), at.line, at.column, std::move(key),
                             std::move(problem), std::move(remedy)});
    }

    /// What check_config finds, but of sections that were read well: others hold defaults where the
    /// operator meant something else.
    void add_contradictions() {
        std::set<std::string> misread;
        for (const ConfigProblem& problem : problems_) {
            const std::string section = section_of(problem.key);
            if (places_.contains(section) && !is_section(section)) {
                return;  // which section was meant is a guess
            }
            misread.insert(section);
        }
        const bool votes_unclear = misread.contains("embedded") || misread.contains("pool");
        for (KeyProblem& found : check_config(config_)) {
            const std::string section = section_of(found.key);
            if (misread.contains(section) || (section == votes_section && votes_unclear)) {
                continue;
            }
            add(place_of(found.key), found.key, std::move(found.problem), std::move(found.remedy));
        }
    }

    static bool is_section(const std::string& name) {
        return std::ranges::find(config_sections(), name, &SectionInfo::name) !=
               config_sections().end();
    }

    static std::string section_of(const std::string& key) { return key.substr(0, key.find('.')); }

    /// Where the key stands, or its section when it does not stand in the file, or nowhere.
    toml::source_position place_of(const std::string& key) const {
        for (std::string name = key;; name = name.substr(0, name.rfind('.'))) {
            if (const auto at = places_.find(name); at != places_.end()) {
                return at->second;
            }
            if (name.find('.') == std::string::npos) {
                return {};
            }
        }
    }

    void read_section(const toml::key& key, const toml::node& node) {
        const std::string name(key.str());
        std::vector<std::string_view> known;
        for (const SectionInfo& section : config_sections()) {
            if (section.name != deployment_section) {
                known.push_back(section.name);
            }
        }
        places_[name] = key.source().begin;
        if (std::ranges::find(known, name) == known.end()) {
            const std::string what = node.is_table() ? "unknown section" : "key outside a section";
            add(key.source().begin, name, what, remedy_for_unknown(name, known));
        } else if (const toml::table* table = node.as_table()) {
            if (name == votes_section) {
                read_votes(*table);
            } else {
                read_keys(*table, name, keys_of(name, config_));
            }
        } else {
            add(key.source().begin, name, "expected a section, found " + kind_of(node),
                "[" + name + "] on a line of its own");
        }
    }

    /// `prefix` is the section as messages name it.
    void read_keys(const toml::table& table, const std::string& prefix,
                   const std::vector<SectionKey>& keys) {
        for (const auto& [key, node] : table) {
            const std::string name(key.str());
            const std::string full = prefix + "." + name;
            places_[full] = key.source().begin;
            if (full == deployment_section) {
                read_deployments(key, node);
                continue;
            }
            const auto row = std::ranges::find(
                keys, name, [](const SectionKey& each) { return each.info.name; });
            if (row == keys.end()) {
                std::vector<std::string_view> known;
                for (const SectionKey& each : keys) {
                    known.push_back(each.info.name);
                }
                add(key.source().begin, full, "unknown key", remedy_for_unknown(name, known));
            } else if (auto wrong = read_value(node, row->info, row->field)) {
                add(node.source().begin, full, std::move(wrong->problem), std::move(wrong->remedy));
            }
        }
    }

    void read_deployments(const toml::key& key, const toml::node& node) {
        const toml::array* list = node.as_array();
        if (list == nullptr || !std::ranges::all_of(*list, &toml::node::is_table)) {
            add(key.source().begin, std::string(deployment_section),
                "expected a list of sections, found " + kind_of(node),
                "[[embedded.deployment]] in double brackets for each");
            return;
        }
        if (list->size() > deployments_max) {
            add(key.source().begin, std::string(deployment_section),
                std::to_string(list->size()) + " deployments; a version has fewer bits",
                "at most " + std::to_string(deployments_max));
            return;
        }
        for (std::size_t i = 0; i < list->size(); ++i) {
            const toml::table& table = *list->get(i)->as_table();
            const std::string prefix = deployment_key(i);
            places_[prefix] = table.source().begin;
            difficulty::Deployment deployment = default_deployment();
            read_keys(table, prefix, keys_of(deployment));
            if (!table.contains("name")) {
                add(table.source().begin, prefix + ".name", "missing", "name = \"...\"");
            }
            config_.embedded.deployments.push_back(std::move(deployment));
        }
    }

    void read_votes(const toml::table& table) {
        if (table.size() > votes_max) {
            add(table.source().begin, std::string(votes_section),
                std::to_string(table.size()) + " votes", "at most " + std::to_string(votes_max));
            return;
        }
        for (const auto& [key, node] : table) {
            const std::string name(key.str());
            const std::string full = std::string(votes_section) + "." + name;
            places_[full] = key.source().begin;
            if (const auto* vote = node.as_boolean()) {
                config_.votes[name] = vote->get();
            } else {
                add(node.source().begin, full, "expected true or false, found " + kind_of(node),
                    name + " = true to signal for it, false not to");
            }
        }
    }

    std::string_view file_;
    PoolConfig config_;
    std::vector<ConfigProblem> problems_;
    std::map<std::string, toml::source_position> places_;
};

Unexpected<std::vector<ConfigProblem>> unreadable(std::string file, std::string problem,
                                                  std::string remedy) {
    return {{{.file = std::move(file),
              .key = {},
              .problem = std::move(problem),
              .remedy = std::move(remedy)}}};
}

/// Keys and names come from the file: nothing in them reaches the terminal as a command, and a long
/// one is cut.
std::string printable(std::string_view text) {
    constexpr std::size_t text_size_max = 1'024;
    std::string shown(text.substr(0, text_size_max));
    std::ranges::replace_if(
        shown, [](unsigned char letter) { return letter < ' ' || letter == 0x7f; }, '?');
    return shown.size() == text.size() ? shown : shown + "...";
}

}  // namespace

std::string message(const ConfigProblem& problem) {
    std::string text = problem.file + ":";
    if (problem.line != 0) {
        text += std::to_string(problem.line) + ":" + std::to_string(problem.column) + ":";
    }
    if (!problem.key.empty()) {
        text += " " + printable(problem.key) + ":";
    }
    text += " " + printable(problem.problem);
    return problem.remedy.empty() ? text : text + "; " + printable(problem.remedy);
}

ConfigResult parse_config(std::string_view text, std::string_view file) {
    const auto root = parse_toml(text);
    if (root) {
        return Reader(file).read(*root);
    }
    const TomlMistake& mistake = root.error();
    return Unexpected{std::vector<ConfigProblem>{{.file = std::string(file),
                                                  .line = mistake.line,
                                                  .column = mistake.column,
                                                  .key = {},
                                                  .problem = mistake.problem,
                                                  .remedy = mistake.remedy}}};
}

ConfigResult load_config(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        return unreadable(path.string(), "is a directory", "the path of a TOML file");
    }
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        const std::error_code reason(errno, std::generic_category());
        return unreadable(path.string(), "cannot be read: " + reason.message(),
                          "`sluice-pool example-config` prints a file to start from");
    }
    std::string text(config_size_bytes_max + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > config_size_bytes_max) {
        return unreadable(path.string(), "is too large for a configuration",
                          "at most " + std::to_string(config_size_bytes_max) + " bytes");
    }
    return parse_config(text, path.string());
}

}  // namespace sluice::pool
