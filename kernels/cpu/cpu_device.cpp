#include "kernels/cpu/cpu_device.hpp"

#include "kernels/cpu/cpu_features.hpp"
#include "kernels/cpu/select_kernel.hpp"

#include <algorithm>
#include <thread>

namespace sluice::kernels {
namespace {

class CpuDevice final : public Device {
public:
    [[nodiscard]] const DeviceInfo& info() const noexcept override { return info_; }

    [[nodiscard]] std::vector<KernelInfo> kernels(const Algorithm& algorithm) const override {
        return describe_kernels(algorithm.cpu_kernels(), features_);
    }

    using Device::make_scanner;
    [[nodiscard]] MakeScannerResult make_scanner(const Algorithm& algorithm,
                                                 std::string_view kernel, const LaunchShape&,
                                                 const StepNotice& notice) override {
        return make_cpu_scanner(algorithm, algorithm.cpu_kernels(), features_, kernel, notice);
    }

private:
    CpuFeatures features_ = detect_cpu_features();
    DeviceInfo info_ = {.backend = "cpu",
                        .index = 0,
                        .name = cpu_brand(),
                        .parallel_scanners = std::max(1U, std::thread::hardware_concurrency()),
                        .driver = {},
                        .pci_bus_id = {}};
};

}  // namespace

std::unique_ptr<Device> make_cpu_device() { return std::make_unique<CpuDevice>(); }

}  // namespace sluice::kernels
