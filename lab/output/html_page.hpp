#pragma once
/// A report as one HTML file that needs nothing else: text, tables, SVG, no script, no network.
/// Pure, any thread.

#include <string>
#include <vector>

namespace sluice::lab {

struct ReportTable {
    std::vector<std::string> head;
    std::vector<std::vector<std::string>> rows;
};

/// One figure or table, with the commands that make its numbers again.
struct ReportSection {
    std::string title;
    std::string text;
    std::string svg = {};    ///< as it is; empty: none
    ReportTable table = {};  ///< no head: none
    std::vector<std::string> commands = {};
};

/// Text is escaped; only svg is taken as markup.
[[nodiscard]] std::string html_page(const std::string& title, const std::string& introduction,
                                    const std::vector<ReportSection>& sections);

}  // namespace sluice::lab
