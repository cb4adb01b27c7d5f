#include "pool/config/reference.hpp"

#include "pool/config/schema.hpp"
#include "pool/config/value_text.hpp"

#include <string_view>
#include <vector>

namespace sluice::pool {
namespace {

struct DocumentedKey {
    const KeyInfo* info;
    std::string type;
    std::string default_value;  ///< TOML
};

std::vector<DocumentedKey> documented_keys(std::string_view section) {
    std::vector<DocumentedKey> keys;
    const auto add = [&](const KeyInfo& info, const FieldRef& field) {
        if (info.section == section) {
            keys.push_back({&info, std::string(type_name(field)), toml_text(field)});
        }
    };
    PoolConfig defaults;
    for (const PoolKey& key : pool_keys()) {
        add(key.info, key.field(defaults));
    }
    difficulty::Deployment deployment_defaults = default_deployment();
    for (const DeploymentKey& key : deployment_keys()) {
        add(key.info, key.field(deployment_defaults));
    }
    return keys;
}

/// "[pool]", or "[[embedded.deployment]]" for the section that repeats.
std::string heading(const SectionInfo& section) {
    const bool repeats = section.name == deployment_section;
    const std::string name(section.name);
    return (repeats ? "[[" : "[") + name + (repeats ? "]]" : "]");
}

}  // namespace

std::string config_reference() {
    std::string out =
        "# Configuration of sluice-pool\n\n"
        "`sluice-pool run pool.toml` reads a [TOML](https://toml.io) file; without one, every "
        "key has the default below\nand the pool runs on its embedded chain. "
        "`sluice-pool check-config pool.toml` checks a file, `sluice-pool example-config`\nprints "
        "one to start from. This page is the output of `sluice-pool config-reference`.\n";
    for (const SectionInfo& section : config_sections()) {
        out += "\n## `" + heading(section) + "`\n\n" + std::string(section.help) + "\n";
        const std::vector<DocumentedKey> keys = documented_keys(section.name);
        if (keys.empty()) {
            continue;
        }
        out += "\n| key | type | default | allowed | meaning |\n|---|---|---|---|---|\n";
        for (const DocumentedKey& key : keys) {
            out += "| `" + std::string(key.info->name) + "` | " + key.type + " | `" +
                   key.default_value + "` | " + allowed_text(*key.info) + " | " +
                   std::string(key.info->help) + " |\n";
        }
    }
    return out;
}

std::string config_example() {
    std::string out =
        "# Configuration of sluice-pool. Every key is shown with its default; remove the \"#\" in "
        "front of one\n# to change it. docs/configuration.md says more.\n";
    for (const SectionInfo& section : config_sections()) {
        const bool optional = section.name == deployment_section;
        out += "\n# " + std::string(section.help) + "\n" + (optional ? "#" : "") +
               heading(section) + "\n";
        for (const DocumentedKey& key : documented_keys(section.name)) {
            const std::string allowed = allowed_text(*key.info);
            out += "# " + std::string(key.info->help) +
                   (allowed.empty() ? "" : " (" + allowed + ")") + "\n#" +
                   std::string(key.info->name) + " = " + key.default_value + "\n";
        }
    }
    return out;
}

}  // namespace sluice::pool
