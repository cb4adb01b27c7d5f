#include "lab/study/sweep.hpp"

#include "lab/support/command_error.hpp"
#include "lab/support/file_text.hpp"
#include "lab/support/progress_bar.hpp"
#include "lab/support/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace sluice::lab {
namespace {

using ::testing::HasSubstr;

std::vector<SweepPoint> small_points() {
    SetupOptions options;
    options.blocks = 500;
    options.warmup_blocks = 100;
    options.seeds = 3;
    return make_points({"asert", "asert-decred"}, {parse_axis("half_life_s=3600,7200")},
                       {"steady", "step-x2"}, options);
}

bool same(const sim::Estimate& one, const sim::Estimate& other) {
    const auto equal = [](double a, double b) {
        return a == b || (std::isnan(a) && std::isnan(b));
    };
    return equal(one.mean, other.mean) && equal(one.half_width, other.half_width);
}

void expect_same(const std::vector<std::vector<sim::Estimate>>& one,
                 const std::vector<std::vector<sim::Estimate>>& other) {
    ASSERT_EQ(one.size(), other.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        ASSERT_EQ(one[i].size(), other[i].size());
        for (std::size_t k = 0; k < one[i].size(); ++k) {
            EXPECT_TRUE(same(one[i][k], other[i][k])) << i << ' ' << k;
        }
    }
}

TEST(sweep, does_not_depend_on_the_number_of_threads) {
    const auto points = small_points();
    EXPECT_EQ(points.size(), 8U);
    expect_same(run_sweep(points, 1, ""), run_sweep(points, 4, ""));
}

TEST(sweep, goes_on_where_it_was_cut_off_with_the_same_bits) {
    const ScratchFolder folder;
    const std::string path = folder.file("journal");
    const auto points = small_points();
    const auto whole = run_sweep(points, 2, path);
    const std::string journal = *read_file(path);
    ASSERT_EQ(std::count(journal.begin(), journal.end(), '\n'), 9);
    // As if it had been killed in the middle of writing a line.
    ASSERT_TRUE(write_file(path, journal.substr(0, journal.size() / 2)));
    expect_same(run_sweep(points, 2, path), whole);
    EXPECT_EQ(read_file(path)->size(), journal.size());
}

TEST(sweep, takes_finished_points_from_the_journal) {
    const ScratchFolder folder;
    const std::string path = folder.file("journal");
    const auto points = small_points();
    (void)run_sweep(points, 2, path);
    std::string journal = *read_file(path);
    const std::size_t number = journal.find("[[") + 2;
    journal.replace(number, journal.find(',', number) - number, "12345.5");
    ASSERT_TRUE(write_file(path, journal));
    int altered = 0;
    for (const auto& estimates : run_sweep(points, 2, path)) {
        altered += estimates[0].mean == 12345.5 ? 1 : 0;
    }
    EXPECT_EQ(altered, 1);
}

TEST(sweep, does_not_go_on_from_the_journal_of_another_version) {
    const ScratchFolder folder;
    const std::string path = folder.file("journal");
    (void)run_sweep(small_points(), 2, path);
    std::string journal = *read_file(path);
    const std::string key = R"("sluice_lab_sweep":")";
    ASSERT_NE(journal.find(key), std::string::npos) << journal.substr(0, 200);
    journal.insert(journal.find(key) + key.size(), "9");
    ASSERT_TRUE(write_file(path, journal));
    try {
        (void)run_sweep(small_points(), 2, path);
        FAIL() << "points of another version were taken";
    } catch (const CommandError& error) {
        EXPECT_NE(std::string(error.what()).find("by this version"), std::string::npos)
            << error.what();
    }
    EXPECT_EQ(*read_file(path), journal);
}

TEST(sweep, refuses_a_damaged_journal_by_line) {
    const ScratchFolder folder;
    const std::string path = folder.file("journal");
    (void)run_sweep(small_points(), 2, path);
    const std::string journal = *read_file(path);
    const std::string title = journal.substr(0, journal.find('\n') + 1);
    std::string numbers;
    for (std::size_t i = 0; i < sim::metric_table().size(); ++i) {
        numbers += i == 0 ? "1" : ",1";
    }
    for (const std::string& line :
         {std::string("#####"), std::string("{}"), R"({"point":"p","estimates":[)" + numbers + "]}",
          R"({"point":1,"estimates":[)" + numbers + "]}"}) {
        ASSERT_TRUE(write_file(path, title + line + '\n'));
        try {
            (void)run_sweep(small_points(), 2, path);
            FAIL() << "the damage was not seen: " << line;
        } catch (const CommandError& error) {
            EXPECT_NE(std::string(error.what()).find("journal:2: "), std::string::npos)
                << error.what();
        }
    }
}

std::string error_of(const std::vector<std::string>& rules, const std::string& axis,
                     const std::string& scenario) {
    try {
        (void)make_points(rules, {parse_axis(axis)}, {scenario}, {});
    } catch (const CommandError& error) {
        return error.what();
    }
    return "none";
}

TEST(sweep, names_what_is_wrong_with_a_point) {
    const std::string good = "half_life_s=3600";
    EXPECT_EQ(error_of({"asert"}, good, "steady"), "none");
    EXPECT_THAT(error_of({"asrt"}, good, "steady"), HasSubstr("'asrt'"));
    EXPECT_THAT(error_of({"asert"}, good, "stedy"), HasSubstr("'stedy'"));
    EXPECT_THAT(error_of({"asert"}, "half_life_s=0", "steady"), HasSubstr("half_life_s"));
    EXPECT_THAT(error_of({"asert"}, "half_life_s", "steady"), HasSubstr("'half_life_s'"));
    // 10^60 points must be refused before they are listed.
    const GridAxis axis{"half_life_s", std::vector<std::string>(1'000, "3600")};
    EXPECT_THROW((void)make_points({"asert"}, std::vector<GridAxis>(20, axis), {"steady"}, {}),
                 CommandError);
}

TEST(progress, line_shows_part_and_time_left) {
    EXPECT_EQ(progress_line(0, 8, 1), "[..............................] 0 of 8, 0 %");
    EXPECT_EQ(progress_line(2, 8, 10), "[#######.......................] 2 of 8, 25 %, 30 s left");
    EXPECT_EQ(progress_line(8, 8, 99), "[##############################] 8 of 8, 100 %");
    EXPECT_NE(progress_line(1, 100, 60).find("1 h 39 min left"), std::string::npos);
}

}  // namespace
}  // namespace sluice::lab
