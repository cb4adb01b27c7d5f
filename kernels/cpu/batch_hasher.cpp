#include "kernels/cpu/batch_hasher.hpp"

#include "kernels/cpu/cpu_features.hpp"
#include "kernels/cpu/cpu_kernel.hpp"

#include <cassert>
#include <vector>

namespace sluice::kernels {
namespace {

class ReferenceHasher final : public BatchHasher {
public:
    explicit ReferenceHasher(const Algorithm& algorithm) noexcept : algorithm_(algorithm) {}

    [[nodiscard]] std::size_t lanes() const noexcept override { return 1; }
    [[nodiscard]] std::size_t scratch_bytes() const noexcept override { return 0; }

    void hash(std::span<const std::uint8_t> headers, std::span<HashBytes> out) noexcept override {
        const std::size_t size = algorithm_.family.size;
        assert(headers.size() == out.size() * size);
        for (std::size_t i = 0; i < out.size(); ++i) {
            algorithm_.hash(headers.subspan(i * size, size), out[i]);
        }
    }

private:
    const Algorithm& algorithm_;
};

/// Whether every lane reproduces every known header.
bool reproduces_known_headers(const Algorithm& algorithm, BatchHasher& hasher) {
    std::vector<std::uint8_t> headers;
    std::vector<HashBytes> expected;
    for (std::size_t lane = 0; lane < hasher.lanes(); ++lane) {
        for (const KnownHeader& known : algorithm.known_headers()) {
            headers.insert(
                headers.end(), known.header.begin(),
                known.header.begin() + static_cast<std::ptrdiff_t>(algorithm.family.size));
            expected.push_back(known.hash);
        }
    }
    std::vector<HashBytes> hashes(expected.size());
    hasher.hash(headers, hashes);
    return hashes == expected;
}

}  // namespace

std::unique_ptr<BatchHasher> make_batch_hasher(const Algorithm& algorithm) {
    const CpuFeatures available = detect_cpu_features();
    for (const CpuKernel& kernel : algorithm.cpu_kernels()) {
        if (kernel.make_batch == nullptr || (kernel.required & ~available) != 0) {
            continue;
        }
        auto hasher = kernel.make_batch();
        if (reproduces_known_headers(algorithm, *hasher)) {
            return hasher;
        }
    }
    return std::make_unique<ReferenceHasher>(algorithm);
}

}  // namespace sluice::kernels
