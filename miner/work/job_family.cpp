#include "miner/work/job_family.hpp"

#include "miner/work/bitcoin80_jobs.hpp"

#include <algorithm>
#include <cassert>

namespace sluice::miner {
namespace {

constexpr const JobFamily* families[] = {&bitcoin80_jobs};

}  // namespace

const JobFamily& job_family_of(const kernels::Algorithm& algorithm) noexcept {
    const auto found = std::ranges::find_if(families, [&](const JobFamily* family) {
        return family->headers->name == algorithm.family.name;
    });
    assert(found != std::end(families));
    return **found;
}

}  // namespace sluice::miner
