#include "lab/output/gnuplot.hpp"
#include "lab/output/html_page.hpp"
#include "lab/report/figures.hpp"
#include "lab/sim/metrics.hpp"
#include "lab/study/noise_calibration.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace sluice::lab {
namespace {

const Plot line{.x_label = "x's", .y_label = "y", .curves = {{"a line", {{0, 1}, {1, 2}}}}};

TEST(gnuplot, draws_svg_with_its_labels) {
    if (std::system("command -v gnuplot >/dev/null") != 0) {
        GTEST_SKIP() << "gnuplot is not installed (package gnuplot-nox)";
    }
    const auto svg = draw_svg(line);
    ASSERT_TRUE(svg) << svg.error();
    EXPECT_TRUE(svg->starts_with("<svg"));
    EXPECT_NE(svg->find("a line"), std::string::npos);
    EXPECT_NE(svg->find("</svg>"), std::string::npos);
}

TEST(gnuplot, says_which_package_is_missing) {
    const auto svg = draw_svg(line, "gnuplot-that-is-not-there");
    ASSERT_FALSE(svg);
    EXPECT_NE(svg.error().find("apt-get install gnuplot-nox"), std::string::npos) << svg.error();
}

TEST(gnuplot, says_when_the_program_fails) {
    const auto svg = draw_svg(line, "false");
    ASSERT_FALSE(svg);
    EXPECT_NE(svg.error().find("failed"), std::string::npos) << svg.error();
}

TEST(html_page, escapes_text_and_keeps_commands) {
    const std::string page = html_page("a < b & c", "intro",
                                       {{.title = "T",
                                         .text = "x > y",
                                         .svg = "<svg></svg>",
                                         .table = {{"h<"}, {{"1"}, {"2"}}},
                                         .commands = {"sluice-lab run --with a=1"}}});
    EXPECT_NE(page.find("<h1>a &lt; b &amp; c</h1>"), std::string::npos);
    EXPECT_NE(page.find("x &gt; y"), std::string::npos);
    EXPECT_NE(page.find("<svg></svg>"), std::string::npos);
    EXPECT_NE(page.find("<th>h&lt;</th>"), std::string::npos);
    EXPECT_NE(page.find("sluice-lab run --with a=1"), std::string::npos);
    for (const auto* outside : {"http://", "https://", "<script", "<link", "src="}) {
        EXPECT_EQ(page.find(outside), std::string::npos) << "the page must need nothing else";
    }
}

TEST(report, draws_the_bound_only_where_rules_are_linear) {
    const auto points = lag_bound(0.02, 0.3);
    ASSERT_FALSE(points.empty());
    EXPECT_EQ(points.front().first, 0.02);
    EXPECT_NEAR(points.front().second, 625, 1e-9);
    EXPECT_LE(points.back().first, 0.1);
    EXPECT_TRUE(lag_bound(0.2, 0.3).empty());
}

TEST(tune, frontier_holds_what_nothing_beats_in_both) {
    const std::vector<double> noise{1, 2, 3, 3, sim::not_measured};
    const std::vector<double> cost{9, 5, 5, 1, 0};
    EXPECT_EQ(on_frontier(noise, cost), (std::vector<bool>{true, true, false, true, false}));
}

}  // namespace
}  // namespace sluice::lab
