// Checks every kernel that this machine can run, in each of its launch shapes, against the
// reference, with nothing but the kernels library: for emulators, for other architectures and for
// GPU machines without the tests' packages.
//
//   kernel_check [ROUNDS] [FILTER]    random scans for each kernel and shape, by default 60, of the
//                                     kernels that the filter selects: "cuda0 sha256d"
//
// Prints a line for each backend without a device and for each kernel, and ends with status 0 when
// all kernels agree with the reference.

#include "kernels/registry/algorithms.hpp"
#include "kernels/registry/devices.hpp"
#include "kernels/tools/kernel_filter.hpp"
#include "kernels/verify/reference_scan.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

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
    const std::uint64_t last = algorithm.family.nonce_max();
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

/// Whether the scan found what it should have, `expected` in order.
bool finds(ScanResult result, NonceRange range, const std::vector<Hit>& expected) {
    const bool agrees = result.overflowed == (expected.size() > hits_max) &&
                        (result.overflowed || in_order(std::move(result.hits)) == expected);
    return agrees && result.nonces_done == range.count && result.hardware_errors == 0 &&
           result.device_error.empty();
}

/// Scans of few nonces, which the reference hashes too. What is wrong, or an empty text.
std::string check_few(const Algorithm& algorithm, Scanner& scanner, int rounds) {
    std::mt19937 random(64);
    for (int i = 0; i < rounds; ++i) {
        const Work work = random_work(random);
        const NonceRange range = random_range(algorithm, random);
        if (!finds(scan(scanner, work, range), range, reference_scan(algorithm, work, range))) {
            return "scan " + std::to_string(i) + " differs from the reference";
        }
    }
    return {};
}

/// A scan that fills a GPU, at the end of the nonce space, with the hits that the CPU's kernel
/// finds.
struct WideScan {
    Work work;
    NonceRange range;
    std::vector<Hit> expected;
};

/// A target with as many leading zero bits as give a few hundred hits.
WideScan make_wide_scan(const Algorithm& algorithm, Device& cpu) {
    const bool slow = is_slow(algorithm);
    const std::uint64_t count = slow ? 1U << 12 : (1U << 22) + 12345;
    const int zero_bytes = slow ? 0 : 1;
    WideScan wide;
    std::mt19937 random(65);
    wide.work = random_work(random);
    wide.work.version_count = 3;
    wide.work.target.fill(0xff);
    std::ranges::fill(std::span(wide.work.target).last(static_cast<std::size_t>(zero_bytes)),
                      std::uint8_t{0});
    wide.work.target[static_cast<std::size_t>(31 - zero_bytes)] = slow ? 0x07 : 0x01;
    wide.range = {(std::uint64_t{1} << 32) - count, count};
    const auto made = cpu.make_scanner(algorithm, "");
    wide.expected = in_order(scan(*made.scanner, wide.work, wide.range).hits);
    return wide;
}

/// What of a wide scan takes a device, such as a CPU, about a second; all of it if that takes less.
WideScan part_of(const WideScan& wide, Scanner& scanner) {
    using Clock = std::chrono::steady_clock;
    const std::uint64_t sample = wide.range.count / 64;
    const auto start = Clock::now();
    (void)scan(scanner, wide.work, {wide.range.first, sample});
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    const double fitting = static_cast<double>(sample) / std::max(1e-6, seconds);
    WideScan part = wide;
    if (fitting < static_cast<double>(wide.range.count)) {
        part.range.count = std::max(sample, static_cast<std::uint64_t>(fitting));
    }
    std::erase_if(part.expected,
                  [&](const Hit& hit) { return hit.nonce - part.range.first >= part.range.count; });
    return part;
}

/// Checks one kernel in one shape.
std::string check_shape(const Algorithm& algorithm, Device& device, const std::string& kernel,
                        const LaunchShape& shape, int rounds, const WideScan* wide) {
    const auto made = device.make_scanner(algorithm, kernel, shape);
    if (made.scanner == nullptr) {
        return made.error;
    }
    std::string wrong = check_few(algorithm, *made.scanner, rounds);
    if (wrong.empty() && wide != nullptr) {
        const auto [work, range, expected] = part_of(*wide, *made.scanner);
        if (!finds(scan(*made.scanner, work, range), range, expected)) {
            wrong = "a wide scan differs from the CPU's";
        }
    }
    return wrong;
}

/// Checks one kernel in all of its shapes.
std::string check(const Algorithm& algorithm, Device& device, const std::string& kernel, int rounds,
                  const WideScan* wide) {
    auto shapes = device.launch_shapes(algorithm, kernel);
    shapes.insert(shapes.begin(), LaunchShape{});
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const std::string wrong = check_shape(algorithm, device, kernel, shapes[i], rounds, wide);
        if (!wrong.empty()) {
            return "launch shape " + std::to_string(i) + ": " + wrong;
        }
    }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 60;
    const std::string filter = argc > 2 ? argv[2] : "";
    bool all_agree = true;
    const DeviceList list = search_devices({});
    for (const auto* lines : {&list.failed, &list.absent}) {
        for (const std::string& line : *lines) {
            std::printf("%s\n", line.c_str());
        }
    }
    for (const auto& device : list.devices) {
        const DeviceInfo& info = device->info();
        for (const Algorithm& algorithm : algorithms()) {
            std::optional<WideScan> wide;
            for (const KernelInfo& kernel : device->kernels(algorithm)) {
                const std::string name =
                    device_name(info) + " " + qualified_name(algorithm, kernel.name);
                if (!selects(filter, name)) {
                    continue;
                }
                if (!wide && info.backend != "cpu") {
                    wide = make_wide_scan(algorithm, *list.devices.front());
                }
                std::string verdict = "cannot run here, " + kernel.ineligible;
                if (kernel.eligible) {
                    const std::string wrong =
                        check(algorithm, *device, kernel.name, rounds, wide ? &*wide : nullptr);
                    all_agree = all_agree && wrong.empty();
                    verdict = wrong.empty() ? "agrees with the reference" : "FAILS: " + wrong;
                }
                std::printf("%s: %s\n", name.c_str(), verdict.c_str());
                std::fflush(stdout);
            }
        }
    }
    return all_agree ? EXIT_SUCCESS : EXIT_FAILURE;
}
