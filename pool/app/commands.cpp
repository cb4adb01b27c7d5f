#include "pool/app/commands.hpp"

#include "base/command_line/mistake.hpp"
#include "pool/app/compose.hpp"
#include "pool/app/difficulty_notes.hpp"
#include "pool/app/pool_app.hpp"
#include "pool/base/log_quote.hpp"
#include "pool/base/log_writer.hpp"
#include "pool/config/check_paths.hpp"
#include "pool/config/load_config.hpp"
#include "pool/config/reference.hpp"
#include "pool/ledger/sqlite/store.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

namespace sluice::pool {
namespace {

constexpr int status_ok = 0;
constexpr int status_failed = 1;
constexpr int status_wrong_input = 2;

/// The configuration, or nullopt after every problem has been printed.
std::optional<PoolConfig> read_config(const std::string& path) {
    if (path.empty()) {
        return PoolConfig{};
    }
    auto config = load_config(path);
    if (!config) {
        for (const ConfigProblem& problem : config.error()) {
            fmt::print(stderr, "{}\n", message(problem));
        }
        return std::nullopt;
    }
    if (const auto checked = check_composition(*config); !checked) {
        fmt::print(stderr, "{}: {}\n", path, checked.error());
        return std::nullopt;
    }
    return std::move(*config);
}

std::shared_ptr<LogWriter> set_up_log(const LogSection& log) {
    auto writer = log.file.empty() ? std::make_shared<LogWriter>(STDERR_FILENO)
                                   : std::make_shared<LogWriter>(std::filesystem::path(log.file));
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("sluice-pool", writer));
    spdlog::set_pattern("%Y-%m-%d %H:%M:%S.%e %^%l%$ %v");
    spdlog::set_level(spdlog::level::from_str(log.level));
    return writer;
}

int failed(const LogSection& log, std::string_view what, std::string_view error) {
    fmt::print(stderr, "sluice-pool {}: {}\n", what, error);
    if (!log.file.empty()) {
        spdlog::critical("{} error={}", what, log_quote(error));
    }
    return status_failed;
}

/// Runs the pool with its log set up.
int serve(const PoolConfig& config, const RunOptions& options) {
    try {
        auto app = PoolApp::create(config);
        if (!app) {
            return failed(config.log, "cannot start", app.error());
        }
        (*app)->run(options);
        return status_ok;
    } catch (const std::exception& error) {  // of the system: no descriptor, thread or memory left
        return failed(config.log, "ended", error.what());
    }
}

int run_pool(const std::string& path, RunOptions options) {
    const std::optional<PoolConfig> config = read_config(path);
    if (!config) {
        return status_wrong_input;
    }
    std::signal(SIGPIPE, SIG_IGN);  // a log or an output that nobody reads is no reason to end
    std::shared_ptr<LogWriter> log;
    try {
        log = set_up_log(config->log);
    } catch (const spdlog::spdlog_ex& error) {
        fmt::print(stderr, "log.file: {}; give a file in a folder that exists and can be written\n",
                   error.what());
        return status_failed;
    }
    options.reopen_log = [log] { log->reopen(); };
    const int status = serve(*config, options);
    log->close();
    return status;
}

int check_config(const std::string& path) {
    const std::optional<PoolConfig> config = read_config(path);
    if (!config) {
        return status_wrong_input;
    }
    const std::string name = path.empty() ? "the defaults" : path;
    const std::vector<KeyProblem> problems = check_paths(*config);
    for (const KeyProblem& found : problems) {
        fmt::print(stderr, "{}: {}: {}; {}\n", name, found.key, found.problem, found.remedy);
    }
    if (!problems.empty()) {
        return status_wrong_input;
    }
    for (const std::string& note : config_notes(*config, path)) {
        fmt::print("{}: {}\n", name, note);
    }
    if (config->pool.source == "embedded") {
        const ShareDifficultyOptions& difficulty = config->stratum.server.difficulty;
        for (const auto& note :
             {keys_above_network(difficulty, config->embedded.start_difficulty),
              network_below_shares(difficulty, config->embedded.start_difficulty)}) {
            if (note) {
                fmt::print("{}: when the chain starts: {}\n", name, *note);
            }
        }
    }
    fmt::print("{}: good\n", name);
    return status_ok;
}

std::string ledger_json(const LedgerTotals& totals) {
    const nlohmann::ordered_json ledger{{"shares", totals.shares},
                                        {"hashes", totals.hashes.str()},
                                        {"workers", totals.workers},
                                        {"blocks_accepted", totals.blocks_accepted},
                                        {"blocks_pending", totals.blocks_pending},
                                        {"blocks_rejected", totals.blocks_rejected},
                                        {"blocks_orphaned", totals.blocks_orphaned}};
    return ledger.dump();
}

int print_ledger(const std::string& path) {
    const std::optional<PoolConfig> config = read_config(path);
    if (!config) {
        return status_wrong_input;
    }
    try {
        fmt::print("{}\n", ledger_json(SqliteLedgerReader(config->ledger.path).totals()));
    } catch (const sqlite::Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return status_failed;
    }
    return status_ok;
}

}  // namespace

int run_command_line(int argc, char** argv) {
    CLI::App app{"Stratum mining pool on a Bitcoin-like node or on its own proof-of-work chain",
                 "sluice-pool"};
    app.set_version_flag("-V,--version", "sluice-pool " SLUICE_VERSION);
    app.require_subcommand(1);
    std::string path;
    RunOptions options;
    std::int64_t time_limit_s = 0;
    const auto with_config = [&](CLI::App* command) {
        command->add_option("-c,--config,config", path,
                            "TOML file; without it every setting has its default");
        return command;
    };
    CLI::App* run = with_config(app.add_subcommand("run", "serve miners until Ctrl-C"));
    run->add_option("--time-limit", time_limit_s, "end by itself after this many seconds")
        ->check(CLI::PositiveNumber);
    run->add_flag("--summary", options.print_summary, "print one JSON object as the last line");
    CLI::App* check =
        with_config(app.add_subcommand("check-config", "say everything that is wrong with a file"));
    CLI::App* books = with_config(
        app.add_subcommand("books", "print the ledger's totals as JSON; the pool may be running"));
    CLI::App* reference =
        app.add_subcommand("config-reference", "print every key as a Markdown page");
    CLI::App* example =
        app.add_subcommand("example-config", "print a file with every key at its default");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {  // --help or --version
            return app.exit(error);
        }
        fmt::print(
            stderr, "sluice-pool: {}\n",
            command_line_mistake(app, std::vector<std::string>(argv + 1, argv + argc), error));
        return status_wrong_input;
    }
    if (run->parsed()) {
        if (time_limit_s > 0) {
            options.time_limit = std::chrono::seconds(time_limit_s);
        }
        return run_pool(path, std::move(options));
    }
    if (check->parsed()) {
        return check_config(path);
    }
    if (books->parsed()) {
        return print_ledger(path);
    }
    if (reference->parsed()) {
        fmt::print("{}", config_reference());
    } else if (example->parsed()) {
        fmt::print("{}", config_example());
    }
    return status_ok;
}

}  // namespace sluice::pool
