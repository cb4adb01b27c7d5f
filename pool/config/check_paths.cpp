#include "pool/config/check_paths.hpp"

#include "pool/config/check_listen.hpp"
#include "pool/config/value_text.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <string_view>
#include <utility>

namespace sluice::pool {
namespace {

namespace fs = std::filesystem;

bool may(const fs::path& path, int what) { return ::access(path.c_str(), what) == 0; }

/// What keeps a file from being made or written at this path.
std::optional<ValueProblem> obstacle_to_writing(const fs::path& path) {
    std::error_code unreachable;
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (!fs::is_directory(folder, unreachable)) {
        return ValueProblem{"the folder " + folder.string() + " does not exist",
                            "create it, or name another place"};
    }
    const fs::file_status status = fs::status(path, unreachable);
    if (fs::is_directory(status)) {
        return ValueProblem{path.string() + " is a folder", "a file in it"};
    }
    if (!may(folder, W_OK | X_OK)) {
        return ValueProblem{"the folder " + folder.string() + " may not be written by this user",
                            "another place, or the permission to write there"};
    }
    if (fs::exists(status) && !may(path, R_OK | W_OK)) {
        return ValueProblem{path.string() + " may not be read and written by this user",
                            "another file, or the permission"};
    }
    return std::nullopt;
}

/// A SQLite file begins with this text (sqlite.org/fileformat2.html); an empty one is a new one.
bool is_database_or_new(const fs::path& path) {
    constexpr std::string_view magic{"SQLite format 3\0", 16};
    std::ifstream in(path, std::ios::binary);
    std::string begin(magic.size(), '\0');
    in.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    return in.gcount() == 0 || (in && begin == magic);
}

void check_database(const std::string& key, const std::string& file,
                    std::vector<KeyProblem>& problems) {
    const fs::path path = file;
    std::error_code unreachable;
    if (auto obstacle = obstacle_to_writing(path)) {
        problems.push_back({key, std::move(obstacle->problem), std::move(obstacle->remedy)});
    } else if (fs::exists(path, unreachable) && !fs::is_regular_file(path, unreachable)) {
        problems.push_back({key, file + " is no regular file", "another file"});
    } else if (!is_database_or_new(path)) {
        problems.push_back({key, file + " is no database", "another file"});
    }
}

bool same_file(const std::string& one, const std::string& other) {
    std::error_code unreachable;
    return fs::equivalent(one, other, unreachable) && !unreachable;
}

}  // namespace

std::vector<KeyProblem> check_paths(const PoolConfig& config) {
    std::vector<KeyProblem> problems;
    const std::string& ledger = config.ledger.path;
    const std::string& log = config.log.file;
    check_database("ledger.path", ledger, problems);
    const bool embedded = config.pool.source == "embedded";
    if (embedded) {
        check_database("embedded.path", config.embedded.path, problems);
        if (same_file(ledger, config.embedded.path)) {
            problems.push_back({"embedded.path", "the same file as ledger.path", "another file"});
        }
    } else if (const std::string& cookie = config.node.cookie_file; !cookie.empty()) {
        std::error_code unreachable;
        if (fs::is_directory(cookie, unreachable)) {
            problems.push_back({"node.cookie_file", cookie + " is a folder",
                                "the file .cookie in the node's data folder"});
        } else if (fs::exists(cookie, unreachable) && !may(cookie, R_OK)) {
            problems.push_back({"node.cookie_file", cookie + " may not be read by this user",
                                "the node's group for this user, or user and password"});
        }
    }
    if (!log.empty()) {
        if (auto obstacle = obstacle_to_writing(log)) {
            problems.push_back(
                {"log.file", std::move(obstacle->problem), std::move(obstacle->remedy)});
        } else if (same_file(log, ledger) || (embedded && same_file(log, config.embedded.path))) {
            problems.push_back({"log.file", "the same file as a database", "another file"});
        }
    }
    return problems;
}

std::vector<std::string> config_notes(const PoolConfig& config, const fs::path& file) {
    std::vector<std::string> notes;
    std::error_code unreachable;
    const NodeSection& node = config.node;
    if (!node.password.empty() && !file.empty()) {
        const fs::perms mode = fs::status(file, unreachable).permissions();
        if (!unreachable &&
            (mode & (fs::perms::group_read | fs::perms::others_read)) != fs::perms::none) {
            notes.push_back("holds node.password and may be read by others; chmod 600 " +
                            file.string());
        }
    }
    const auto reached = std::ranges::find_if_not(config.http.server.listen, is_loopback);
    if (config.http.details && reached != config.http.server.listen.end()) {
        notes.push_back("http.details: whoever reaches " + to_text(*reached) +
                        " reads the node's address, its errors, file paths and SQL; false leaves "
                        "them to the log");
    }
    if (config.pool.source != "node") {
        return notes;
    }
    if (node.cookie_file.empty() && node.user.empty() && node.password.empty()) {
        notes.push_back(
            "[node] has no cookie_file, and no user and password: only a node that asks for none "
            "will answer");
    }
    if (!node.cookie_file.empty() && !fs::exists(node.cookie_file, unreachable)) {
        notes.push_back("node.cookie_file: " + node.cookie_file +
                        " is not there; a node writes it when it starts");
    }
    return notes;
}

}  // namespace sluice::pool
