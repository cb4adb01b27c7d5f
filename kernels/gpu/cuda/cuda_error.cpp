#include "kernels/gpu/cuda/cuda_error.hpp"

namespace sluice::kernels::cuda {

CudaError::CudaError(cudaError_t code, const std::string& doing)
    : std::runtime_error(doing + ": " + describe(code)), code_(code) {}

std::string describe(cudaError_t code) {
    return std::string(cudaGetErrorString(code)) + " (" + cudaGetErrorName(code) + ")";
}

void check(cudaError_t code, const char* doing) {
    if (code != cudaSuccess) {
        (void)cudaGetLastError();  // else the next call would report it once more
        throw CudaError(code, doing);
    }
}

std::string why_unable(cudaError_t probed) {
    if (probed == cudaSuccess) {
        return {};
    }
    (void)cudaGetLastError();
    if (probed == cudaErrorNoKernelImageForDevice || probed == cudaErrorInvalidDeviceFunction) {
        return "this build has no code for the device's architecture "
               "(SLUICE_CUDA_ARCHITECTURES)";
    }
    return describe(probed);
}

void use_device(int device) { check(cudaSetDevice(device), "choosing the device"); }

}  // namespace sluice::kernels::cuda
