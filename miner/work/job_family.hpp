#pragma once
/// What the miner does differently for each header family: one row a family, and one file with its
/// functions. Constant data; pure functions, any thread.

#include "kernels/api/algorithm.hpp"
#include "miner/work/mining_job.hpp"
#include "miner/work/nonce_space.hpp"

namespace sluice::miner {

struct JobFamily {
    const kernels::HeaderFamily* headers;
    /// Whether both jobs span the same headers, so that what was hashed for one was hashed for the
    /// other. Job id, difficulty and version mask do not matter for that.
    bool (*same_headers)(const MiningJob& a, const MiningJob& b);
    /// What there is to hash of a job.
    NonceSpaceShape (*nonce_space)(const MiningJob& job, std::uint32_t time_rolls_max);
    /// The work item of a column under this job: header, versions and target; without the state of
    /// its epoch.
    kernels::Work (*make_work)(const kernels::Algorithm& algorithm, const MiningJob& job,
                               const Column& column);
    /// The hit of a scan over that work item as a share.
    FoundShare (*make_share)(const kernels::Algorithm& algorithm, SharedJob job,
                             const Column& column, const kernels::Hit& hit);
};

/// The row of the algorithm's family; every algorithm that a user can choose has one. Throws
/// std::logic_error.
[[nodiscard]] const JobFamily& job_family_of(const kernels::Algorithm& algorithm);

}  // namespace sluice::miner
