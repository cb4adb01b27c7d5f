#pragma once
/// Errors of the CUDA runtime as exceptions. Thread-safe.

#include <cuda_runtime_api.h>

#include <stdexcept>
#include <string>

namespace sluice::kernels::cuda {

class CudaError : public std::runtime_error {
public:
    /// `doing` says what failed: "making a stream".
    CudaError(cudaError_t code, const std::string& doing);

    [[nodiscard]] bool is_out_of_memory() const noexcept {
        return code_ == cudaErrorMemoryAllocation;
    }

private:
    cudaError_t code_;
};

/// "an illegal memory access was encountered (cudaErrorIllegalAddress)".
[[nodiscard]] std::string describe(cudaError_t code);

/// Throws unless `code` is cudaSuccess.
void check(cudaError_t code, const char* doing);

/// Why a device cannot run kernels, from what asking for one of them gave; empty when it can.
[[nodiscard]] std::string why_unable(cudaError_t probed);

/// The runtime's calls are for the device that the calling thread chose last.
void use_device(int device);

}  // namespace sluice::kernels::cuda
