// sluice-swarm: a load tool for Stratum V1 pools. docs/load-testing.md says how to use it.

#include "tests/bench/swarm/report.hpp"
#include "tests/bench/swarm/swarm.hpp"

#include <sys/resource.h>

#include <nlohmann/json.hpp>

#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

namespace sluice::swarm {
namespace {

/// Descriptors besides those of clients: standard streams, epoll, timers, /proc.
constexpr rlim_t descriptors_besides = 64;

/// Takes as many descriptors as the system allows. Throws when they are too few.
void take_descriptors(std::size_t clients, std::size_t threads) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    const rlim_t wanted = clients + 4 * threads + descriptors_besides;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < wanted) {
        throw std::runtime_error(std::to_string(clients) + " clients take " +
                                 std::to_string(wanted) + " open files and 'ulimit -Hn' is " +
                                 std::to_string(limit.rlim_max));
    }
}

int run(int argc, char** argv) {
    const auto settings = parse_command_line(argc, argv);
    if (!settings) {
        return settings.error();
    }
    if (!settings->pool.address().is_loopback()) {
        std::cerr << "loading " << settings->pool << ", which is another machine\n";
    }
    take_descriptors(settings->mix.total(), settings->threads);
    const Outcome outcome = run_swarm(*settings);
    if (settings->json) {
        std::cout << report_json(*settings, outcome)
                         .dump(2, ' ', true, nlohmann::json::error_handler_t::replace)
                  << "\n";
    } else {
        std::cout << report_text(*settings, outcome);
    }
    std::cout.flush();
    return std::cout ? 0 : 1;
}

}  // namespace
}  // namespace sluice::swarm

int main(int argc, char** argv) {
    try {
        return sluice::swarm::run(argc, argv);
    } catch (const std::exception& error) {
        std::cerr << "error: " << error.what() << "\n";
        return 1;
    }
}
