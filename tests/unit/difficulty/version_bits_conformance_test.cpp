// The state machine against versionbits/conformance.csv: every step of every case, in both
// precedences, in the order of the chain and in random order with one cache.

#include "difficulty/signalling/version_bits_cache.hpp"
#include "tests/unit/difficulty/csv_file.hpp"
#include "tests/unit/difficulty/fake_signal_chain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace sluice::difficulty {
namespace {

struct Step {
    Height next_height = 0;
    StateSince expected;
    bool bit_in_template = false;
};

struct Case {
    std::string name;
    Deployment deployment;
    FakeSignalChain chain;  // the whole of it; a step sees the blocks below its next_height
    std::vector<Step> steps;
};

/// The first blocks of a longer chain.
class Prefix final : public SignalView {
public:
    Prefix(const SignalView& chain, Height next_height)
        : chain_(chain), next_height_(next_height) {}

    [[nodiscard]] Height next_height() const override { return next_height_; }
    [[nodiscard]] std::int64_t time_at(Height height) const override {
        EXPECT_LT(height, next_height_);
        return chain_.time_at(height);
    }
    [[nodiscard]] std::uint32_t version_at(Height height) const override {
        EXPECT_LT(height, next_height_);
        return chain_.version_at(height);
    }
    [[nodiscard]] protocol::Hash256 id_at(Height height) const override {
        EXPECT_LT(height, next_height_);
        return chain_.id_at(height);
    }

private:
    const SignalView& chain_;
    Height next_height_;
};

DeploymentState state_named(std::string name) {
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    std::erase(name, '_');
    const std::map<std::string, DeploymentState> states{{"defined", DeploymentState::defined},
                                                        {"started", DeploymentState::started},
                                                        {"lockedin", DeploymentState::locked_in},
                                                        {"active", DeploymentState::active},
                                                        {"failed", DeploymentState::failed}};
    return states.at(name);
}

Deployment deployment_of(const CsvRow& row) {
    return {.name = row.text("case"),
            .kind = row.text("rule") == "bip9-text" ? DeploymentKind::bip9
                                                    : DeploymentKind::speedy_trial,
            .bit = static_cast<int>(row.number("bit")),
            .start_time = row.number("start"),
            .timeout = row.number("timeout"),
            .min_activation_height = row.height("min_activation_height"),
            .period = row.height("period"),
            .threshold = row.height("threshold")};
}

void append_blocks(FakeSignalChain& chain, const CsvRow& row) {
    if (row.text("from_height").empty()) {
        return;
    }
    ASSERT_EQ(chain.next_height(), row.height("from_height"));
    const std::int64_t step = row.number("time_step");
    std::int64_t time = row.number("first_time");
    for (; chain.next_height() <= row.height("to_height"); time += step) {
        chain.add(time, row.hex("version"));
    }
}

/// By name and rule set.
const std::map<std::string, Case>& cases() {
    static const auto all = [] {
        std::map<std::string, Case> read;
        for (const CsvRow& row : read_csv("versionbits/conformance.csv")) {
            const std::string name = row.text("case") + "/" + row.text("rule");
            Case& one = read[name];
            one.name = name;
            one.deployment = deployment_of(row);
            append_blocks(one.chain, row);
            EXPECT_EQ(one.chain.next_height(), row.height("next_height")) << name;
            one.steps.push_back(
                {row.height("next_height"),
                 {state_named(row.text("expected_state")), row.height("expected_since_height")},
                 row.number("expected_bit_in_template") != 0});
        }
        return read;
    }();
    return all;
}

void expect_step(const Case& one, const Step& step, VersionBitsCache& cache) {
    const StateSince actual = cache.state_of_next_block(Prefix(one.chain, step.next_height));
    EXPECT_EQ(to_string(actual.state), to_string(step.expected.state))
        << one.name << " at " << step.next_height;
    EXPECT_EQ(actual.since, step.expected.since) << one.name << " at " << step.next_height;
    const Ballot ballot{one.deployment.bit, actual.state, true};
    EXPECT_EQ(signals(block_version({&ballot, 1}), ballot.bit), step.bit_in_template)
        << one.name << " at " << step.next_height;
}

TEST(version_bits_conformance, holds_at_every_step_in_the_order_of_the_chain) {
    std::size_t steps = 0;
    std::map<DeploymentKind, std::size_t> cases_of;
    for (const auto& [name, one] : cases()) {
        VersionBitsCache cache(one.deployment);
        for (const Step& step : one.steps) {
            expect_step(one, step, cache);
            ++steps;
        }
        ++cases_of[one.deployment.kind];
    }
    EXPECT_EQ(steps, 558U);
    EXPECT_GT(cases_of[DeploymentKind::bip9], 0U);
    EXPECT_GT(cases_of[DeploymentKind::speedy_trial], cases_of[DeploymentKind::bip9]);
}

TEST(version_bits_conformance, holds_in_random_order_with_one_cache) {
    std::mt19937 random(9);
    for (const auto& [name, one] : cases()) {
        std::vector<Step> steps = one.steps;
        for (int round = 0; round < 3; ++round) {
            std::ranges::shuffle(steps, random);
            VersionBitsCache cache(one.deployment);
            for (const Step& step : steps) {
                expect_step(one, step, cache);
            }
        }
    }
}

TEST(version_bits_conformance, holds_with_a_fresh_cache_for_every_question) {
    for (const auto& [name, one] : cases()) {
        for (const Step& step : one.steps) {
            VersionBitsCache cache(one.deployment);
            expect_step(one, step, cache);
        }
    }
}

}  // namespace
}  // namespace sluice::difficulty
