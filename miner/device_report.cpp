#include "miner/device_report.hpp"

#include "kernels/algorithm.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstdint>

namespace sluice::miner {
namespace {

/// Nonces scanned on either side of a known one; of a slow hash what takes the reference seconds.
std::uint64_t window_half_of(const kernels::Algorithm& algorithm) {
    return algorithm.reference_hash_us < 100 ? 5000 : 500;
}

std::uint64_t nonce_of(const kernels::Algorithm& algorithm, const kernels::KnownHeader& known) {
    std::uint64_t nonce = 0;
    for (std::size_t i = algorithm.nonce_size; i-- > 0;) {
        nonce = nonce << 8 | known.header[algorithm.nonce_offset + i];
    }
    return nonce;
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

}  // namespace

std::string device_list(std::span<const std::unique_ptr<kernels::Device>> devices) {
    std::string text;
    for (const auto& device : devices) {
        const kernels::DeviceInfo& info = device->info();
        text += fmt::format("{}{}: {}, {} parallel scanner(s)\n", info.backend, info.index,
                            info.name, info.parallel_scanners);
        for (const kernels::Algorithm& algorithm : kernels::algorithms()) {
            for (const kernels::KernelInfo& kernel : device->kernels(algorithm)) {
                text +=
                    fmt::format("  {:<18} {}\n", fmt::format("{}/{}", algorithm.name, kernel.name),
                                kernel.eligible ? "eligible" : "no: " + kernel.ineligible);
            }
        }
    }
    return text.empty() ? "no device\n" : text;
}

SelfTestReport self_test(std::span<const std::unique_ptr<kernels::Device>> devices,
                         std::string_view only) {
    SelfTestReport report;
    int passed = 0;
    int failed = 0;
    for (const auto& device : devices) {
        for (const kernels::Algorithm& algorithm : kernels::algorithms()) {
            for (const kernels::KernelInfo& kernel : device->kernels(algorithm)) {
                const std::string name = fmt::format("{}/{}", algorithm.name, kernel.name);
                if (!only.empty() && only != name && only != kernel.name) {
                    continue;
                }
                ++report.kernels;
                std::string verdict = "not eligible: " + kernel.ineligible;
                if (kernel.eligible) {
                    const std::string mistake = check(*device, algorithm, kernel.name);
                    ++(mistake.empty() ? passed : failed);
                    verdict = mistake.empty() ? "ok" : "FAILED: " + mistake;
                }
                report.text += fmt::format("{:<18} {}\n", name, verdict);
            }
        }
    }
    report.text += fmt::format("{} passed, {} failed\n", passed, failed);
    report.passed = passed > 0 && failed == 0;
    return report;
}

std::string no_such_kernel(std::string_view kernel,
                           std::span<const std::unique_ptr<kernels::Device>> devices) {
    return fmt::format("no kernel \"{}\"; there are:\n{}", kernel, device_list(devices));
}

}  // namespace sluice::miner
