#include "lab/output/result_table.hpp"

#include "lab/output/command_report.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <sstream>

namespace sluice::lab {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

TEST(to_text, keeps_significant_digits_without_an_exponent_where_it_can) {
    EXPECT_EQ(to_text(0, 3), "0");
    EXPECT_EQ(to_text(1, 3), "1.00");
    EXPECT_EQ(to_text(12.345, 3), "12.3");
    EXPECT_EQ(to_text(-1234.5, 3), "-1234");
    EXPECT_EQ(to_text(0.001234, 3), "0.00123");
    EXPECT_EQ(to_text(0.1, 3), "0.100");
    EXPECT_EQ(to_text(1e-7, 3), "1.00e-07");
    EXPECT_EQ(to_text(2.5e12, 2), "2.5e+12");
    EXPECT_EQ(to_text(nothing, 3), "-");
}

ResultTable table() {
    ResultTable rows({{"name", "name"}, {"count", "count"}, {"value", "value", 3}});
    rows.add_row({std::string("one"), std::uint64_t{7}, 0.1});
    rows.add_row({std::string("another"), std::uint64_t{1000}, nothing});
    return rows;
}

TEST(result_table, aligns_columns_for_people) {
    std::ostringstream out;
    table().to_text().print(out);
    EXPECT_EQ(out.str(),
              "name     count  value\n"
              "-------  -----  -----\n"
              "one          7  0.100\n"
              "another   1000      -\n");
}

TEST(result_table, writes_numbers_in_full_for_programs) {
    std::ostringstream csv;
    table().print_csv(csv);
    EXPECT_EQ(csv.str(), "name,count,value\none,7,0.1\nanother,1000,\n");
    EXPECT_EQ(table().to_json().dump(), R"([{"name":"one","count":7,"value":0.1},)"
                                        R"({"name":"another","count":1000,"value":null}])");
}

ResultTable table_of_all_kinds() {
    ResultTable rows({{.key = "remark", .title = "remark"},
                      {.key = "sure", .title = "sure"},
                      {.key = "profit", .title = "profit", .unit = "%"},
                      {.key = "wait", .title = "wait", .unit = "s", .measured = true},
                      {.key = "height", .title = "height"},
                      {.key = "command", .title = ""}});
    rows.add_row({std::string("a, \"b\""), true, -1e-9, sim::Estimate{600, 2}, std::monostate{},
                  std::string("again")});
    rows.add_row({std::string("c"), false, 0.4403, sim::Estimate{}, std::uint64_t{7},
                  std::string("and again")});
    return rows;
}

TEST(result_table, shows_people_units_and_hides_untitled_columns) {
    std::ostringstream out;
    table_of_all_kinds().to_text().print(out);
    EXPECT_EQ(out.str(),
              "remark  sure   profit           wait  height\n"
              "------  ----  -------  -------------  ------\n"
              "a, \"b\"   yes   0.00 %  600.0 ± 2.0 s       -\n"
              "c         no  44.03 %              -       7\n");
}

TEST(result_table, quotes_csv_text_and_splits_estimates) {
    std::ostringstream csv;
    table_of_all_kinds().print_csv(csv);
    EXPECT_EQ(csv.str(),
              "remark,sure,profit,wait,wait_ci95,height,command\n"
              "\"a, \"\"b\"\"\",true,-1e-09,600,2,,again\n"
              "c,false,0.4403,,,7,and again\n");
}

TEST(result_table, gives_json_every_kind_of_value) {
    EXPECT_EQ(table_of_all_kinds().to_json().dump(),
              R"([{"remark":"a, \"b\"","sure":true,"profit":-1e-09,)"
              R"("wait":{"mean":600.0,"ci95":[598.0,602.0]},"height":null,"command":"again"},)"
              R"({"remark":"c","sure":false,"profit":0.4403,)"
              R"("wait":{"mean":null,"ci95":[null,null]},"height":7,"command":"and again"}])");
}

TEST(command_report, prints_json_of_text_that_is_not_utf8) {
    CommandReport report;
    report.table = table();
    report.json = {{"file", "bad\xff.csv"}};
    std::ostringstream out;
    print(report, OutputFormat::json, out, 80);
    EXPECT_NE(out.str().find("bad\ufffd.csv"), std::string::npos) << out.str();
}

}  // namespace
}  // namespace sluice::lab
