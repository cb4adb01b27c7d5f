// Every CPU kernel of every fast algorithm that this machine can run must find what the reference
// finds, for any header, target, versions and range, the end of the nonce space included.

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

constexpr std::uint64_t nonces_max = 300;  // hashed by the reference once and by every kernel
constexpr std::uint32_t hash_us_max = 10;  // slower algorithms have a fuzzer of their own

/// Hands out the input's bytes, and zeros when they have run out.
class Input {
public:
    explicit Input(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    template <class Value>
    Value take() {
        Value value{};
        const std::size_t size = std::min(sizeof(value), bytes_.size());
        if (size != 0) {
            std::memcpy(&value, bytes_.data(), size);
        }
        bytes_ = bytes_.subspan(size);
        return value;
    }

private:
    std::span<const std::uint8_t> bytes_;
};

Work take_work(Input& input) {
    Work work;
    // The top word decides how many hashes are hits; most inputs should give some.
    const auto easier_by = input.take<std::uint8_t>() % 16;
    work.version_count = input.take<std::uint8_t>() % (versions_max + 1);
    work.versions = input.take<decltype(work.versions)>();
    work.header = input.take<decltype(work.header)>();
    work.target = input.take<decltype(work.target)>();
    work.target[31] = static_cast<std::uint8_t>(work.target[31] >> easier_by % 8);
    work.target[30] = easier_by < 8 ? work.target[30] : 0;
    return work;
}

/// A range at the place that the input says, or as far from the end of the nonce space.
NonceRange take_range(Input& input, const Algorithm& algorithm) {
    const std::uint64_t last = ~std::uint64_t{0} >> (64 - 8 * algorithm.family.nonce_size);
    const std::uint64_t count = input.take<std::uint16_t>() % (nonces_max + 1);
    const bool from_end = input.take<std::uint8_t>() % 2 != 0;
    const std::uint64_t place = input.take<std::uint64_t>() & last;
    if (from_end) {
        return {last - std::min(last, place % nonces_max + count) + 1, count};
    }
    return {std::min(place, last - count), count};
}

/// Some inputs set the target to one of the range's hashes, or one less in a byte of it: the bits
/// by which a kernel sorts hashes out are then those of a true hit.
void aim_at_a_hash(Input& input, const Algorithm& algorithm, NonceRange range, Work& work) {
    const auto mode = input.take<std::uint8_t>();
    if (mode % 4 != 0 || range.count == 0) {
        return;
    }
    const auto versions = versions_of(algorithm, work);
    const std::uint64_t nonce = range.first + input.take<std::uint16_t>() % range.count;
    const std::uint32_t version = versions[input.take<std::uint8_t>() % versions.size()];
    work.target = reference_hash(algorithm, work, version, nonce);
    if (mode % 8 != 0) {
        --work.target[input.take<std::uint8_t>() % work.target.size()];
    }
}

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// One scanner of every kernel that this CPU can run, with its algorithm.
struct Row {
    const Algorithm* algorithm;
    std::unique_ptr<CpuScanner> scanner;
};

std::vector<Row> make_rows() {
    std::vector<Row> rows;
    for (const Algorithm& algorithm : algorithms()) {
        if (algorithm.reference_hash_us > hash_us_max) {
            continue;
        }
        for (const CpuKernel& kernel : algorithm.cpu_kernels()) {
            if ((kernel.required & ~detect_cpu_features()) == 0) {
                rows.push_back({&algorithm, std::make_unique<CpuScanner>(algorithm, kernel)});
            }
        }
    }
    return rows;
}

void compare(const ScanResult& result, const std::vector<Hit>& expected, const Work& work,
             NonceRange range) {
    require(result.nonces_done == range.count);
    require(result.hashes_done == range.count * std::max(work.version_count, 1U));
    require(result.overflowed == (expected.size() > hits_max));
    const auto found = in_order(result.hits);
    if (result.overflowed) {
        require(found.size() == hits_max);
    } else {
        require(found == expected);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<Row> rows = make_rows();
    for (const Algorithm& algorithm : algorithms()) {
        if (algorithm.reference_hash_us > hash_us_max) {
            continue;
        }
        Input input(std::span(data, size));
        const NonceRange range = take_range(input, algorithm);
        Work work = take_work(input);
        aim_at_a_hash(input, algorithm, range, work);
        const auto expected = reference_scan(algorithm, work, range);
        for (const Row& row : rows) {
            if (row.algorithm == &algorithm) {
                compare(scan(*row.scanner, work, range), expected, work, range);
            }
        }
    }
    return 0;
}
