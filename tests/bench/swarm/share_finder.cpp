#include "tests/bench/swarm/share_finder.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

namespace sluice::swarm {

namespace {

/// Time of a scan that tells kernels apart: one is a hundred times slower in a debug build.
std::chrono::nanoseconds time_scan(kernels::Scanner& scanner, const kernels::Algorithm& algorithm) {
    const std::uint64_t nonces = std::max<std::uint64_t>(16, 2048 / algorithm.reference_hash_us);
    const auto start = std::chrono::steady_clock::now();
    static_cast<void>(kernels::scan(scanner, kernels::Work{}, {0, nonces}));
    return std::chrono::steady_clock::now() - start;
}

}  // namespace

ShareFinder::ShareFinder(const kernels::Algorithm& algorithm)
    : algorithm_(algorithm), device_(kernels::make_cpu_device()) {
    auto best = std::chrono::nanoseconds::max();
    std::string errors;
    for (const kernels::KernelInfo& kernel : device_->kernels(algorithm)) {
        if (!kernel.eligible) {
            continue;
        }
        auto made = device_->make_scanner(algorithm, kernel.name);
        if (made.scanner == nullptr) {
            errors += made.error + "; ";
            continue;
        }
        const auto time = time_scan(*made.scanner, algorithm);
        if (time < best) {
            best = time;
            scanner_ = std::move(made.scanner);
        }
    }
    if (scanner_ == nullptr) {
        throw std::runtime_error("no kernel hashes right: " + errors);
    }
}

double ShareFinder::hashes_per_share(protocol::Difficulty difficulty) const {
    const auto target = protocol::share_target(difficulty, algorithm_.share_difficulty_unit);
    return static_cast<double>(protocol::work_of(target));
}

std::optional<std::uint32_t> ShareFinder::scan(const protocol::BlockHeader& header,
                                               protocol::Difficulty difficulty, std::uint32_t first,
                                               std::uint32_t count) {
    kernels::Work work;
    const protocol::HeaderBytes bytes = serialize(header);
    std::ranges::copy(bytes, work.header.begin());
    const auto target = protocol::share_target(difficulty, algorithm_.share_difficulty_unit);
    work.target = protocol::to_hash256(target.value).bytes;
    const kernels::ScanResult result = kernels::scan(*scanner_, work, {first, count});
    if (result.hits.empty()) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(result.hits.front().nonce);
}

}  // namespace sluice::swarm
