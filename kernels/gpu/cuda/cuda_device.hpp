#pragma once
/// One GPU of NVIDIA's under the CUDA runtime. Thread-safe, as far as its calls are; its scanners
/// belong to one thread each.

#include "kernels/api/device.hpp"
#include "kernels/gpu/cuda/cuda_kernel.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::kernels::cuda {

class CudaDevice final : public Device {
public:
    /// `device` is the runtime's number. Throws CudaError when the device cannot be asked for its
    /// properties.
    explicit CudaDevice(int device);

    [[nodiscard]] const DeviceInfo& info() const noexcept override { return info_; }
    [[nodiscard]] std::vector<KernelInfo> kernels(const Algorithm& algorithm) const override;
    [[nodiscard]] std::vector<LaunchShape> launch_shapes(const Algorithm& algorithm,
                                                         std::string_view kernel) const override;
    using Device::make_scanner;
    /// Restarts the device first if an earlier fault left it unusable, once all scanners that were
    /// made before are gone.
    [[nodiscard]] MakeScannerResult make_scanner(const Algorithm& algorithm,
                                                 std::string_view kernel, const LaunchShape& shape,
                                                 const StepNotice& notice) override;

private:
    [[nodiscard]] std::unique_ptr<Scanner> build_scanner(const Algorithm& algorithm,
                                                         const CudaKernel& kernel,
                                                         const LaunchShape& shape,
                                                         std::vector<std::string>& notes) const;

    [[nodiscard]] bool has_scanners() const noexcept { return scanners_.use_count() > 1; }

    int device_;
    DeviceInfo info_;
    /// Every scanner's engine holds a copy.
    std::shared_ptr<const void> scanners_ = std::make_shared<int>();
};

}  // namespace sluice::kernels::cuda
