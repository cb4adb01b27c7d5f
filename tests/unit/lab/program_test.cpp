// The program from its command line on: what each command prints, and how it fails.

#include "difficulty/network/rule.hpp"
#include "difficulty/network/rules/registry.hpp"
#include "lab/scenario/scenario.hpp"
#include "lab/support/file_text.hpp"
#include "lab/support/scratch_folder.hpp"
#include "tests/unit/lab/lab_program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>

namespace sluice::lab {
namespace {

using ::testing::HasSubstr;

TEST(program, tells_its_version) {
    const Answer answer = lab("-V");
    EXPECT_EQ(answer.status, 0);
    EXPECT_THAT(answer.output, testing::MatchesRegex("sluice-lab [0-9]+[.][0-9]+[.][0-9]+\n"));
    EXPECT_EQ(lab("--version").output, answer.output);
}

TEST(program, misuse_ends_with_status_2_and_says_what_would_be_right) {
    struct Misuse {
        const char* line;
        const char* remedy;
    };
    for (const auto& [line, remedy] :
         {Misuse{"", "sluice-lab --help"}, Misuse{"bogus", "sluice-lab --help"},
          Misuse{"scenario", "'scenarios'"}, Misuse{"run --sceanrio steady", "'--scenario'"},
          Misuse{"compare --noise 5", "--noise: must be 0.001 to 1, not 5"},
          Misuse{"compare --noise 5", "sluice-lab compare --help"},
          Misuse{"run --blocks 1.5", "--blocks: must be a whole number, 1 to 1000000000"},
          Misuse{"rules --csv --json", "cannot go together"},
          Misuse{"risk --share abc", "--share: must be a number, not abc"},
          Misuse{"run --rule", "--rule needs a value"},
          Misuse{"rules asert wtema", "not expected here: wtema"},
          Misuse{"run --rule lwma", "'lwma-1'"}, Misuse{"rules asret", "'asert'"},
          Misuse{"compare asert --metrics nois", "'noise'"},
          Misuse{"tune asert --minimise nois", "'noise'"}}) {
        EXPECT_THAT(error_of(line, exit_misused), HasSubstr(remedy)) << line;
    }
    for (const std::string command :
         {"run --seeds 0", "vardiff --seeds 0", "run --scenario stedy", "run --set half_life_s=0",
          "run --with walk_variance=2", "sweep --grid half_life_s", "vardiff --controller x",
          "energy --price 1 --power-price 1",
          "energy --price nan --power-price 1 --difficulty 1"}) {
        EXPECT_NE(error_of(command, exit_misused), "") << command;
    }
}

TEST(program, refuses_negative_numbers_where_a_count_or_a_seed_belongs) {
    for (const std::string command :
         {"run --seed -1", "run --warmup -1", "run --first-height -1", "vardiff --seed -1",
          "report --seed -1", "risk --confirmations -1", "risk --rule asert --seed -1",
          "attack --rule asert --total -1", "replay x --first-height -1"}) {
        EXPECT_THAT(error_of(command, exit_misused), HasSubstr("must be a whole number"))
            << command;
    }
}

TEST(program, power_may_be_free) {
    const auto json =
        lab("energy --price 60000 --power-price 0 --difficulty 100e12 --efficiency 20 --json")
            .json();
    EXPECT_EQ(json["miners"][0]["cost_per_day"], 0);
    EXPECT_GT(json["miners"][0]["profit_per_day"], 0);
    EXPECT_THAT(error_of("energy --price nan --power-price 0 --difficulty 1", exit_misused),
                HasSubstr("--price must be above 0, not nan"));
}

TEST(program, tables_fit_eighty_columns_where_the_terminal_does_not_say) {
    for (const std::string command : {"rules", "scenarios"}) {
        std::istringstream lines(lab(command).output);
        for (std::string line; std::getline(lines, line);) {
            const auto characters = std::ranges::count_if(
                line, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
            const bool table = line.find("  ") != std::string::npos;
            EXPECT_TRUE(!table || characters <= 80) << command << ": " << line;
        }
    }
}

TEST(program, failure_ends_with_status_1) {
    EXPECT_THAT(error_of("run --scenario missing.toml", exit_failed), HasSubstr("missing.toml: "));
    EXPECT_THAT(error_of("replay missing.csv", exit_failed), HasSubstr("missing.csv: "));
}

TEST(program, a_full_disk_ends_it_with_status_1) {
    const std::string length = " --blocks 50 --warmup 10 --seeds 1 ";
    const std::string full = "/dev/full: No space left on device";
    EXPECT_NE(error_of("run" + length + "--blocks-csv /dev/full", exit_failed).find(full),
              std::string::npos);
    EXPECT_NE(error_of("sweep" + length + "--journal /dev/full", exit_failed).find(full),
              std::string::npos);
    EXPECT_NE(error_of("sweep" + length + "--journal /dev/null --out /dev/full", exit_failed)
                  .find("make space and run the same command again"),
              std::string::npos);
}

TEST(program, its_help_has_examples_that_its_commands_understand) {
    std::istringstream lines(lab("--help").output);
    int examples = 0;
    for (std::string line; std::getline(lines, line);) {
        const std::string before = "  sluice-lab ";
        const std::size_t end = line.find("  ", before.size());
        if (!line.starts_with(before) || end == std::string::npos) {
            continue;
        }
        std::string command = line.substr(before.size(), end - before.size());
        if (command.starts_with("replay ")) {
            command.replace(command.find("headers.csv"), 11,
                            "tests/vectors/difficulty/btc-retargets.csv");
        } else {
            command += " --blocks 60 --warmup 20 --seeds 2";
        }
        if (const std::size_t twice = command.find("--seeds 20"); twice != std::string::npos) {
            command.erase(twice, std::string("--seeds 20 ").size());
        }
        const Answer answer = lab(command);
        EXPECT_EQ(answer.status, 0) << command << "\n" << answer.errors;
        ++examples;
    }
    EXPECT_EQ(examples, 4);
}

TEST(program, lists_rules_and_scenarios_in_every_format) {
    const std::size_t rules = difficulty::difficulty_rules().size();
    const auto rule_rows = lab("rules --json").json();
    ASSERT_EQ(rule_rows.size(), rules);
    EXPECT_EQ(rule_rows[0]["parameters"][0]["name"], "spacing_s");
    EXPECT_EQ(lab("rules --csv").first_line(), "rule,parameters,description,source,weakness");
    EXPECT_EQ(lab("rules --csv").lines(), static_cast<long>(rules) + 1);
    const auto scenario_rows = lab("scenarios --json").json();
    ASSERT_EQ(scenario_rows.size(), sim::scenarios().size());
    EXPECT_EQ(scenario_rows[0]["warmup_blocks"], 10'000);
    EXPECT_EQ(lab("scenarios --csv").first_line(), "scenario,blocks,warmup_blocks,description");
}

TEST(program, shows_one_rule_in_full) {
    const std::string text = lab("rules asert").output;
    const difficulty::DifficultyRule& rule = *difficulty::find_rule("asert");
    for (const std::string_view part : {rule.description, rule.source, rule.weakness}) {
        EXPECT_NE(text.find(part), std::string::npos) << part;
    }
    EXPECT_EQ(lab("rules asert --csv").output,
              "parameter,default,min,max\nspacing_s,600,1,604800\nhalf_life_s,172800,1,31622400\n"
              "limit_after_spacings,0,0,100000\ntenfold_after_spacings,0,0,100000\n");
    EXPECT_NE(text.find("anchor_height=661647 anchor_parent_time=1605447844 anchor_bits=1804dafe"),
              std::string::npos);
    EXPECT_NE(text.find("preset:    asert-bch-testnet"), std::string::npos);
    const auto testnet = lab("rules asert-bch-testnet --json").json();
    EXPECT_EQ(testnet["rule"], "asert");
    EXPECT_EQ(testnet["reads_next_time"], true);
    EXPECT_EQ(lab("rules testnet3 --json").json()["reads_next_time"], true);
}

TEST(program, attack_gives_figures_in_every_format) {
    const auto published = lab("attack --json").json();
    ASSERT_FALSE(published.empty());
    for (const auto& row : published) {
        EXPECT_EQ(row["caught_up"], true);
        EXPECT_TRUE(row["published_profit"].is_number());
        // Each row names the command that makes it again.
        const std::string command = row["command"];
        const auto again = lab(command.substr(command.find(' ')) + " --json").json();
        EXPECT_EQ(again[0]["profit"], row["profit"]) << command;
    }
    EXPECT_EQ(lab("attack --csv").lines(), static_cast<long>(published.size()) + 1);
    EXPECT_NE(lab("attack --rule btc-2016 --total 100").output.find(" 0.00 %"), std::string::npos);
    EXPECT_EQ(lab("attack --total 100").status, exit_misused) << "without a rule it has no effect";
    EXPECT_EQ(lab("attack --rule asert --search --total 9").status, exit_misused);
}

TEST(program, replay_gives_counts_in_every_format) {
    const std::string line = "replay tests/vectors/difficulty/btc-retargets.csv --rule btc-2016 ";
    EXPECT_EQ(lab(line + "--json").json()["matched"], 413);
    EXPECT_TRUE(lab(line + "--json").json()["first_mismatch_height"].is_null());
    EXPECT_EQ(lab(line + "--csv").output,
              "file,rule,blocks,matched,first_mismatch_height,wanted,recorded,history,anchor\n"
              "tests/vectors/difficulty/btc-retargets.csv,btc-2016,413,413,,,,0,\n");
}

TEST(program, sweep_run_compare_and_tune_give_estimates_in_every_format) {
    const std::string length = " --blocks 300 --warmup 50 --seeds 2 ";
    const auto swept = lab("sweep --rule asert,wtema --scenario steady" + length + "--json").json();
    ASSERT_EQ(swept.size(), 2U);
    EXPECT_EQ(swept[1]["rule"], "wtema");
    EXPECT_TRUE(swept[1]["noise"]["mean"].is_number());
    EXPECT_EQ(lab("sweep --rule asert" + length).output,
              lab("sweep --rule asert --csv" + length).output);

    EXPECT_EQ(lab("run" + length + "--csv").first_line(), "metric,unit,mean,ci95_low,ci95_high");
    EXPECT_TRUE(lab("run" + length + "--json").json()["blocks_per_second"].is_number());

    const std::string compare = "compare asert --as-they-are --metrics noise" + length;
    EXPECT_EQ(lab(compare + "--csv").first_line(),
              "rule,settings,steady_noise,noise,noise_ci95,command");
    EXPECT_TRUE(lab(compare + "--json").json()[0]["metrics"]["noise"]["mean"].is_number());

    EXPECT_EQ(lab("compare asert asert --as-they-are" + length + "--json").json().size(), 1U);
    EXPECT_NE(lab("compare asert grin --as-they-are" + length).output.find("every 60 to 600 s"),
              std::string::npos);

    const std::string tune = "tune asert --memory-min 8 --memory-max 16" + length;
    EXPECT_EQ(lab(tune + "--csv").first_line(),
              "value,steady_noise,steady_noise_ci95,cost,cost_ci95,frontier,best,command");
    const auto tuned = lab(tune + "--json").json();
    EXPECT_EQ(std::ranges::count_if(tuned["trials"], [](const auto& row) { return row["best"]; }),
              1);
}

TEST(program, a_run_that_ends_in_nothing_says_why) {
    const std::string run =
        "run --rule asert --set half_life_s=1 --blocks 300 --warmup 100 --seeds 2";
    for (const std::string format : {"", " --csv", " --json"}) {
        const Answer answer = lab(run + format);
        EXPECT_EQ(answer.status, exit_failed) << format;
        EXPECT_EQ(answer.output, "") << format;
        EXPECT_THAT(answer.errors, HasSubstr("half_life_s=1 is below the spacing of 600 s"));
    }
    const std::string compare = "compare asert --as-they-are --blocks 30 --warmup 10 --seeds 2 ";
    EXPECT_EQ(lab(compare).output.find("below the spacing"), std::string::npos);
    EXPECT_THAT(
        lab("run --rule asert --set half_life_s=500 --blocks 30 --warmup 10 --seeds 2").output,
        HasSubstr("note: half_life_s=500 is below the spacing"));
}

TEST(program, compare_prints_json_as_run_does) {
    const std::string length = " --blocks 30 --warmup 10 --seeds 2 --json";
    const auto run = lab("run --rule asert" + length).json();
    const auto compared = lab("compare asert --as-they-are" + length).json()[0];
    for (const char* key : {"command", "rule", "parameters", "scenario", "blocks", "warmup_blocks",
                            "seeds", "seed", "metrics"}) {
        EXPECT_EQ(compared[key], run[key]) << key;
    }
}

TEST(program, compare_keeps_the_settings_it_found_in_a_file) {
    const ScratchFolder folder;
    const std::string file = folder.file("calibrations");
    const std::string compare =
        "compare pid --noise 0.3 --warmup 10 --seeds 2 --calibrations " + file;
    const Answer first = lab(compare + " --blocks 30");
    ASSERT_EQ(first.status, 0) << first.errors;
    const auto kept = read_file(file);
    ASSERT_TRUE(kept);
    EXPECT_EQ(std::count(kept->begin(), kept->end(), '\n'), 2) << *kept;
    std::string altered = *kept;
    const std::size_t noise = altered.find("\"noise\":") + 8;
    altered.replace(noise, altered.find_first_of(",}", noise) - noise, "0.125");
    ASSERT_TRUE(write_file(file, altered));
    EXPECT_EQ(lab(compare + " --blocks 40 --json").json()[0]["steady_noise"], 0.125);
    ASSERT_TRUE(write_file(file, altered + "#\n"));
    EXPECT_THAT(error_of(compare + " --blocks 30", exit_failed), HasSubstr(":3: is no line"));
}

TEST(program, a_file_of_ones_own_can_be_changed_and_swept) {
    const ScratchFolder folder;
    const std::string file = folder.file("own.toml");
    ASSERT_TRUE(write_file(file,
                           "blocks = 30\nwarmup_blocks = 10\n"
                           "[[steps]]\nafter_s = 6000\nfactor = 2\n"));
    const Answer run = lab("run --seeds 2 --scenario " + file + " --with steps.1.factor=3");
    EXPECT_EQ(run.status, 0) << run.errors;
    EXPECT_THAT(run.output, HasSubstr("changed: steps.1.factor=3"));
    const Answer swept = lab("sweep --rule asert --seeds 2 --scenario " + file +
                             " --grid steps.1.factor=2,4 --grid half_life_s=3600,7200 --json");
    ASSERT_EQ(swept.json().size(), 4U) << swept.errors;
    EXPECT_THAT(swept.json()[3]["command"].get<std::string>(),
                HasSubstr("--with steps.1.factor=4"));
    EXPECT_THAT(lab("run --scenario " + file + " --with steps.2.factor=3").errors,
                HasSubstr("no such entry; the scenario has 1 steps, numbered from 1"));
}

}  // namespace
}  // namespace sluice::lab
