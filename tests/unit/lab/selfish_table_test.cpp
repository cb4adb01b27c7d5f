#include "lab/report/selfish_table.hpp"

#include "lab/support/command_error.hpp"

#include <gtest/gtest.h>

namespace sluice::lab {
namespace {

SelfishTableOptions options_for(std::vector<std::string> rules, std::vector<double> shares) {
    return {.rules = std::move(rules), .shares = std::move(shares), .seeds = 20};
}

TEST(selfish_table, has_days_where_the_attack_pays_and_nothing_where_it_does_not) {
    const auto rows =
        selfish_table_of_rules(options_for({"asert", "wtema"}, {0.2, 0.45})).to_json();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0]["rule"], "asert");
    EXPECT_EQ(rows[0]["days_0.2"].dump(), "null");
    EXPECT_GT(rows[0]["days_0.45"].get<double>(), 0);
    EXPECT_LT(rows[0]["days_0.45"].get<double>(), 10);
    EXPECT_GT(rows[0]["days_0.45_ci95"].get<double>(), 0);
}

TEST(selfish_table, is_the_same_on_any_number_of_threads) {
    SelfishTableOptions options = options_for({"asert"}, {0.4});
    const auto one = selfish_table_of_rules(options).to_json();
    options.threads = 2;
    EXPECT_EQ(selfish_table_of_rules(options).to_json(), one);
    options.seed = 2;
    EXPECT_NE(selfish_table_of_rules(options).to_json(), one);
}

TEST(selfish_table, leaves_out_what_lies_beyond_the_longest_attack) {
    SelfishTableOptions options = options_for({"btc-2016"}, {0.4});
    options.days_max = 10;  // of the 24 that it takes
    EXPECT_EQ(selfish_table_of_rules(options).to_json()[0]["days_0.4"].dump(), "null");
}

TEST(selfish_table, suggests_the_nearest_rule) {
    try {
        (void)selfish_table_of_rules(options_for({"asret"}, {0.4}));
        FAIL() << "no error";
    } catch (const CommandError& error) {
        EXPECT_NE(std::string(error.what()).find("did you mean 'asert'?"), std::string::npos);
    }
}

}  // namespace
}  // namespace sluice::lab
