// Every CPU kernel of scrypt against the reference, and the batch hasher on the same headers: any
// header, versions, target and place, the end of the nonce space included. A reference hash takes a
// good fraction of a millisecond, so an input is a few hashes only.

#include "kernels/cpu/batch_hasher.hpp"
#include "kernels/cpu/cpu_features.hpp"
#include "kernels/cpu/cpu_scanner.hpp"
#include "kernels/registry/algorithms.hpp"
#include "kernels/verify/reference_scan.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

namespace {

using namespace sluice::kernels;

constexpr std::uint64_t hashes_max = 20;  // a full batch of the widest lanes, and some of the next

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// The input's bytes into `value`, zeros when they have run out.
template <class Value>
Value take(std::span<const std::uint8_t>& input) {
    Value value{};
    const std::size_t size = std::min(sizeof(value), input.size());
    if (size != 0) {
        std::memcpy(&value, input.data(), size);
    }
    input = input.subspan(size);
    return value;
}

Work take_work(std::span<const std::uint8_t>& input) {
    Work work;
    work.version_count = take<std::uint8_t>(input) % (versions_max + 1);
    work.target = take<HashBytes>(input);
    work.header = take<decltype(work.header)>(input);
    work.versions = take<decltype(work.versions)>(input);
    return work;
}

/// Few enough nonces for the versions, from any place or up to the end of the nonce space.
NonceRange take_range(std::span<const std::uint8_t>& input, const Work& work) {
    const std::uint64_t nonces_max = hashes_max / std::max(work.version_count, 1U);
    const std::uint64_t count = 1 + take<std::uint8_t>(input) % nonces_max;
    const auto place = take<std::uint32_t>(input);
    const std::uint64_t last_first = (std::uint64_t{1} << 32) - count;
    return {place % 2 != 0 ? last_first : std::min<std::uint64_t>(place, last_first), count};
}

std::vector<std::unique_ptr<CpuScanner>> make_scanners(const Algorithm& algorithm) {
    std::vector<std::unique_ptr<CpuScanner>> scanners;
    for (const CpuKernel& kernel : algorithm.cpu_kernels()) {
        if ((kernel.required & ~detect_cpu_features()) == 0) {
            scanners.push_back(std::make_unique<CpuScanner>(algorithm, kernel));
        }
    }
    return scanners;
}

/// The headers of every hash of the range, with a target that all of them meet.
void compare_batch(const Algorithm& algorithm, BatchHasher& hasher, const std::vector<Hit>& all,
                   const Work& work) {
    std::vector<std::uint8_t> headers;
    for (const Hit& hit : all) {
        auto header = work.header;
        for (std::size_t i = 0; i < 4; ++i) {
            header[*algorithm.family.version_offset + i] =
                static_cast<std::uint8_t>(hit.version >> 8 * i);
            header[algorithm.family.nonce_offset + i] =
                static_cast<std::uint8_t>(hit.nonce >> 8 * i);
        }
        headers.insert(headers.end(), header.data(), header.data() + algorithm.family.size);
    }
    std::vector<HashBytes> hashes(all.size());
    hasher.hash(headers, hashes);
    require(std::ranges::equal(hashes, all, {}, {}, &Hit::hash));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Algorithm& algorithm = *find_algorithm("scrypt");
    static const auto scanners = make_scanners(algorithm);
    static const auto hasher = make_batch_hasher(algorithm);
    std::span input(data, size);
    Work work = take_work(input);
    const NonceRange range = take_range(input, work);

    const HashBytes target = work.target;
    work.target.fill(0xff);
    const auto all = reference_scan(algorithm, work, range);
    compare_batch(algorithm, *hasher, all, work);

    work.target = target;
    std::vector<Hit> expected;
    std::ranges::copy_if(all, std::back_inserter(expected),
                         [&](const Hit& hit) { return meets_target(hit.hash, target); });
    for (const auto& scanner : scanners) {
        const ScanResult result = scan(*scanner, work, range);
        require(result.nonces_done == range.count);
        require(in_order(result.hits) == expected);
    }
    return 0;
}
