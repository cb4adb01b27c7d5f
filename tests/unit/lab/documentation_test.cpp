// The reference page of scenario files against the tables that the reader goes by.

#include "lab/scenario/scenario_keys.hpp"
#include "lab/support/file_text.hpp"

#include <gtest/gtest.h>

namespace sluice::lab {
namespace {

std::string in_backquotes(std::string_view name) {
    return std::string("`").append(name).append("`");
}

template <class Keys>
void expect_documented(const std::string& page, const Keys& keys) {
    for (const auto& key : keys) {
        EXPECT_NE(page.find(in_backquotes(key.name)), std::string::npos)
            << "docs/scenarios.md lacks " << key.name;
    }
}

TEST(documentation, names_every_key_of_a_scenario) {
    const auto page = read_file("docs/scenarios.md");
    ASSERT_TRUE(page) << page.error();
    expect_documented(*page, sim::scenario_keys());
    expect_documented(*page, sim::step_keys());
    expect_documented(*page, sim::miner_keys());
    expect_documented(*page, sim::timestamp_keys());
    expect_documented(*page, sim::network_keys());
    for (const std::string_view name : sim::miner_kind_names()) {
        EXPECT_NE(page->find(in_backquotes(name)), std::string::npos) << name;
    }
    for (const std::string_view name : sim::timestamp_policy_names()) {
        EXPECT_NE(page->find(in_backquotes(name)), std::string::npos) << name;
    }
}

}  // namespace
}  // namespace sluice::lab
