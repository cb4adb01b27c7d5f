#include "pool/config/reference.hpp"

#include "pool/config/load_config.hpp"
#include "pool/config/schema.hpp"
#include "pool/config/value_text.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace sluice::pool {
namespace {

std::string read_document(const char* name) {
    std::ifstream in(std::filesystem::path(SLUICE_VECTORS_DIR) / "../../docs" / name);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Every "#key = value" of the example, made active; help has a space behind its "#".
std::string uncommented(const std::string& example) {
    std::string text;
    for (std::size_t i = 0; i < example.size(); ++i) {
        const bool hides_a_key = example[i] == '#' && i > 0 && example[i - 1] == '\n' &&
                                 i + 1 < example.size() && example[i + 1] >= 'a' &&
                                 example[i + 1] <= 'z';
        if (!hides_a_key) {
            text.push_back(example[i]);
        }
    }
    return text;
}

TEST(config_reference, is_the_page_in_docs) {
    EXPECT_EQ(read_document("configuration.md"), config_reference())
        << "run: sluice-pool config-reference > docs/configuration.md";
}

TEST(config_reference, the_example_is_the_file_in_docs) {
    EXPECT_EQ(read_document("pool.example.toml"), config_example())
        << "run: sluice-pool example-config > docs/pool.example.toml";
}

TEST(config_reference, the_example_loads_as_the_defaults) {
    const ConfigResult result = parse_config(config_example(), "example");
    ASSERT_TRUE(result) << message(result.error().front());
    EXPECT_EQ(*result, PoolConfig{});
}

TEST(config_reference, the_example_without_its_comments_loads_as_the_defaults) {
    // A deployment is an entry of a list, so it has no default to be shown active.
    std::string text = uncommented(config_example());
    const std::size_t begin = text.find("#[[embedded.deployment]]");
    text.erase(begin, text.find("\n[votes]") - begin);
    ASSERT_NE(text.find("\nlisten = [\"127.0.0.1:3333\"]\n"), std::string::npos);
    const ConfigResult result = parse_config(text, "example");
    ASSERT_TRUE(result) << message(result.error().front());
    EXPECT_EQ(*result, PoolConfig{});
}

TEST(config_reference, a_file_with_every_key_of_an_earlier_version_loads) {
    std::ifstream in(std::filesystem::path(SLUICE_VECTORS_DIR) / "config/pool-2026-11.toml");
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    ASSERT_NE(text.find("\nmin_difficulty = "), std::string::npos);
    const ConfigResult result = parse_config(text, "pool-2026-11.toml");
    ASSERT_TRUE(result) << message(result.error().front());
    EXPECT_EQ(result->stratum.server.listen, PoolConfig{}.stratum.server.listen);
}

TEST(config_schema, every_row_stands_in_a_listed_section_under_a_name_of_its_own) {
    std::set<std::string_view> sections;
    for (const SectionInfo& section : config_sections()) {
        EXPECT_TRUE(sections.insert(section.name).second) << section.name;
    }
    std::set<std::string> names;
    const auto check = [&](const KeyInfo& info) {
        EXPECT_TRUE(sections.contains(info.section)) << info.section;
        EXPECT_TRUE(names.insert(std::string(info.section) + "." + std::string(info.name)).second)
            << info.name;
        EXPECT_FALSE(info.help.empty()) << info.name;
        EXPECT_EQ(info.help.back(), '.') << info.name;
        EXPECT_EQ(info.help.find('|'), std::string_view::npos) << info.name;
    };
    for (const PoolKey& key : pool_keys()) {
        check(key.info);
    }
    for (const DeploymentKey& key : deployment_keys()) {
        check(key.info);
    }
}

TEST(config_schema, every_row_fills_a_field_of_its_own) {
    PoolConfig config;
    std::set<const void*> fields;
    for (const PoolKey& key : pool_keys()) {
        const FieldRef field = key.field(config);
        const void* address = std::visit([](auto* value) -> const void* { return value; }, field);
        EXPECT_TRUE(fields.insert(address).second) << key.info.name;
    }
}

}  // namespace
}  // namespace sluice::pool
