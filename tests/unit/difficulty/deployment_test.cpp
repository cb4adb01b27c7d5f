#include "difficulty/signalling/deployment.hpp"

#include "difficulty/signalling/deployment_presets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

namespace sluice::difficulty {
namespace {

Deployment good_bip9() {
    return {.name = "test",
            .kind = DeploymentKind::bip9,
            .bit = 2,
            .start_time = 1000,
            .timeout = 2000,
            .period = 10,
            .threshold = 8};
}

Deployment good_bip8() {
    return {.name = "test",
            .kind = DeploymentKind::bip8,
            .bit = 2,
            .start_height = 20,
            .timeout_height = 60,
            .period = 10,
            .threshold = 8};
}

/// The member that a change makes wrong; it must be the only one.
template <class Change>
std::string wrong_after(Deployment deployment, Change change) {
    change(deployment);
    const auto problems = check_deployments(std::array{deployment});
    EXPECT_EQ(problems.size(), 1U);
    return problems.empty() ? std::string() : std::string(problems[0].member);
}

TEST(check_deployments, says_what_is_out_of_range) {
    const Deployment good = good_bip9();
    EXPECT_TRUE(check_deployments(std::array{good}).empty());
    EXPECT_EQ(wrong_after(good, [](Deployment& it) { it.bit = 29; }), "bit");
    EXPECT_EQ(wrong_after(good, [](Deployment& it) { it.bit = -1; }), "bit");
    EXPECT_EQ(wrong_after(good, [](Deployment& it) { it.threshold = 11; }), "threshold");
    EXPECT_EQ(wrong_after(good, [](Deployment& it) { it.threshold = 0; }), "threshold");
    EXPECT_EQ(wrong_after(good, [](Deployment& it) { it.period = 0; }), "period");
    EXPECT_EQ(wrong_after(good, [](Deployment& it) { it.timeout = it.start_time; }), "timeout");
    EXPECT_EQ(wrong_after(good, [](Deployment& it) { it.name.clear(); }), "name");
}

TEST(check_deployments, wants_the_heights_of_bip8_at_period_starts_two_periods_apart) {
    const Deployment good = good_bip8();
    EXPECT_TRUE(check_deployments(std::array{good}).empty());
    EXPECT_EQ(wrong_after(good, [](Deployment& it) { it.start_height = 21; }), "start_height");
    EXPECT_EQ(wrong_after(good, [](Deployment& it) { it.timeout_height = 65; }), "timeout_height");
    EXPECT_EQ(wrong_after(good, [](Deployment& it) { it.timeout_height = 30; }), "timeout_height");
    EXPECT_TRUE(check_deployments(std::array{[&] {
                    Deployment shortest = good;
                    shortest.timeout_height = 40;
                    return shortest;
                }()})
                    .empty());
}

TEST(check_deployments, asks_of_a_flag_day_no_more_than_a_name) {
    const Deployment flag_day{.name = "day",
                              .kind = DeploymentKind::flag_day,
                              .bit = 99,
                              .timeout = 0,
                              .min_activation_height = 7,
                              .period = 0,
                              .threshold = 0};
    EXPECT_TRUE(check_deployments(std::array{flag_day}).empty());
}

TEST(check_deployments, wants_a_name_and_a_bit_for_each) {
    const auto problems = check_deployments(std::array{good_bip9(), good_bip9()});
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0].index, 1U);
    EXPECT_EQ(problems[0].member, "name");
    EXPECT_EQ(problems[1].member, "bit");
    EXPECT_THAT(problems[1].problem, ::testing::HasSubstr("belongs to \"test\""));
}

TEST(deployment_kinds, are_found_by_their_names) {
    for (const DeploymentKind kind : deployment_kinds()) {
        EXPECT_EQ(find_deployment_kind(to_string(kind)), kind);
    }
    EXPECT_EQ(find_deployment_kind("bip7"), std::nullopt);
}

TEST(deployment_presets, are_sound_and_found_by_name) {
    for (const DeploymentPreset& preset : deployment_presets()) {
        EXPECT_TRUE(check_deployments(std::array{preset.deployment}).empty())
            << preset.deployment.name;
        EXPECT_EQ(find_deployment_preset(preset.deployment.name), &preset);
        EXPECT_EQ(preset.locked_in % preset.deployment.period, 0U);
        EXPECT_EQ(preset.active % preset.deployment.period, 0U);
    }
    EXPECT_EQ(find_deployment_preset("segwit")->deployment.bit, 1);
    EXPECT_EQ(find_deployment_preset("segwit2x"), nullptr);
}

}  // namespace
}  // namespace sluice::difficulty
