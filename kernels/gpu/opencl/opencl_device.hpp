#pragma once
/// One OpenCL device. Every scanner has a context of its own, so that one which a device error has
/// ended does not spoil the next. Thread-safe.

#include "kernels/api/device.hpp"
#include "kernels/gpu/opencl/device_info.hpp"
#include "kernels/gpu/opencl/launch_plan.hpp"
#include "kernels/gpu/opencl/program_cache.hpp"

#include <memory>

namespace sluice::kernels::opencl {

class OpenClDevice final : public Device {
public:
    OpenClDevice(std::shared_ptr<const Api> api, FoundDevice found, ProgramCache cache);

    [[nodiscard]] const DeviceInfo& info() const noexcept override { return found_.info; }
    [[nodiscard]] std::vector<KernelInfo> kernels(const Algorithm& algorithm) const override;
    [[nodiscard]] std::vector<LaunchShape> launch_shapes(const Algorithm& algorithm,
                                                         std::string_view kernel) const override;
    using Device::make_scanner;
    [[nodiscard]] MakeScannerResult make_scanner(const Algorithm& algorithm,
                                                 std::string_view kernel, const LaunchShape& shape,
                                                 const StepNotice& notice) override;

    [[nodiscard]] const OpenClTraits& traits() const noexcept { return found_.traits; }

private:
    [[nodiscard]] std::unique_ptr<Scanner> make_with_memory(const Algorithm& algorithm,
                                                            const OpenClKernel& kernel,
                                                            const LaunchShape& shape,
                                                            std::vector<std::string>& notes) const;
    [[nodiscard]] std::unique_ptr<Scanner> build_scanner(const Algorithm& algorithm,
                                                         const OpenClKernel& kernel,
                                                         const LaunchPlan& plan,
                                                         std::vector<std::string>& notes) const;

    std::shared_ptr<const Api> api_;
    FoundDevice found_;
    ProgramCache cache_;
};

/// What add_opencl_devices (opencl_devices.hpp) does, with the loader that is there.
void add_devices(DeviceList& list, const std::shared_ptr<const Api>& api,
                 const DriverNotice& notice = ask_every_driver);

}  // namespace sluice::kernels::opencl
