// Checks every kernel that this machine can run against the reference, with nothing but the kernels
// library: for emulators, for other architectures and for GPU machines without the tests' packages.
//
//   kernel_check [ROUNDS]    random scans per kernel, by default 60
//
// Prints a line for each backend without a device and for each kernel, and ends with status 0 when
// all kernels agree with the reference.

#include "kernels/device.hpp"
#include "kernels/reference_scan.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

namespace {

using namespace sluice::kernels;

constexpr std::uint64_t nonces_max = 90;  // of a scan; the reference hashes each of them too

/// A random header, up to versions_max versions, and a target that one hash in two to one in 2^9
/// meets. Every sixth target is all ones or all zeros in its top word.
Work random_work(std::mt19937& random) {
    Work work;
    for (auto& byte : work.header) {
        byte = static_cast<std::uint8_t>(random());
    }
    work.version_count = static_cast<std::uint32_t>(random() % (versions_max + 1));
    for (auto& version : work.versions) {
        version = static_cast<std::uint32_t>(random());
    }
    const auto top_bytes = std::span(work.target).last<4>();
    work.target.fill(0xff);
    switch (random() % 12) {
        case 0:
            break;
        case 1:
            std::ranges::fill(top_bytes, std::uint8_t{0});
            break;
        default:
            top_bytes[3] = static_cast<std::uint8_t>(random() >> (random() % 8 + 24));
            top_bytes[2] = static_cast<std::uint8_t>(random());
    }
    return work;
}

/// Near the start, the end or anywhere in the nonce space.
NonceRange random_range(const Algorithm& algorithm, std::mt19937& random) {
    const std::uint64_t last = ~std::uint64_t{0} >> (64 - 8 * algorithm.nonce_size);
    const std::uint64_t count = 1 + random() % nonces_max;
    switch (random() % 3) {
        case 0:
            return {last - count + 1, count};
        case 1:
            return {random() % 20, count};
        default:
            return {random() % (last - count), count};
    }
}

/// What is wrong with the kernel, or an empty text.
std::string check(const Algorithm& algorithm, Scanner& scanner, int rounds) {
    std::mt19937 random(64);
    for (int i = 0; i < rounds; ++i) {
        const Work work = random_work(random);
        const NonceRange range = random_range(algorithm, random);
        const auto expected = reference_scan(algorithm, work, range);
        ScanResult result = scan(scanner, work, range);
        const bool agrees = result.overflowed == (expected.size() > hits_max) &&
                            (result.overflowed || in_order(result.hits) == expected);
        if (!agrees || result.nonces_done != range.count || result.hardware_errors != 0 ||
            !result.device_error.empty()) {
            return "scan " + std::to_string(i) + " differs from the reference";
        }
    }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 60;
    bool all_agree = true;
    const DeviceList list = enumerate_devices();
    for (const std::string& line : list.absent) {
        std::printf("%s\n", line.c_str());
    }
    for (const auto& device : list.devices) {
        for (const Algorithm& algorithm : algorithms()) {
            for (const KernelInfo& kernel : device->kernels(algorithm)) {
                std::string verdict = "cannot run here, " + kernel.ineligible;
                if (kernel.eligible) {
                    const auto made = device->make_scanner(algorithm, kernel.name);
                    const std::string wrong =
                        made.scanner ? check(algorithm, *made.scanner, rounds) : made.error;
                    all_agree = all_agree && wrong.empty();
                    verdict = wrong.empty() ? "agrees with the reference" : "FAILS: " + wrong;
                }
                std::printf("%s %s/%s: %s\n", device->info().backend.c_str(),
                            std::string(algorithm.name).c_str(), kernel.name.c_str(),
                            verdict.c_str());
            }
        }
    }
    return all_agree ? EXIT_SUCCESS : EXIT_FAILURE;
}
