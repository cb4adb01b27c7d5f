#include "kernels/gpu/cuda/cuda_device.hpp"

#include "base/printable.hpp"
#include "kernels/gpu/cuda/cuda_engine.hpp"
#include "kernels/gpu/cuda/driver_version.hpp"
#include "kernels/gpu/launch_scanner.hpp"
#include "kernels/verify/choose_kernel.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace sluice::kernels::cuda {
namespace {

std::string driver_version() {
    int runtime = 0;
    check(cudaDriverGetVersion(&runtime), "asking for the driver's version");
    std::ifstream file(driver_version_file);
    return describe_driver(find_driver_version(file), runtime);
}

/// In lower case, as other drivers and Linux write it; the runtime's is in upper case.
std::string pci_bus_id(int device) {
    std::array<char, 32> text{};
    check(cudaDeviceGetPCIBusId(text.data(), static_cast<int>(text.size()), device),
          "asking for the bus id");
    for (char& c : text) {
        c = static_cast<char>(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
    }
    return text.data();
}

DeviceInfo describe_device(int device) {
    cudaDeviceProp properties;
    check(cudaGetDeviceProperties(&properties, device), "asking for the device's properties");
    return {.backend = "cuda",
            .index = static_cast<std::size_t>(device),
            .name = printable(properties.name),
            .parallel_scanners = 1,
            .driver = driver_version(),
            .pci_bus_id = pci_bus_id(device),
            .memory_bytes = properties.totalGlobalMem};
}

/// A fault such as an illegal access makes every later call of the process fail, until the device's
/// context is made anew. Scanners of the old one would use handles that are no more, so none may
/// be left, not even with a thread that hung.
void revive(int device, bool has_scanners) {
    use_device(device);
    const cudaError_t state = cudaDeviceSynchronize();
    if (state == cudaSuccess) {
        return;
    }
    (void)cudaGetLastError();
    if (has_scanners) {
        throw CudaError(state, "the device has failed, and an earlier scanner still holds it");
    }
    check(cudaDeviceReset(), "restarting the device");
    use_device(device);
    check(cudaDeviceSynchronize(), "using the device again");
}

}  // namespace

CudaDevice::CudaDevice(int device) : device_(device), info_(describe_device(device)) {}

std::vector<KernelInfo> CudaDevice::kernels(const Algorithm& algorithm) const {
    std::vector<KernelInfo> infos;
    for (const CudaKernel& kernel : algorithm.cuda_kernels()) {
        std::string ineligible;
        try {
            use_device(device_);
            ineligible = kernel.ineligible();
        } catch (const CudaError& error) {
            ineligible = error.what();
        }
        const bool eligible = ineligible.empty();
        infos.push_back({.name = std::string(kernel.name),
                         .eligible = eligible,
                         .ineligible = std::move(ineligible)});
    }
    return infos;
}

std::vector<LaunchShape> CudaDevice::launch_shapes(const Algorithm& algorithm,
                                                   std::string_view kernel) const {
    const auto rows = algorithm.cuda_kernels();
    const auto row =
        std::ranges::find(rows, unqualified_name(algorithm, kernel), &CudaKernel::name);
    if (row == rows.end()) {
        return {};
    }
    try {
        use_device(device_);
        return row->shapes();
    } catch (const CudaError&) {
        return {};  // the scanner's maker will say why
    }
}

MakeScannerResult CudaDevice::make_scanner(const Algorithm& algorithm, std::string_view kernel,
                                           const LaunchShape& shape, const StepNotice& notice) {
    try {
        notice(ScannerStep::build);
        revive(device_, has_scanners());
    } catch (const CudaError& error) {
        MakeScannerResult result;
        result.error = error.what();
        return result;
    }
    std::vector<KernelInfo> infos = kernels(algorithm);
    std::vector<KernelChoice> choices;
    for (const CudaKernel& row : algorithm.cuda_kernels()) {
        choices.push_back({std::move(infos[choices.size()]), [&, this, &row = row](auto& notes) {
                               return build_scanner(algorithm, row, shape, notes);
                           }});
    }
    return choose_kernel(algorithm, choices, kernel, info_.name, notice);
}

std::unique_ptr<Scanner> CudaDevice::build_scanner(const Algorithm& algorithm,
                                                   const CudaKernel& kernel,
                                                   const LaunchShape& shape,
                                                   std::vector<std::string>& notes) const {
    if (const std::string mistake = kernel.mistake(shape); !mistake.empty()) {
        throw std::runtime_error("the device cannot run the launch shape: " + mistake);
    }
    revive(device_, has_scanners());  // the kernel before may have failed its self-test by a fault
    return std::make_unique<LaunchScanner>(
        algorithm, std::make_unique<CudaEngine>(device_, scanners_, kernel.make(shape, notes)));
}

}  // namespace sluice::kernels::cuda
