#include "tests/tidy/layers.hpp"

#include <regex>
#include <sstream>
#include <stdexcept>

namespace sluice::tidy {
namespace {

std::string folder_of(const std::string& path) { return path.substr(0, path.find_last_of('/')); }

}  // namespace

AllowedIncludes parse_allowed_includes(const std::vector<std::string>& lines) {
    AllowedIncludes includes;
    for (const std::string& line : lines) {
        const std::string text = line.substr(0, line.find('#'));
        if (text.find_first_not_of(' ') == std::string::npos) {
            continue;
        }
        const std::size_t colon = text.find(':');
        if (colon == std::string::npos || includes.allowed.contains(text.substr(0, colon))) {
            throw std::runtime_error(
                "not a line 'folder: folder ...', or its folder comes twice: " + line);
        }
        includes.order.push_back(text.substr(0, colon));
        std::istringstream rest(text.substr(colon + 1));
        std::set<std::string>& allowed = includes.allowed[includes.order.back()];
        for (std::string folder; rest >> folder;) {
            allowed.insert(folder);
        }
    }
    return includes;
}

AllowedIncludes read_allowed_includes(const std::filesystem::path& path) {
    return parse_allowed_includes(read_lines(path));
}

std::map<std::string, std::map<std::string, std::vector<std::string>>> arrows_of(
    const std::vector<SourceFile>& files) {
    static const std::regex include_line(R"re(^#include "([^"]+/[^"]+)")re");
    std::map<std::string, std::map<std::string, std::vector<std::string>>> arrows;
    for (const SourceFile& file : files) {
        if (file.is_test()) {
            continue;
        }
        const std::string folder = folder_of(file.path);
        arrows[folder];
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            std::smatch match;
            if (std::regex_search(file.lines[i], match, include_line) &&
                folder_of(match[1].str()) != folder) {
                arrows[folder][folder_of(match[1].str())].push_back(file.path + ":" +
                                                                    std::to_string(i + 1));
            }
        }
    }
    return arrows;
}

std::vector<std::string> check_includes(const std::vector<SourceFile>& files,
                                        const AllowedIncludes& includes) {
    std::vector<std::string> faults;
    const auto arrows = arrows_of(files);
    for (const auto& [folder, targets] : arrows) {
        if (!includes.allowed.contains(folder)) {
            faults.push_back(folder + " has no line in tests/tidy/arrows.txt");
            continue;
        }
        for (const auto& [target, places] : targets) {
            if (!includes.allowed.at(folder).contains(target)) {
                faults.push_back(places.front() + ": " + folder + " may not include " + target);
            }
        }
    }
    std::set<std::string> below;
    for (const std::string& folder : includes.order) {
        const auto found = arrows.find(folder);
        if (found == arrows.end()) {
            faults.push_back(folder + " stands in tests/tidy/arrows.txt and has no sources");
            continue;
        }
        for (const std::string& target : includes.allowed.at(folder)) {
            if (!found->second.contains(target)) {
                faults.push_back(folder + " no longer includes " + target +
                                 ": take it out of tests/tidy/arrows.txt");
            } else if (!below.contains(target)) {
                faults.push_back(folder + " includes " + target +
                                 ", which does not stand above it");
            }
        }
        below.insert(folder);
    }
    return faults;
}

}  // namespace sluice::tidy
