#include "kernels/gpu/cuda/cuda_devices.hpp"

#include "kernels/gpu/cuda/cuda_device.hpp"
#include "kernels/gpu/cuda/cuda_error.hpp"

#include <cstdlib>
#include <memory>

namespace sluice::kernels {

void add_cuda_devices(DeviceList& list, const DriverNotice&) {
    // Before the first call: the runtime's own order is the fastest first.
    setenv("CUDA_DEVICE_ORDER", "PCI_BUS_ID", 0);
    int count = 0;
    const cudaError_t found = cudaGetDeviceCount(&count);
    if (found != cudaSuccess || count == 0) {
        (void)cudaGetLastError();
        list.absent.push_back("CUDA: " +
                              (found == cudaErrorInsufficientDriver
                                   ? "no NVIDIA driver, or one older than this build's CUDA runtime"
                               : found == cudaSuccess ? "no device"
                                                      : cuda::describe(found)));
        return;
    }
    for (int device = 0; device < count; ++device) {
        try {
            list.devices.push_back(std::make_unique<cuda::CudaDevice>(device));
        } catch (const cuda::CudaError& error) {
            list.absent.push_back("CUDA device " + std::to_string(device) + ": " + error.what());
        }
    }
}

}  // namespace sluice::kernels
