// What stands for the CUDA backend in a build without it.

#include "kernels/algorithms/scrypt/row.hpp"
#include "kernels/algorithms/sha256d/row.hpp"
#include "kernels/gpu/cuda/cuda_devices.hpp"
#include "kernels/gpu/cuda/cuda_kernel.hpp"

namespace sluice::kernels {

void add_cuda_devices(DeviceList& list, const DriverNotice&) {
    list.absent.emplace_back(
        "CUDA: this build leaves it out, because it found no nvcc or was told to (SLUICE_CUDA)");
}

std::span<const CudaKernel> sha256d::cuda_kernels() noexcept { return {}; }
std::span<const CudaKernel> scrypt::cuda_kernels() noexcept { return {}; }

}  // namespace sluice::kernels
