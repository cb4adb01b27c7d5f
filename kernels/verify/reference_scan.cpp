#include "kernels/verify/reference_scan.hpp"

#include <algorithm>
#include <tuple>

namespace sluice::kernels {

std::vector<Hit> reference_scan(const Algorithm& algorithm, const Work& work, NonceRange range) {
    const auto versions = versions_of(algorithm, work);
    std::vector<Hit> hits;
    for (std::uint64_t i = 0; i < range.count; ++i) {
        for (const std::uint32_t version : versions) {
            const std::uint64_t nonce = range.first + i;
            const HashBytes hash = reference_hash(algorithm, work, version, nonce);
            if (meets_target(hash, work.target)) {
                hits.push_back({nonce, version, hash});
            }
        }
    }
    return in_order(std::move(hits));
}

std::vector<Hit> in_order(std::vector<Hit> hits) {
    std::ranges::sort(hits, {}, [](const Hit& hit) { return std::tuple(hit.nonce, hit.version); });
    return hits;
}

}  // namespace sluice::kernels
