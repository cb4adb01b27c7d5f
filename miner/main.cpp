/// sluice-miner: reads the command line and runs the command it names.

#include "kernels/algorithm.hpp"
#include "kernels/device.hpp"
#include "miner/benchmark.hpp"
#include "miner/benchmark_report.hpp"
#include "miner/device_report.hpp"
#include "miner/mining.hpp"
#include "miner/options.hpp"
#include "miner/reporter.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace {

using namespace sluice;
using miner::ExitCode;

void print(std::FILE* stream, const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stream);
}

ExitCode benchmark(const miner::Options& options) {
    const auto devices = kernels::enumerate_devices().devices;
    std::vector<miner::BenchmarkRow> rows;
    const miner::BenchmarkSettings settings{.threads = std::max<std::size_t>(1, options.threads),
                                            .time_per_kernel = options.benchmark_time,
                                            .kernel = options.kernel};
    for (const kernels::Algorithm& algorithm : kernels::algorithms()) {
        if (!options.algorithm.empty() && options.algorithm != algorithm.name) {
            continue;
        }
        for (const auto& device : devices) {
            const auto measured = miner::run_benchmark(*device, algorithm, settings);
            rows.insert(rows.end(), measured.begin(), measured.end());
        }
    }
    if (rows.empty()) {
        print(stderr, "sluice-miner: --kernel: " + miner::no_such_kernel(options.kernel, devices));
        return ExitCode::usage;
    }
    print(stdout, options.json ? miner::benchmark_json(rows) : miner::benchmark_table(rows));
    return miner::all_right(rows) ? ExitCode::ok : ExitCode::no_device;
}

ExitCode self_test(const miner::Options& options) {
    const auto devices = kernels::enumerate_devices().devices;
    const miner::SelfTestReport report = miner::self_test(devices, options.kernel);
    if (!options.kernel.empty() && report.kernels == 0) {
        print(stderr, "sluice-miner: --kernel: " + miner::no_such_kernel(options.kernel, devices));
        return ExitCode::usage;
    }
    print(stdout, report.text);
    return report.passed ? ExitCode::ok : ExitCode::no_device;
}

ExitCode run(const miner::Options& options) {
    switch (options.command) {
        case miner::Command::benchmark:
            return benchmark(options);
        case miner::Command::self_test:
            return self_test(options);
        case miner::Command::list_devices:
            print(stdout, miner::device_list(kernels::enumerate_devices().devices));
            return ExitCode::ok;
        case miner::Command::mine: {
            miner::Reporter reporter{options};
            miner::MiningRun mining{options, reporter};
            return mining.run();
        }
    }
    return ExitCode::failure;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const auto options = miner::parse_options({argv + 1, argv + argc});
        if (!options) {
            const miner::EarlyExit& exit = options.error();
            const bool is_mistake = exit.code != ExitCode::ok;
            print(is_mistake ? stderr : stdout,
                  is_mistake ? "sluice-miner: " + exit.text + "\n" : exit.text);
            return static_cast<int>(exit.code);
        }
        return static_cast<int>(run(*options));
    } catch (const std::exception& error) {
        print(stderr, std::string{"sluice-miner: "} + error.what() + "\n");
        return static_cast<int>(ExitCode::failure);
    }
}
