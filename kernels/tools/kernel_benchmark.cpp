// Measures every kernel in each of its launch shapes and with several numbers of header versions,
// with nothing but the kernels library: for GPU machines without the packages of the miner.
//
//   kernel_benchmark --list
//       a line for each kernel that runs here: "cuda0 sha256d/cuda"
//   kernel_benchmark --devices
//       a line of JSON for each device, with what runs kernels on it, and for each absent backend
//   kernel_benchmark FILTER SECONDS [SAMPLES]
//       a line of JSON for each shape of the kernels that the filter selects, in about that time;
//       SAMPLES is a file that nvidia-smi writes meanwhile (sensor_samples.hpp)
//
// In each of five rounds all shapes take turns; the medians of the rounds are given. Where making
// scanners takes long, there are fewer rounds, but one at least.

#include "kernels/bench/json_object.hpp"
#include "kernels/bench/sensor_samples.hpp"
#include "kernels/bench/shape_benchmark.hpp"
#include "kernels/registry/algorithms.hpp"
#include "kernels/registry/devices.hpp"
#include "kernels/tools/kernel_filter.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace sluice::kernels;
using std::chrono::milliseconds;

constexpr int rounds = 5;
constexpr milliseconds turn_min{100};
constexpr milliseconds turn_max{1500};

std::string name_of(const Device& device, const Algorithm& algorithm, const std::string& kernel) {
    return device_name(device.info()) + " " + qualified_name(algorithm, kernel);
}

template <class Visit>
void for_each_kernel(const DeviceList& list, std::string_view filter, Visit visit) {
    for (const auto& device : list.devices) {
        for (const Algorithm& algorithm : algorithms()) {
            for (const KernelInfo& kernel : device->kernels(algorithm)) {
                if (kernel.eligible && selects(filter, name_of(*device, algorithm, kernel.name))) {
                    visit(*device, algorithm, kernel.name);
                }
            }
        }
    }
}

/// Every shape with the versions that it is made for, and the default shape with one version and
/// with as many as a CPU's kernels like.
void add_contenders(std::vector<ShapeBenchmark>& contenders, Device& device,
                    const Algorithm& algorithm, const std::string& kernel) {
    contenders.emplace_back(device, algorithm, kernel, LaunchShape{}, 1);
    const auto shapes = device.launch_shapes(algorithm, kernel);
    if (shapes.empty()) {
        contenders.emplace_back(device, algorithm, kernel, LaunchShape{}, 8);
    }
    for (const LaunchShape& shape : shapes) {
        contenders.emplace_back(device, algorithm, kernel, shape,
                                std::max(1U, shape[launch::versions]));
    }
}

void print_devices(const DeviceList& list) {
    for (const auto& device : list.devices) {
        const DeviceInfo& info = device->info();
        JsonObject object;
        object.add("device", device_name(info));
        object.add("name", info.name);
        object.add("driver", info.driver);
        object.add("pci_bus_id", info.pci_bus_id);
        object.add("memory_bytes", info.memory_bytes);
        object.add("parallel_scanners", info.parallel_scanners);
        std::printf("%s\n", object.text().c_str());
    }
    for (const auto* lines : {&list.failed, &list.absent}) {
        for (const std::string& why : *lines) {
            JsonObject object;
            object.add("absent", why);
            std::printf("%s\n", object.text().c_str());
        }
    }
}

int benchmark(const DeviceList& list, std::string_view filter, double seconds,
              const std::string& samples) {
    std::vector<ShapeBenchmark> contenders;
    for_each_kernel(list, filter,
                    [&](Device& device, const Algorithm& algorithm, const std::string& kernel) {
                        add_contenders(contenders, device, algorithm, kernel);
                    });
    if (contenders.empty()) {
        std::fprintf(stderr, "no kernel is called \"%.*s\"; --list shows them\n",
                     static_cast<int>(filter.size()), filter.data());
        return EXIT_FAILURE;
    }
    const milliseconds turn =
        std::clamp(milliseconds{static_cast<int>(seconds * 1000 / rounds /
                                                 static_cast<double>(contenders.size()))},
                   turn_min, turn_max);
    constexpr double overtime = 1.25;
    const auto start = std::chrono::steady_clock::now();
    const auto has_time_after = [&](int done) {  // for a round like those
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        return done == 0 || taken.count() / done * (done + 1) < overtime * seconds;
    };
    for (int round = 0; round < rounds && has_time_after(round); ++round) {
        for (ShapeBenchmark& contender : contenders) {
            contender.take_turn(turn);
        }
    }
    for (const ShapeBenchmark& contender : contenders) {
        std::printf("%s\n", contender.json(SensorSamples::read(samples)).c_str());
    }
    return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const DeviceList list = search_devices({});
    if (arguments == std::vector<std::string>{"--devices"}) {
        print_devices(list);
        return EXIT_SUCCESS;
    }
    if (arguments == std::vector<std::string>{"--list"}) {
        for_each_kernel(list, "",
                        [](Device& device, const Algorithm& algorithm, const std::string& kernel) {
                            std::printf("%s\n", name_of(device, algorithm, kernel).c_str());
                        });
        return EXIT_SUCCESS;
    }
    const double seconds = arguments.size() >= 2 ? std::atof(arguments[1].c_str()) : 0;
    if (seconds <= 0 || arguments.size() > 3) {
        std::fprintf(stderr,
                     "usage: kernel_benchmark --list | --devices | FILTER SECONDS [SAMPLES]\n");
        return EXIT_FAILURE;
    }
    return benchmark(list, arguments[0], seconds, arguments.size() == 3 ? arguments[2] : "");
}
