#include "lab/output/command_report.hpp"

#include <ostream>

namespace sluice::lab {
namespace {

void print_text(const CommandReport& report, std::ostream& out, std::size_t width) {
    for (const CommandReport::Part& part : report.text) {
        if (const auto* table = std::get_if<TextTable>(&part)) {
            table->print(out, width);
        } else {
            out << std::get<std::string>(part);
        }
    }
}

}  // namespace

void print(const CommandReport& report, OutputFormat format, std::ostream& out, std::size_t width) {
    if (format == OutputFormat::table && !report.text.empty()) {
        print_text(report, out, width);
    } else if (report.table && format == OutputFormat::json) {
        out << (report.json.is_null() ? report.table->to_json() : report.json)
                   .dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
            << '\n';
    } else if (report.table) {
        report.table->print_csv(out);
    }
}

}  // namespace sluice::lab
