#pragma once
/// Engines that run the device code of each algorithm on the host, block by block and thread by
/// thread, as its CUDA kernels do: the same arithmetic, the same index mapping, the same hit
/// buffer. Not thread-safe.

#include "kernels/algorithms/scrypt/gpu/device_launch.hpp"
#include "kernels/algorithms/sha256d/gpu/device_launch.hpp"
#include "kernels/algorithms/sha256d/launch_parameters.hpp"
#include "kernels/api/algorithm.hpp"
#include "kernels/api/launch_parameters.hpp"
#include "kernels/gpu/device_hits.hpp"
#include "kernels/gpu/launch_engine.hpp"

#include <array>
#include <memory>
#include <vector>

namespace sluice::kernels::tests {

/// Launches are done when they are made; wait() gives what they found, and times with which a range
/// is divided into launches of many sizes.
class HostEngine : public LaunchEngine {
public:
    [[nodiscard]] LaunchLimits limits() const noexcept override { return limits_; }
    [[nodiscard]] std::size_t scratch_bytes() const noexcept override { return 0; }
    void launch(std::size_t slot, std::size_t place, NonceRange range, PieceRange pieces) override;
    [[nodiscard]] LaunchResult wait(std::size_t slot) override;

protected:
    explicit HostEngine(const LaunchLimits& limits) : limits_(limits) {}

private:
    virtual void run(std::size_t place, NonceRange range, PieceRange pieces, DeviceHits& hits) = 0;

    LaunchLimits limits_;
    int waits_ = 0;
    std::array<DeviceHits, slots> hits_{};
};

/// One engine for each of the algorithm's kernels, with this shape; launches have at most
/// launch::hashes.
[[nodiscard]] std::vector<std::unique_ptr<LaunchEngine>> make_host_engines(
    const Algorithm& algorithm, const LaunchShape& shape);

}  // namespace sluice::kernels::tests
