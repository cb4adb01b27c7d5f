#include "miner/ui/device_report.hpp"

#include "kernels/api/algorithm.hpp"
#include "kernels/registry/algorithms.hpp"
#include "miner/devices/device_selection.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstdint>

namespace sluice::miner {
namespace {

/// Nonces scanned on either side of a known one; of a slow hash what takes the reference seconds.
std::uint64_t window_half_of(const kernels::Algorithm& algorithm) {
    return is_slow(algorithm) ? 500 : 5000;
}

/// Whether a scan around the known nonce, with the known hash as the target, hits it and no other.
bool finds(kernels::Scanner& scanner, const kernels::Algorithm& algorithm,
           const kernels::KnownHeader& known) {
    kernels::Work work;
    work.header = known.header;
    work.target = known.hash;
    const std::uint64_t nonce = nonce_of(algorithm, known);
    const std::uint64_t window_half = window_half_of(algorithm);
    const std::uint64_t first = nonce - std::min(nonce, window_half);
    const std::uint64_t end = std::min(nonce + window_half, std::uint64_t{1} << 32);
    const kernels::ScanResult result = kernels::scan(scanner, work, {first, end - first});
    return result.hits.size() == 1 && result.hits.front().nonce == nonce &&
           result.hits.front().hash == known.hash;
}

std::string check(kernels::Device& device, const kernels::Algorithm& algorithm,
                  const std::string& kernel) {
    const kernels::MakeScannerResult made = device.make_scanner(algorithm, kernel);
    if (made.scanner == nullptr) {
        return made.error;
    }
    for (const kernels::KnownHeader& known : algorithm.known_headers()) {
        if (!finds(*made.scanner, algorithm, known)) {
            return fmt::format("did not find the known nonce {:08x}", nonce_of(algorithm, known));
        }
    }
    return {};
}

/// "cuda0: NVIDIA H100, 79.1 GiB, NVIDIA 550.54.15, CUDA 12.4, PCI 0000:01:00.0".
std::string description(const kernels::DeviceInfo& info) {
    constexpr double gib = 1 << 30;
    std::string text = device_name(info) + ": " + info.name;
    if (info.memory_bytes != 0) {
        text += fmt::format(", {:.1f} GiB", static_cast<double>(info.memory_bytes) / gib);
    }
    if (!info.driver.empty()) {
        text += ", " + info.driver;
    }
    if (!info.pci_bus_id.empty()) {
        text += ", PCI " + info.pci_bus_id;
    }
    if (info.parallel_scanners > 1) {
        text += fmt::format(", {} threads", info.parallel_scanners);
    }
    return info.selected_by_default ? text : text + ", used only when named";
}

}  // namespace

std::string device_list(const kernels::DeviceList& list) {
    std::string text;
    for (std::size_t place = 0; place < list.devices.size(); ++place) {
        const kernels::Device& device = *list.devices[place];
        text += fmt::format("{} {}\n", place, description(device.info()));
        for (const kernels::Algorithm& algorithm : kernels::algorithms()) {
            for (const kernels::KernelInfo& kernel : device.kernels(algorithm)) {
                text += fmt::format("    {:<20} {}\n",
                                    fmt::format("{}/{}", algorithm.name, kernel.name),
                                    kernel.eligible ? "eligible" : "no: " + kernel.ineligible);
            }
        }
    }
    for (const auto* lines : {&list.failed, &list.absent}) {
        for (const std::string& line : *lines) {
            text += "- " + line + "\n";
        }
    }
    return text.empty() ? "no device\n" : text;
}

SelfTestReport self_test(std::span<kernels::Device* const> devices, const SelfTestScope& scope) {
    SelfTestReport report;
    int passed = 0;
    int failed = 0;
    for (kernels::Device* const device : devices) {
        for (const kernels::Algorithm& algorithm : kernels::algorithms()) {
            for (const kernels::KernelInfo& kernel : device->kernels(algorithm)) {
                const std::string name = fmt::format("{}/{}", algorithm.name, kernel.name);
                if ((!scope.algorithm.empty() && scope.algorithm != algorithm.name) ||
                    !names_kernel(scope.kernel, algorithm, kernel.name)) {
                    continue;
                }
                ++report.kernels;
                std::string verdict = "not eligible: " + kernel.ineligible;
                if (kernel.eligible) {
                    const std::string mistake = check(*device, algorithm, kernel.name);
                    ++(mistake.empty() ? passed : failed);
                    verdict = mistake.empty() ? "ok" : "FAILED: " + mistake;
                }
                report.text +=
                    fmt::format("{:<8} {:<20} {}\n", device_name(device->info()), name, verdict);
            }
        }
    }
    report.text += fmt::format("{} passed, {} failed\n", passed, failed);
    report.passed = passed > 0 && failed == 0;
    return report;
}

std::string no_such_kernel(std::string_view kernel, const kernels::DeviceList& list) {
    return fmt::format("no kernel \"{}\"; there are:\n{}", kernel, device_list(list));
}

}  // namespace sluice::miner
