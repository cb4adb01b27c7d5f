#include "lab/output/html_page.hpp"

#include <string_view>

namespace sluice::lab {
namespace {

constexpr std::string_view style = R"(
body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#222}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.5rem}
figure{margin:1rem 0}svg{width:100%;height:auto}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.25rem .7rem;text-align:right;border-bottom:1px solid #ddd}
td{white-space:nowrap}
th:first-child,td:first-child{text-align:left}
div.wide{overflow-x:auto}
pre{background:#f5f5f5;padding:.5rem .8rem;overflow-x:auto;font-size:.8rem}
)";

std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            default:
                result += c;
        }
    }
    return result;
}

std::string row_of(const std::vector<std::string>& cells, const std::string& tag) {
    std::string row = "<tr>";
    for (const std::string& cell : cells) {
        row.append("<").append(tag).append(">").append(escaped(cell));
        row.append("</").append(tag).append(">");
    }
    return row + "</tr>\n";
}

std::string section_of(const ReportSection& section) {
    std::string html =
        "<h2>" + escaped(section.title) + "</h2>\n<p>" + escaped(section.text) + "</p>\n";
    if (!section.svg.empty()) {
        html += "<figure>" + section.svg + "</figure>\n";
    }
    if (!section.table.head.empty()) {
        html += "<div class=\"wide\"><table>\n" + row_of(section.table.head, "th");
        for (const auto& row : section.table.rows) {
            html += row_of(row, "td");
        }
        html += "</table></div>\n";
    }
    if (!section.commands.empty()) {
        html += "<details><summary>Make it again</summary><pre>";
        for (const std::string& command : section.commands) {
            html += escaped(command) + "\n";
        }
        html += "</pre></details>\n";
    }
    return html;
}

}  // namespace

std::string html_page(const std::string& title, const std::string& introduction,
                      const std::vector<ReportSection>& sections) {
    std::string html =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>" +
        escaped(title) + "</title>\n<style>" + std::string(style) +
        "</style>\n</head>\n<body>\n<h1>" + escaped(title) + "</h1>\n<p>" + escaped(introduction) +
        "</p>\n";
    for (const ReportSection& section : sections) {
        html += section_of(section);
    }
    return html + "</body>\n</html>\n";
}

}  // namespace sluice::lab
