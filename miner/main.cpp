/// sluice-miner: reads the command line and runs the command it names.

#include "kernels/algorithm.hpp"
#include "kernels/device.hpp"
#include "miner/benchmark.hpp"
#include "miner/benchmark_report.hpp"
#include "miner/device_report.hpp"
#include "miner/device_selection.hpp"
#include "miner/kernel_profile.hpp"
#include "miner/mining.hpp"
#include "miner/options.hpp"
#include "miner/reporter.hpp"
#include "miner/telemetry/sensors.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace sluice;
using miner::ExitCode;

void print(std::FILE* stream, const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stream);
}

/// The devices that --devices names, or all.
Result<std::vector<kernels::Device*>> devices_of(const kernels::DeviceList& list,
                                                 const std::string& names) {
    std::vector<kernels::Device*> devices;
    if (names.empty()) {
        for (const auto& device : list.devices) {
            devices.push_back(device.get());
        }
        return devices;
    }
    const auto places = miner::find_devices(list.devices, names, list.absent);
    if (!places) {
        return Unexpected{places.error()};
    }
    for (const std::size_t place : *places) {
        devices.push_back(list.devices[place].get());
    }
    return devices;
}

miner::BenchmarkSettings benchmark_settings(const miner::Options& options,
                                            const miner::KernelProfile& profile,
                                            miner::Sensors& sensors) {
    return {.threads = std::max<std::size_t>(1, options.threads),
            .time_per_kernel = options.benchmark_time,
            .kernel = options.kernel,
            .every_shape = options.tune,
            .shape_of =
                [&](const kernels::Device& device, const kernels::Algorithm& algorithm,
                    const std::string& kernel) {
                    const auto known = profile.find(device.info(), algorithm.name).tuned;
                    kernels::LaunchShape shape =
                        known && known->kernel == kernel ? known->shape : kernels::LaunchShape{};
                    if (!options.launch_hashes.empty() && device.info().backend != "cpu") {
                        shape.launch_hashes = options.launch_hashes.front();
                    }
                    return shape;
                },
            .sensors = &sensors};
}

ExitCode benchmark(const miner::Options& options, const kernels::DeviceList& list,
                   std::span<kernels::Device* const> devices) {
    const miner::KernelProfile profile{options.profile};
    miner::Sensors sensors;
    const miner::BenchmarkSettings settings = benchmark_settings(options, profile, sensors);
    std::vector<miner::BenchmarkRow> rows;
    for (const kernels::Algorithm& algorithm : kernels::algorithms()) {
        if (!options.algorithm.empty() && options.algorithm != algorithm.name) {
            continue;
        }
        for (kernels::Device* device : devices) {
            const auto measured = miner::run_benchmark(*device, algorithm, settings);
            rows.insert(rows.end(), measured.begin(), measured.end());
        }
    }
    if (rows.empty()) {
        print(stderr, "sluice-miner: --kernel: " + miner::no_such_kernel(options.kernel, list));
        return ExitCode::usage;
    }
    print(stdout, options.json ? miner::benchmark_json(rows) : miner::benchmark_table(rows));
    return miner::all_right(rows) ? ExitCode::ok : ExitCode::no_device;
}

ExitCode self_test(const miner::Options& options, const kernels::DeviceList& list,
                   std::span<kernels::Device* const> devices) {
    const miner::SelfTestReport report = miner::self_test(devices, options.kernel);
    if (!options.kernel.empty() && report.kernels == 0) {
        print(stderr, "sluice-miner: --kernel: " + miner::no_such_kernel(options.kernel, list));
        return ExitCode::usage;
    }
    print(stdout, report.text);
    return report.passed ? ExitCode::ok : ExitCode::no_device;
}

ExitCode run(const miner::Options& options) {
    kernels::DeviceList list = kernels::enumerate_devices();
    if (options.command == miner::Command::mine) {
        miner::Reporter reporter{options};
        miner::MiningRun mining{options, reporter, std::move(list)};
        return mining.run();
    }
    const auto devices = devices_of(list, options.devices);
    if (!devices) {
        print(stderr, "sluice-miner: --devices: " + devices.error() + "\n");
        return ExitCode::usage;
    }
    switch (options.command) {
        case miner::Command::benchmark:
            return benchmark(options, list, *devices);
        case miner::Command::self_test:
            return self_test(options, list, *devices);
        case miner::Command::list_devices:
            print(stdout, miner::device_list(list));
            return ExitCode::ok;
        case miner::Command::mine:
            break;
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
        for (const std::string& note : options->notes) {
            print(stderr, "sluice-miner: " + note + "\n");
        }
        return static_cast<int>(run(*options));
    } catch (const std::exception& error) {
        print(stderr, std::string{"sluice-miner: "} + error.what() + "\n");
        return static_cast<int>(ExitCode::failure);
    }
}
