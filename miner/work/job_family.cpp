#include "miner/work/job_family.hpp"

#include "miner/work/bitcoin80_jobs.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace sluice::miner {
namespace {

constexpr const JobFamily* families[] = {&bitcoin80_jobs};

}  // namespace

const JobFamily& job_family_of(const kernels::Algorithm& algorithm) {
    const auto found = std::ranges::find_if(families, [&](const JobFamily* family) {
        return family->headers->name == algorithm.family.name;
    });
    if (found == std::end(families)) {
        throw std::logic_error("no jobs for header family " + std::string(algorithm.family.name));
    }
    return **found;
}

}  // namespace sluice::miner
