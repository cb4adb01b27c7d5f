#include "miner/app/options.hpp"

#include "base/ascii.hpp"
#include "base/command_line/mistake.hpp"
#include "base/nearest_name.hpp"
#include "kernels/api/algorithm.hpp"
#include "kernels/api/launch_parameters.hpp"
#include "kernels/registry/algorithms.hpp"
#include "miner/app/foreign_flags.hpp"
#include "miner/app/help_text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace sluice::miner {
namespace {

constexpr const char* footer = R"(Examples:
  sluice-miner -a sha256d -o stratum+tcp://127.0.0.1:3333 -u ADDRESS.rig1 -p x
  sluice-miner -o stratum+tcp://a.example:3333 -o stratum+tcp://b.example:3333 \
      -u ADDRESS
  sluice-miner -d cuda0,cuda1 -o stratum+tcp://127.0.0.1:3333 -u ADDRESS.rig1
  sluice-miner --benchmark --json

Exit codes:
  0 done, or ended by Ctrl-C or --time-limit
  1 unforeseen failure
  2 bad command line
  3 no usable device, or a failed self-test
  4 no pool gave work within --retries)";

/// Of launches: from the fewest that fill a small GPU with a slow hash to the most that one has.
constexpr unsigned intensity_min = 8;
constexpr unsigned intensity_max = 30;
static_assert(std::uint64_t{1} << intensity_max == kernels::launch_hashes_max);

/// What the parser collects before it is checked and put together.
struct Raw {
    Options options;
    std::vector<std::string> urls, users, passwords, user_passwords;
    std::vector<std::string> suggested;
    std::vector<unsigned> intensities;
    long threads = 0, time_limit_s = 0, benchmark_s = 2, retries = -1, retry_pause_s = 30;
    long timeout_s = 120, status_interval_s = 0;
    bool benchmark = false, self_test = false, list_devices = false, no_color = false;
};

struct PoolFlags {
    CLI::Option *url, *user, *password, *user_password;
};

CLI::Option* repeated(CLI::App& app, const char* names, std::vector<std::string>& values,
                      const char* what) {
    return app.add_option(names, values, what)->allow_extra_args(false)->type_name("TEXT");
}

PoolFlags declare_pool_flags(CLI::App& app, Raw& raw) {
    PoolFlags flags{};
    flags.url = repeated(app, "-o,--url", raw.urls,
                         "Pool, stratum+tcp://HOST:PORT; repeat it for pools to fail over to");
    flags.user = repeated(app, "-u,--user", raw.users,
                          "User or ADDRESS.WORKER at the pool before it, or at all pools");
    flags.password = repeated(app, "-p,--pass", raw.passwords, "Password there [x]");
    flags.user_password =
        repeated(app, "-O,--userpass", raw.user_passwords, "Both as USER:PASSWORD");
    app.add_option("-r,--retries", raw.retries,
                   "Failed rounds through all pools before giving up [-1: never]")
        ->check(CLI::Range(-1L, 1000000L))
        ->type_name("N");
    app.add_option("-R,--retry-pause", raw.retry_pause_s,
                   "Longest pause between rounds; it starts at 1 s and doubles [30]")
        ->check(CLI::Range(1L, 3600L))
        ->type_name("SECONDS");
    app.add_option("-T,--timeout", raw.timeout_s,
                   "Seconds without a message before the next pool is tried [120]")
        ->check(CLI::Range(5L, 3600L))
        ->type_name("SECONDS");
    app.add_option("--suggest-difficulty", raw.suggested, "Share difficulty to ask the pool for")
        ->expected(1)
        ->type_name("NUMBER");
    return flags;
}

void declare_device_flags(CLI::App& app, Raw& raw) {
    Options& options = raw.options;
    app.add_option("-a,--algo", options.algorithm, "Algorithm [sha256d; --benchmark: all]");
    app.add_option("-d,--devices", options.devices,
                   "Devices by name or place in --list-devices, such as cuda0,opencl1,cpu [all "
                   "GPUs, or the CPU where there is none]")
        ->type_name("LIST");
    app.add_option("-t,--threads", raw.threads, "CPU threads [as many as the CPU has]")
        ->check(CLI::Range(1L, 1024L))
        ->type_name("N");
    app.add_option("--kernel", options.kernel, "Kernel, for example sha256d/avx2 [the fastest]");
    app.add_option("-i,--intensity", raw.intensities,
                   "2^N hashes in a GPU's launch: one N for all GPUs or one for each [tuned]")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::Range(intensity_min, intensity_max))
        ->type_name("N,...");
    app.add_flag("--tune", options.tune,
                 "Measure again which kernel and launch shape is the fastest");
    app.add_option("--profile", options.profile,
                   "Where these are kept [~/.cache/sluice/kernels.json]")
        ->type_name("FILE");
}

void declare_other_flags(CLI::App& app, Raw& raw) {
    Options& options = raw.options;
    app.add_flag("--benchmark", raw.benchmark,
                 "Measure every kernel that runs here, then exit; with --tune every launch shape");
    app.add_option("--benchmark-seconds", raw.benchmark_s, "Time for each kernel [2]")
        ->check(CLI::Range(1L, 3600L))
        ->type_name("SECONDS");
    app.add_flag("--json", options.json, "Print the benchmark as JSON");
    app.add_flag("--self-test", raw.self_test, "Check every kernel that runs here, then exit");
    app.add_flag("--list-devices", raw.list_devices, "Show devices and kernels, then exit");
    app.add_option("--time-limit", raw.time_limit_s, "Stop after this many seconds")
        ->check(CLI::Range(1L, 31536000L))
        ->type_name("SECONDS");
    app.add_option("--status-interval", raw.status_interval_s,
                   "Between status lines [1 on a terminal, else 30]")
        ->check(CLI::Range(1L, 86400L))
        ->type_name("SECONDS");
    app.add_flag("-q,--quiet", options.quiet, "Log warnings and errors only");
    app.add_flag("-D,--debug", options.debug, "Log more");
    app.add_flag("-P,--protocol-dump", options.protocol_dump,
                 "Log every line to and from the pool, without passwords");
    app.add_flag("--no-color", raw.no_color, "No colours and no updating status line");
    app.set_version_flag("-V,--version", agent_text());
}

/// Pools with the credentials that follow each; where none follow, those given before the first
/// pool, else the last given anywhere.
struct PoolAssembly {
    struct Login {
        std::optional<std::string> user, password;
    };
    Login shared;
    Login latest;
    std::vector<std::pair<std::string, Login>> pools;

    void set_user(const std::string& user) {
        latest.user = user;
        (pools.empty() ? shared : pools.back().second).user = user;
    }
    void set_password(const std::string& password) {
        latest.password = password;
        (pools.empty() ? shared : pools.back().second).password = password;
    }
};

Unexpected<EarlyExit> refuse(std::string text) {
    return Unexpected{EarlyExit{ExitCode::usage, std::move(text)}};
}

Result<PoolAssembly, EarlyExit> walk_in_order(const CLI::App& app, const PoolFlags& flags,
                                              const Raw& raw) {
    PoolAssembly assembly;
    std::size_t url = 0, user = 0, password = 0, user_password = 0;
    for (const CLI::Option* option : app.parse_order()) {
        if (option == flags.url) {
            assembly.pools.push_back({raw.urls[url++], {}});
        } else if (option == flags.user) {
            assembly.set_user(raw.users[user++]);
        } else if (option == flags.password) {
            assembly.set_password(raw.passwords[password++]);
        } else if (option == flags.user_password) {
            const std::string& both = raw.user_passwords[user_password++];
            const std::size_t colon = both.find(':');
            if (colon == std::string::npos) {
                return refuse("-O: there is no colon in it; the form is -O USER:PASSWORD");
            }
            assembly.set_user(both.substr(0, colon));
            assembly.set_password(both.substr(colon + 1));
        }
    }
    return assembly;
}

Result<std::vector<PoolEndpoint>, EarlyExit> assemble_pools(const PoolAssembly& assembly) {
    if (assembly.pools.empty()) {
        return refuse(
            "-o is missing: which pool? For example\n"
            "  sluice-miner -a sha256d -o stratum+tcp://127.0.0.1:3333 -u ADDRESS.rig1 -p x");
    }
    const auto choose = [&](const auto& own, const auto& shared, const auto& latest) {
        return own ? own : shared ? shared : latest;
    };
    std::vector<PoolEndpoint> pools;
    for (const auto& [text, login] : assembly.pools) {
        const Result<PoolUrl> url = parse_pool_url(text);
        if (!url) {
            return refuse("-o: " + url.error());
        }
        const auto user = choose(login.user, assembly.shared.user, assembly.latest.user);
        if (!user || user->empty()) {
            return refuse("-u is missing: who is mining? For example -u ADDRESS.rig1");
        }
        const auto password =
            choose(login.password, assembly.shared.password, assembly.latest.password);
        pools.push_back({*url, *user, password.value_or("x")});
    }
    return pools;
}

/// The name as this miner knows it: small letters, and sha256d for what others call sha256.
std::string algorithm_name(std::string text) {
    std::ranges::transform(text, text.begin(), to_lower);
    return text == "sha256" ? "sha256d" : text;
}

/// Without -a the kernel's name says the algorithm, else mining is sha256d and the other commands
/// take them all.
std::optional<std::string> choose_algorithm(Options& options) {
    const std::string given = std::exchange(options.algorithm, algorithm_name(options.algorithm));
    const std::size_t slash = options.kernel.find('/');
    if (options.algorithm.empty() && slash != std::string::npos) {
        options.algorithm = options.kernel.substr(0, slash);
    }
    if (options.algorithm.empty()) {
        options.algorithm = options.command == Command::mine ? "sha256d" : "";
        return std::nullopt;
    }
    const std::string known_prefix = "; known: ";
    if (kernels::find_algorithm(options.algorithm) == nullptr) {
        std::string text = "-a: unknown algorithm \"" + given + "\"";
        std::string separator = known_prefix;
        for (const kernels::Algorithm& algorithm : kernels::algorithms()) {
            text += separator + std::string{algorithm.name};
            separator = ", ";
        }
        return text;
    }
    if (slash != std::string::npos && options.kernel.substr(0, slash) != options.algorithm) {
        return "--kernel: \"" + options.kernel + "\" is not for " + options.algorithm +
               "; the form is ALGORITHM/KERNEL, and --list-devices shows them";
    }
    return std::nullopt;
}

std::optional<std::string> choose_command(const Raw& raw, Options& options) {
    if (raw.benchmark + raw.self_test + raw.list_devices > 1) {
        return "choose one of --benchmark, --self-test and --list-devices";
    }
    options.command = raw.benchmark      ? Command::benchmark
                      : raw.self_test    ? Command::self_test
                      : raw.list_devices ? Command::list_devices
                                         : Command::mine;
    if (options.json && options.command != Command::benchmark) {
        return "--json goes with --benchmark";
    }
    return std::nullopt;
}

std::optional<std::string> fill_in(const Raw& raw, Options& options) {
    using std::chrono::seconds;
    options.threads = static_cast<std::size_t>(raw.threads);
    for (const unsigned intensity : raw.intensities) {
        options.launch_hashes.push_back(std::uint32_t{1} << intensity);
    }
    options.time_limit = seconds{raw.time_limit_s};
    options.benchmark_time = seconds{raw.benchmark_s};
    options.retry_pause = seconds{raw.retry_pause_s};
    options.timeout = seconds{raw.timeout_s};
    options.status_interval = seconds{raw.status_interval_s};
    options.color = !raw.no_color;
    if (raw.retries == 0) {
        return "--retries: 0 rounds are none; right is 1 to 1000000, or -1 for never giving up";
    }
    if (raw.retries > 0) {
        options.rounds_max = static_cast<int>(raw.retries);
    }
    if (!raw.suggested.empty()) {
        double value = 0;
        if (!CLI::detail::lexical_cast(raw.suggested.back(), value) || !std::isfinite(value) ||
            value <= 0) {
            return "--suggest-difficulty: \"" + raw.suggested.back() +
                   "\" is not a number above 0, such as 0.5 or 4096";
        }
        options.suggest_difficulty = protocol::Difficulty{value};
    }
    return std::nullopt;
}

/// What to say of a word that is no option and belongs to none.
std::string describe_unknown(const CLI::App& app, const std::string& word) {
    if (const ForeignFlag* foreign = find_foreign_flag(word)) {
        return advice_on(*foreign, word);
    }
    const std::size_t dashes = std::min<std::size_t>(word.find_first_not_of('-'), 2);
    const std::string name = word.substr(std::min(dashes, word.size()), word.find('=') - dashes);
    const std::vector<std::string> known = option_names(app);
    std::vector<std::string_view> bare;  // so that dashes do not count as letters
    for (const std::string& option : known) {
        bare.push_back(std::string_view(option).substr(2));
    }
    std::string text = (dashes == 0 ? "unexpected word \"" : "unknown option \"") + word + "\"";
    if (const std::string_view near = nearest_name(name, bare); !near.empty()) {
        text += "; did you mean --" + std::string(near) + "?";
    }
    return text + " (--help shows all options)";
}

}  // namespace

std::string agent_text() { return "sluice-miner/" SLUICE_VERSION; }

Result<Options, EarlyExit> parse_options(std::vector<std::string> arguments) {
    CLI::App app{"Sluice miner: proof of work for a Stratum pool", "sluice-miner"};
    app.footer(footer);
    app.allow_extras();  // describe_unknown says more of them than the parser does
    Raw raw;
    const PoolFlags pool_flags = declare_pool_flags(app, raw);
    declare_device_flags(app, raw);
    declare_other_flags(app, raw);
    try {
        std::ranges::reverse(arguments);  // CLI11 takes them last first
        app.parse(arguments);
    } catch (const CLI::CallForHelp&) {
        const std::size_t column = app.get_formatter()->get_column_width();
        return Unexpected{EarlyExit{ExitCode::ok, wrap_help(app.help(), column)}};
    } catch (const CLI::CallForVersion&) {
        return Unexpected{EarlyExit{ExitCode::ok, agent_text() + "\n"}};
    } catch (const CLI::ParseError& error) {
        return refuse(plain_text(app, error) + " (--help shows all options)");
    }
    std::vector<std::string> unknown_words = app.remaining();
    raw.options.notes = remove_needless(unknown_words);
    for (const std::string& unknown : unknown_words) {
        if (unknown != "--") {  // the parser keeps the mark that ends the options
            return refuse(describe_unknown(app, unknown));
        }
    }
    Options options = std::move(raw.options);
    for (const auto& mistake :
         {choose_command(raw, options), choose_algorithm(options), fill_in(raw, options)}) {
        if (mistake) {
            return refuse(*mistake);
        }
    }
    if (options.command == Command::mine) {
        const auto assembly = walk_in_order(app, pool_flags, raw);
        if (!assembly) {
            return Unexpected{assembly.error()};
        }
        auto pools = assemble_pools(*assembly);
        if (!pools) {
            return Unexpected{pools.error()};
        }
        options.pools = *std::move(pools);
    }
    return options;
}

}  // namespace sluice::miner
