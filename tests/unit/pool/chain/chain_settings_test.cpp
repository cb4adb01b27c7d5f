#include "pool/chain/chain_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string error_of(const ChainSettings& settings) {
    const auto checked = check_settings(settings);
    return checked ? "no error" : checked.error();
}

TEST(chain_settings, are_usable_as_they_come) { EXPECT_EQ(error_of({}), "no error"); }

TEST(chain_settings, name_what_is_wrong_and_what_would_be_right) {
    EXPECT_THAT(error_of({.options = {.rule = "nosuch"}}),
                AllOf(HasSubstr("\"nosuch\""), HasSubstr("asert")));
    EXPECT_THAT(error_of({.options = {.spacing_s = 0}}),
                AllOf(HasSubstr("spacing_s"), HasSubstr("not 0")));
    EXPECT_THAT(error_of({.genesis_bits = 0x207f'ffff, .pow_limit_bits = 0x1d00'ffff}),
                AllOf(HasSubstr("207fffff"), HasSubstr("1d00ffff")));
    EXPECT_THAT(error_of({.genesis_bits = 0}), HasSubstr("genesis_bits 00000000"));
    EXPECT_THAT(error_of({.network = ""}), HasSubstr("network"));
    EXPECT_THAT(error_of({.network = std::string(61, 'n')}), HasSubstr("1 to 60 characters"));
    EXPECT_THAT(error_of({.options = {.subsidy = -1}}), HasSubstr("subsidy -1"));
    EXPECT_THAT(error_of({.options = {.halving_interval = 0}}), HasSubstr("halving_interval 0"));
}

TEST(chain_settings, give_every_deployment_its_own_name_and_bit) {
    EXPECT_THAT(error_of({.deployments = {{.name = "", .bit = 1}}}),
                HasSubstr("a name of its own"));
    EXPECT_THAT(error_of({.deployments = {{.name = "a", .bit = 1}, {.name = "a", .bit = 2}}}),
                HasSubstr("a name of its own"));
    EXPECT_THAT(error_of({.deployments = {{.name = "a", .bit = 1}, {.name = "b", .bit = 1}}}),
                AllOf(HasSubstr("\"b\""), HasSubstr("bit 1 belongs to \"a\"")));
    EXPECT_NE(error_of({.deployments = {{.name = "a", .bit = 29}}}), "no error");
}

TEST(chain_settings, halve_the_subsidy_until_nothing_is_left) {
    const ChainSettings settings{.options = {.subsidy = 50'0000'0000, .halving_interval = 150}};
    EXPECT_EQ(subsidy_at(settings, 0), 50'0000'0000);
    EXPECT_EQ(subsidy_at(settings, 149), 50'0000'0000);
    EXPECT_EQ(subsidy_at(settings, 150), 25'0000'0000);
    EXPECT_EQ(subsidy_at(settings, 150 * 33), 0);
    EXPECT_EQ(subsidy_at(settings, 150 * 64), 0);
}

}  // namespace
}  // namespace sluice::pool
