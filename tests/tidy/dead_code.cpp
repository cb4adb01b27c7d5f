#include "tests/tidy/dead_code.hpp"

#include <algorithm>
#include <map>
#include <regex>

namespace sluice::tidy {
namespace {

using Counts = std::map<std::string, std::size_t>;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

void count_words(const SourceFile& file, Counts& counts) {
    for (const std::string& line : file.lines) {
        if (line.starts_with("#include")) {
            continue;
        }
        const std::string code = code_of(line);
        for (std::size_t at = 0; at < code.size();) {
            if (!is_word(code[at])) {
                ++at;
                continue;
            }
            const std::size_t start = at;
            while (at < code.size() && is_word(code[at])) {
                ++at;
            }
            ++counts[code.substr(start, at - start)];
        }
    }
}

std::string stem_of(const std::string& path) { return path.substr(0, path.find_last_of('.')); }

struct Declaration {
    std::string name;
    bool has_body = false;
};

/// Whether a body follows the signature that starts on this line, and not a semicolon.
bool body_follows(const SourceFile& file, std::size_t line) {
    for (; line < file.lines.size(); ++line) {
        const std::string code = code_of(file.lines[line]);
        const std::size_t end = code.find_first_of("{;");
        if (end != std::string::npos) {
            return code[end] == '{';
        }
    }
    return false;
}

/// Names before a parenthesis on lines that look like a declaration: "[[nodiscard]] Type name(", "Type name(".
std::vector<Declaration> declared_functions(const SourceFile& header) {
    static const std::regex declaration(R"(^ *(?:[A-Za-z_\[][\w:<>,&*\[\] ]*[ &*>\]])([a-z]\w*)\()");
    static const std::regex statement(R"(^ *(?:return|else|co_return|co_await|throw|if|while|for|switch)\b)");
    std::vector<Declaration> declared;
    for (std::size_t i = 0; i < header.lines.size(); ++i) {
        const std::string code = code_of(header.lines[i]);
        std::smatch match;
        if (!std::regex_search(code, statement) && std::regex_search(code, match, declaration)) {
            declared.push_back({match[1].str(), body_follows(header, i)});
        }
    }
    return declared;
}

bool lists(const SourceFile& list, const std::string& header) {
    const std::string folder = list.path.substr(0, list.path.find_last_of('/') + 1);
    if (!header.starts_with(folder)) {
        return false;
    }
    const std::string entry = header.substr(folder.size());
    return std::ranges::any_of(list.lines, [&](const std::string& line) {
        const std::size_t at = line.find(entry);
        return at != std::string::npos && (at == 0 || line[at - 1] == ' ') &&
               (at + entry.size() == line.size() || line[at + entry.size()] == ' ' || line[at + entry.size()] == ')');
    });
}

}  // namespace

std::vector<std::string> find_uncalled(const std::vector<SourceFile>& files, const std::set<std::string>& known) {
    Counts everywhere;
    std::map<std::string, Counts> by_stem;
    std::map<std::string, Counts> by_file;
    for (const SourceFile& file : files) {
        if (!file.is_test()) {
            count_words(file, everywhere);
            count_words(file, by_stem[stem_of(file.path)]);
            count_words(file, by_file[file.path]);
        }
    }
    std::vector<std::string> uncalled;
    for (const SourceFile& file : files) {
        if (file.is_test() || !file.is_header()) {
            continue;
        }
        const Counts& own = by_stem.at(stem_of(file.path));
        for (const auto& [name, has_body] : declared_functions(file)) {
            // Once in the header, once beside it at most, which then defines it, and nowhere else.
            const std::size_t definitions = has_body ? 0 : 1;
            if (everywhere.at(name) == own.at(name) && own.at(name) <= 1 + definitions &&
                by_file.at(file.path).at(name) == 1 && !known.contains(name)) {
                uncalled.push_back(name + " in " + file.path);
            }
        }
    }
    return uncalled;
}

std::vector<std::string> find_unlisted_headers(const std::vector<SourceFile>& files,
                                               const std::vector<SourceFile>& cmake_lists) {
    std::vector<std::string> unlisted;
    for (const SourceFile& file : files) {
        if (file.is_header() && !file.is_test() &&
            std::ranges::none_of(cmake_lists, [&](const SourceFile& list) { return lists(list, file.path); })) {
            unlisted.push_back(file.path);
        }
    }
    return unlisted;
}

}  // namespace sluice::tidy
