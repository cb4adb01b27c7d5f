// `sluice-lab replay` as it is typed: recorded chains of main and test networks, and its mistakes.

#include "lab/support/file_text.hpp"
#include "lab/support/scratch_folder.hpp"
#include "tests/unit/lab/lab_program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace sluice::lab {
namespace {

using ::testing::HasSubstr;

const std::string vectors = SLUICE_VECTORS_DIR "/difficulty/";

/// A file, the options with which it replays, and how many of its blocks are judged.
struct Recorded {
    std::string file;
    std::string options;
    int blocks;
};

class recorded_chain : public ::testing::TestWithParam<Recorded> {};

TEST_P(recorded_chain, replays_whole_with_options_that_can_be_typed) {
    const Answer answer =
        lab("replay " + vectors + GetParam().file + " " + GetParam().options + " --json");
    ASSERT_FALSE(answer.output.empty()) << answer.errors;
    const nlohmann::json result = answer.json();
    EXPECT_EQ(result["blocks"], GetParam().blocks);
    EXPECT_EQ(result["matched"], GetParam().blocks) << answer.output;
    EXPECT_EQ(answer.status, 0) << answer.errors;
}

const std::string zcash_before_blossom =
    "--rule digishield-zcash-testnet --set spacing_s=150 --then digishield-zcash-testnet@584000";

INSTANTIATE_TEST_SUITE_P(
    vectors, recorded_chain,
    ::testing::Values(Recorded{"testnet-bch-asert-1628173.csv", "--rule asert-bch-testnet", 146},
                      Recorded{
                          "testnet-bch-asert-1628173.csv",
                          "--rule asert --set half_life_s=3600 --set limit_after_spacings=2 --set "
                          "anchor_height=1421481 --set anchor_parent_time=1605445400 --set "
                          "anchor_bits=1d00ffff",
                          146},
                      Recorded{"testnet-bsv-1602530.csv", "--rule cw-144-testnet", 47},
                      Recorded{"testnet-dash-10000.csv", "--rule dgw-testnet", 476},
                      Recorded{"testnet-doge-0.csv", "--rule dogecoin-2013-testnet", 2498},
                      Recorded{"testnet-zcash-0.csv", zcash_before_blossom, 10},
                      Recorded{"testnet-zcash-299187.csv", zcash_before_blossom, 2},
                      Recorded{"testnet-zcash-299201.csv", zcash_before_blossom, 1},
                      Recorded{"testnet-zcash-583999.csv", zcash_before_blossom, 1},
                      Recorded{"testnet-zcash-903799.csv", "--rule digishield-zcash-testnet", 2},
                      Recorded{"testnet-zcash-1028499.csv", "--rule digishield-zcash-testnet", 1},
                      Recorded{"ethereum-1000001.csv", "--rule ethereum-frontier --gaps", 39}));

TEST(replay_command, replays_a_chain_that_changed_its_rules) {
    const std::string replay = "replay " SLUICE_VECTORS_DIR "/difficulty/bch-2017.csv";
    const nlohmann::json whole =
        lab(replay + " --rule btc-2016 --then bch-eda@478559 --then cw-144@504032 --json").json();
    EXPECT_EQ(whole["blocks"], 27'207);
    EXPECT_EQ(whole["matched"], 27'207);
    EXPECT_TRUE(whole["first_mismatch_height"].is_null());
    EXPECT_THAT(error_of(replay + " --then cw-144", exit_misused), HasSubstr("RULE@HEIGHT"));
    EXPECT_THAT(error_of(replay + " --then cw-144@9 --then asert@9", exit_misused),
                HasSubstr("--then asert@9 must begin above height 9"));
}

/// A chain at constant bits, one block in ten minutes.
std::string on_time_csv(int blocks) {
    std::string text = "height,time,bits\n";
    for (int i = 0; i < blocks; ++i) {
        text += std::to_string(i) + "," + std::to_string(1'000'000 + 600 * i) + ",0x1c0fffff\n";
    }
    return text;
}

std::string written(const ScratchFolder& folder, const std::string& name, const std::string& text) {
    EXPECT_TRUE(write_file(folder.file(name), text));
    return folder.file(name);
}

TEST(replay_command, takes_an_anchor_before_and_behind_then_and_names_the_one_in_use) {
    const ScratchFolder folder;
    const std::string replay = "replay " + written(folder, "on-time.csv", on_time_csv(60));
    const Answer other = lab(replay + " --rule asert");
    EXPECT_EQ(other.status, exit_failed) << "Bitcoin Cash's anchor";
    EXPECT_THAT(other.output, HasSubstr("anchor_height=661647 anchor_parent_time=1605447844"));
    const std::string own = "anchor_height=1,anchor_parent_time=1000000,anchor_bits=1c0fffff";
    EXPECT_EQ(lab(replay + " --rule btc-2016 --then asert@1:" + own).status, 0);
    const Answer set = lab(replay +
                           " --rule asert --set anchor_height=1 --set anchor_bits=1c0fffff --set "
                           "anchor_parent_time=1000000");
    EXPECT_EQ(set.status, 0) << set.output;
    EXPECT_THAT(set.output, HasSubstr("Anchor of asert: anchor_height=1 anchor_parent_time=1000000 "
                                      "anchor_bits=1c0fffff"));
    EXPECT_THAT(error_of(replay + " --rule asert --set anchor_height=1", exit_misused),
                HasSubstr("anchor_parent_time is missing"));
    const Answer first = lab(replay + " --rule asert-decred --set spacing_s=600 --json");
    EXPECT_EQ(first.json()["anchor"],
              "asert-decred: anchor_height=0 anchor_time=1000000 anchor_bits=1c0fffff");
    EXPECT_EQ(first.json()["matched"], 59);
}

TEST(replay_command, refuses_what_it_would_judge_wrongly) {
    const ScratchFolder folder;
    const std::string ethereum =
        written(folder, "eth.csv", "height,time,difficulty\n1,10,131072\n2,20,131072\n");
    EXPECT_THAT(error_of("replay " + ethereum + " --rule ethereum-byzantium", exit_failed),
                HasSubstr("give a column has_uncles"));
    const std::string algorithms = written(folder, "dgb.csv",
                                           "height,time,bits,algorithm\n1,10,1c0fffff,scrypt\n"
                                           "2,20,1c0fffff,sha256d\n");
    EXPECT_THAT(
        error_of("replay " + algorithms + " --rule digishield-doge --then digibyte@2", exit_failed),
        HasSubstr("replay the two in runs of their own"));
}

TEST(replay_command, skips_the_blocks_of_a_schedule_whose_first_block_is_not_in_the_file) {
    const ScratchFolder folder;
    std::string text = on_time_csv(60);
    const std::size_t from = text.find("\n10,");
    text.erase(from, text.find("\n50,") - from);
    const nlohmann::json result = lab("replay " + written(folder, "pieces.csv", text) +
                                      " --gaps --rule btc-2016 --then asert-decred@40 --json")
                                      .json();
    EXPECT_EQ(result["blocks"], 9);
    EXPECT_EQ(result["matched"], 9);
    EXPECT_EQ(result["history"], 11);
}

TEST(replay_command, takes_the_limit_of_the_chain) {
    const ScratchFolder folder;
    const std::string file =
        written(folder, "easy.csv", "height,time,bits\n0,1000,207fffff\n1,9000,207fffff\n");
    const std::string replay = "replay " + file + " --rule testnet3";
    EXPECT_EQ(lab(replay).status, exit_failed);
    EXPECT_EQ(lab(replay + " --set pow_limit_bits=207fffff").status, 0);
    EXPECT_EQ(lab(replay + " --set pow_limit_bits=0x207fffff").status, 0);
    EXPECT_THAT(error_of(replay + " --set pow_limit_bits=1d80ffff", exit_misused),
                HasSubstr("pow_limit_bits must be a compact target of 8 hexadecimal digits"));
}

TEST(replay_command, a_mismatch_ends_it_with_status_1_and_all_are_listed_in_a_file) {
    const ScratchFolder folder;
    std::string text = on_time_csv(20);
    for (const char* wrong : {"7,1004200,0x1c0fffff", "12,1007200,0x1c0fffff"}) {
        text.replace(text.find(wrong) + std::string(wrong).size() - 1, 1, "e");
    }
    const std::string list = folder.file("list.csv");
    const Answer answer = lab("replay " + written(folder, "wrong.csv", text) +
                              " --rule btc-2016 --mismatches " + list);
    EXPECT_EQ(answer.status, exit_failed);
    EXPECT_THAT(answer.errors, HasSubstr("4 of 19 blocks do not match"));
    EXPECT_THAT(answer.output, HasSubstr("First mismatch at height 7"));
    EXPECT_EQ(*read_file(list),
              "height,wanted,recorded,solve_time_s\n"
              "7,1c0fffff,1c0ffffe,600\n8,1c0ffffe,1c0fffff,600\n"
              "12,1c0fffff,1c0ffffe,600\n13,1c0ffffe,1c0fffff,600\n");
}

TEST(replay_command, takes_raw_headers_without_a_height_for_genesis_only) {
    const ScratchFolder folder;
    const auto headers = read_file(SLUICE_VECTORS_DIR "/headers/btc-retarget-headers.bin");
    ASSERT_TRUE(headers) << headers.error();
    // Bitcoin's headers 2015 and 2016 stand next to each other in that file.
    const std::string file = written(folder, "headers.bin", headers->substr(80, 160));
    for (const std::string& command :
         {"replay " + file + " --rule btc-2016", "run --blocks 5 --start-from " + file}) {
        EXPECT_THAT(error_of(command, exit_failed), HasSubstr("--first-height 822528")) << command;
    }
    EXPECT_THAT(error_of("replay " + file + " --rule btc-2016 --first-height 2015", exit_failed),
                HasSubstr("reads the block at 0"));
    const std::string genesis = written(folder, "genesis.bin", headers->substr(0, 80));
    EXPECT_THAT(error_of("replay " + genesis + " --rule btc-2016", exit_failed),
                HasSubstr("no block could be judged"));
    EXPECT_THAT(error_of("replay " + vectors + "bch-2017.csv --first-height 5", exit_failed),
                HasSubstr("heights of its own"));
}

TEST(replay_command, replays_monero_by_its_difficulties) {
    const ScratchFolder folder;
    const auto recorded = read_file(vectors + "monero.csv");
    ASSERT_TRUE(recorded);
    // Its test leaves out the genesis block, which never counts.
    std::string text = "height,time,difficulty\n0,0,1\n";
    std::istringstream lines(*recorded);
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        const std::size_t comma = line.find(',');
        text += std::to_string(std::stoi(line) + 1) + line.substr(comma) + "\n";
    }
    const std::string file = written(folder, "monero.csv", text);
    const Answer answer = lab("replay " + file + " --rule monero --json");
    EXPECT_EQ(answer.json()["matched"], 1000) << answer.output;
    EXPECT_EQ(answer.json()["blocks"], 1000);
    EXPECT_THAT(error_of("replay " + file + " --rule dgw", exit_failed),
                HasSubstr("for that there are ethereum-frontier"));
}

TEST(replay_command, says_which_blocks_of_a_file_with_gaps_it_misses) {
    const std::string file = vectors + "ethereum-1000001.csv";
    EXPECT_THAT(error_of("replay " + file + " --rule ethereum-homestead", exit_failed),
                HasSubstr("a gap: height 1000040 where 1000031 belongs; replay --gaps takes"));
}

}  // namespace
}  // namespace sluice::lab
