#include "lab/commands/setup_options.hpp"

#include "difficulty/network/rules/registry.hpp"
#include "lab/output/metric_output.hpp"
#include "lab/output/text_table.hpp"
#include "lab/study/noise_calibration.hpp"
#include "lab/support/command_error.hpp"
#include "lab/support/file_text.hpp"
#include "lab/support/number_text.hpp"
#include "lab/support/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

namespace sluice::lab {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string setup_error_of(const RuleOptions& rule, const SetupOptions& options = {}) {
    try {
        (void)resolve_setup(resolve_rule(rule), options);
    } catch (const CommandError& error) {
        return error.what();
    }
    return "none";
}

TEST(setup_options, mistakes_are_told_with_the_remedy) {
    EXPECT_EQ(setup_error_of({}), "none");
    EXPECT_THAT(setup_error_of({"asret", {}}), HasSubstr("did you mean 'asert'?"));
    EXPECT_THAT(setup_error_of({"asert", {"half_lif_s=3"}}),
                HasSubstr("did you mean 'half_life_s'?"));
    EXPECT_THAT(setup_error_of({"asert", {"window_blocks=3"}}),
                HasSubstr("it has spacing_s, half_life_s, "));
    EXPECT_THAT(setup_error_of({"asert", {"half_life_s=0"}}), HasSubstr("1 to 31622400, not 0"));
    EXPECT_THAT(setup_error_of({"asert", {"half_life_s=2d"}}),
                HasSubstr("whole number from 1 to 31622400, not '2d'"));
    EXPECT_THAT(setup_error_of({"asert", {"half_life_s"}}), HasSubstr("NAME=VALUE"));
    SetupOptions options;
    options.scenario = "stedy";
    EXPECT_THAT(setup_error_of({}, options), HasSubstr("did you mean 'steady'?"));
    options.scenario = "missing.toml";
    EXPECT_THAT(setup_error_of({}, options), StartsWith("missing.toml: "));
    options.scenario = "steady";
    options.changes = {"walk_variance=2"};
    EXPECT_THAT(setup_error_of({}, options), StartsWith("--with walk_variance=2: "));
}

TEST(setup_options, the_command_makes_the_same_setup_again) {
    SetupOptions options;
    options.scenario = "random-walk";
    options.changes = {"walk_variance=1e-3"};
    options.blocks = 1'000;
    const RuleSetup rule = resolve_rule({"asert", {"half_life_s=3600"}});
    EXPECT_EQ(command_text(rule, options),
              "sluice-lab run --rule asert --set half_life_s=3600 --scenario random-walk --with "
              "walk_variance=1e-3 --blocks 1000 --seeds 10 --seed 1");
    const sim::RunSetup setup = resolve_setup(rule, options);
    EXPECT_EQ(setup.params.half_life_s, 3'600);
    EXPECT_EQ(setup.scenario.walk_variance, 1e-3);
    EXPECT_TRUE(setup.scenario.description.ends_with("; changed: walk_variance=1e-3"));
    EXPECT_EQ(setup.scenario.blocks, 1'000U);
    EXPECT_EQ(setup.params.anchor->height + 1, setup.start.next_height());
}

TEST(setup_options, settings_are_read_once_and_described_from_their_values) {
    const RuleSetup typed =
        resolve_rule({"asert-decred",
                      {"half_life_s=3600", "pow_limit_bits=1d00ffff", "anchor_height=9",
                       "anchor_time=5000", "anchor_bits=1C00FFFF"}});
    EXPECT_TRUE(typed.sets_anchor());
    EXPECT_EQ(rule_arguments(typed),
              " --rule asert-decred --set half_life_s=3600 --set pow_limit_bits=1d00ffff --set "
              "anchor_height=9 --set anchor_time=5000 --set anchor_bits=1c00ffff");
    const RuleSetup own = resolve_rule({"asert-bch-testnet", {}});
    const RuleSetup set = with_setting(own, {"half_life_s", 7200});
    EXPECT_EQ(set.params.half_life_s, 7200);
    EXPECT_EQ(rule_arguments(set), " --rule asert-bch-testnet --set half_life_s=7200");
    EXPECT_EQ(rule_arguments(with_params(set, own.params)), " --rule asert-bch-testnet");
    EXPECT_EQ(with_params(own, set.params).settings, set.settings);
    EXPECT_THROW((void)with_setting(own, {"half_life_s", 0}), UsageError);
    EXPECT_THROW((void)with_setting(own, {"window_blocks", 9}), UsageError);
}

TEST(setup_options, an_anchor_belongs_to_a_recorded_chain) {
    const RuleOptions anchored{
        "asert", {"anchor_height=9", "anchor_parent_time=5000", "anchor_bits=1d00ffff"}};
    EXPECT_THAT(setup_error_of(anchored), HasSubstr("give that chain by --start-from"));
    SetupOptions options;
    options.start_file = SLUICE_VECTORS_DIR "/difficulty/bch-2017.csv";
    EXPECT_EQ(resolve_setup(resolve_rule(anchored), options).params.anchor,
              (difficulty::Anchor{8, 5000, 0x1d00'ffff}));
    const sim::RunSetup own = resolve_setup(resolve_rule({"asert-bch-testnet", {}}), options);
    EXPECT_EQ(own.params.anchor->height, 504'999U) << "the preset's is another chain's";
    EXPECT_EQ(own.params.half_life_s, 3'600);
    EXPECT_EQ(settings_text(*own.rule, own.params, true),
              "spacing_s=600 half_life_s=3600 limit_after_spacings=2");
}

TEST(setup_options, a_start_file_is_read_once_for_all_rules) {
    const ScratchFolder folder;
    SetupOptions options;
    options.start_file = folder.file("headers.csv");
    ASSERT_TRUE(
        write_file(options.start_file, *read_file(SLUICE_VECTORS_DIR "/difficulty/bch-2017.csv")));
    RunStart start(options);
    const RuleSetup asert = resolve_rule({"asert", {}});
    const sim::StartChain first = start.chain_for(*asert.rule, asert.params);
    std::filesystem::remove(options.start_file);
    const RuleSetup cw = resolve_rule({"cw-144", {}});
    EXPECT_EQ(start.chain_for(*cw.rule, cw.params).next_height(), first.next_height());
    EXPECT_THROW((void)RunStart(options).chain_for(*cw.rule, cw.params), CommandError);
}

TEST(metric_output, numbers_have_the_digits_that_their_interval_leaves) {
    EXPECT_EQ(estimate_text({600.0123, 0.0312}, "s"), "600.012 ± 0.031 s");
    EXPECT_EQ(estimate_text({7'200'000, 86'400}, "s"), "83.3 ± 1.0 d");
    EXPECT_EQ(estimate_text({20'000, 3'600}, "s"), "5.6 ± 1.0 h");
    EXPECT_EQ(estimate_text({0.5, 0.00123}, ""), "0.5000 ± 0.0012");
    EXPECT_EQ(estimate_text({}, "s"), "-");
}

TEST(metric_output, remarks_on_intervals_that_say_little) {
    sim::Summary summary;
    summary.estimates.resize(sim::metric_table().size());
    summary.estimates[sim::metric_index("noise")] = {0.1, 0.04};
    summary.estimates[sim::metric_index("bias")] = {0.001, 0.1};  // may well be zero
    EXPECT_EQ(wide_note(wide_metrics(summary)), "");
    summary.estimates[sim::metric_index("error")] = {0.1, 0.06};
    EXPECT_EQ(wide_note(wide_metrics(summary)),
              "note: wide intervals, of more than half the value: error; more --seeds or --blocks "
              "narrow them\n");
}

TEST(metric_output, csv_numbers_read_back_as_they_were) {
    for (const double value : {0.1, 1.0 / 3, 600.5961, 1e-300, 12345678.9}) {
        EXPECT_EQ(std::stod(exact_text(value)), value);
    }
    EXPECT_EQ(exact_text(sim::not_measured), "");
}

TEST(text_table, aligns_by_characters_not_bytes) {
    TextTable table{{"name", 4}, {"value", 7, TextTable::Align::right}};
    table.add_row({"a", "1 ± 2"});
    table.add_row({"b", "100"});
    std::ostringstream out;
    table.print(out);
    EXPECT_EQ(out.str(),
              "name  value\n"
              "----  -----\n"
              "a     1 ± 2\n"
              "b       100\n");
}

TEST(text_table, wraps_the_widest_columns_to_the_width_that_there_is) {
    TextTable table{{"name", 20}, {"what it is", 80}};
    table.add_row({"one-long-word", "some words that are short"});
    std::ostringstream out;
    table.print(out, 27);
    EXPECT_EQ(out.str(),
              "name           what it is\n"
              "-------------  ----------\n"
              "one-long-word  some words\n"
              "               that are\n"
              "               short\n");
    std::ostringstream least;
    table.print(least, 5);
    EXPECT_EQ(least.str().substr(0, 5), "name ") << "words are not cut";
}

TEST(smoothing, finds_the_setting_for_a_wanted_noise) {
    const difficulty::DifficultyRule& rule = *difficulty::find_rule("asert");
    EXPECT_EQ(smoothing_parameter(rule)->name, "half_life_s");
    const Calibration calibration = calibrate(rule, rule.defaults, 0.0595, 2);
    EXPECT_NEAR(calibration.noise, 0.0595, 0.0006);
    // A memory of 144 blocks
    EXPECT_NEAR(static_cast<double>(calibration.params.half_life_s), 59'888, 59'888 * 0.06);
}

TEST(smoothing, values_cover_the_range_in_even_ratios) {
    const difficulty::DifficultyRule& rule = *difficulty::find_rule("btc-2016");
    EXPECT_EQ(smoothing_values(rule, rule.defaults, 16, 64, 1),
              (std::vector<std::int64_t>{16, 32, 64}));
    EXPECT_EQ(smoothing_values(rule, rule.defaults, 1, 4, 1), (std::vector<std::int64_t>{2, 4}))
        << "a window has at least two blocks";
}

}  // namespace
}  // namespace sluice::lab
