#include "kernels/registry/devices.hpp"

#include "base/child_process.hpp"
#include "base/printable.hpp"
#include "kernels/cpu/cpu_device.hpp"
#include "kernels/gpu/cuda/cuda_devices.hpp"
#include "kernels/gpu/opencl/opencl_devices.hpp"
#include "kernels/registry/algorithms.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace sluice::kernels {
namespace {

constexpr Backend backend_table[] = {
    {"cpu", "CPU",
     [](DeviceList& list, const DriverNotice&) { list.devices.push_back(make_cpu_device()); },
     false},
    {"cuda", "CUDA", add_cuda_devices, true},
    {"opencl", "OpenCL", add_opencl_devices, true},
};

/// Drivers of one backend that may fail before the whole backend is left out.
constexpr int failures_max = 8;

using Names = std::set<std::string>;

/// All that listing devices calls: also which kernels a device can run.
void list_devices(const Backend& backend, const DriverNotice& notice) {
    DeviceList list;
    backend.add_devices(list, notice);
    for (const auto& device : list.devices) {
        for (const Algorithm& algorithm : algorithms()) {
            (void)device->kernels(algorithm);
        }
    }
}

/// The last line with a word in it.
std::string last_line(std::string_view text) {
    const std::size_t end = text.find_last_not_of(" \r\n");
    text = text.substr(0, end == std::string_view::npos ? 0 : end + 1);
    return printable(text.substr(text.find_last_of('\n') + 1));
}

std::string failure_line(const Backend& backend, const std::string& driver,
                         const ChildResult& result) {
    const std::string words = last_line(result.output);
    return std::string(backend.title) + ": " +
           (driver.empty() ? "its driver" : "the driver \"" + driver + "\"") + " " +
           result.failure + " while devices are listed, and is left out" +
           (words.empty() ? "" : "; it wrote: " + words);
}

/// The drivers that fail; nothing where the whole backend does.
std::optional<Names> find_bad_drivers(const Backend& backend, const DeviceSearch& search,
                                      std::vector<std::string>& failed) {
    const ChildLimits limits{
        .time_max = search.time_max, .slow_after = search.slow_after, .on_slow = [&] {
            if (search.on_slow) {
                search.on_slow(backend.title);
            }
        }};
    Names bad;
    for (int failures = 0; failures < failures_max; ++failures) {
        const ChildResult result = run_in_child(
            [&](const ChildReport& report) {
                list_devices(backend, [&](const std::string& driver) {
                    if (bad.contains(driver)) {
                        return false;
                    }
                    report(driver + "\n");
                    return true;
                });
            },
            limits);
        if (result.ended_well) {
            return bad;
        }
        const std::string driver = last_line(result.report);
        failed.push_back(failure_line(backend, driver, result));
        if (driver.empty() || !bad.insert(driver).second) {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

}  // namespace

std::span<const Backend> backends() noexcept { return backend_table; }

DeviceList search_devices(const DeviceSearch& search, std::span<const Backend> among) {
    DeviceList list;
    for (const Backend& backend : among) {
        if (backend.asks_drivers && !search.backends.empty() &&
            std::ranges::count(search.backends, backend.name) == 0) {
            list.absent.push_back(std::string(backend.title) +
                                  ": not asked, because no device of it is named");
            continue;
        }
        const auto bad = backend.asks_drivers ? find_bad_drivers(backend, search, list.failed)
                                              : std::optional(Names{});
        if (bad) {
            backend.add_devices(list,
                                [&](const std::string& driver) { return !bad->contains(driver); });
        }
    }
    return list;
}

DeviceList enumerate_devices() {
    DeviceList list;
    for (const Backend& backend : backends()) {
        backend.add_devices(list, ask_every_driver);
    }
    return list;
}

}  // namespace sluice::kernels
