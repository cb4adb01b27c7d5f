#pragma once
/// One row of an algorithm's table of CUDA kernels. Constant data; knows nothing of the CUDA
/// runtime, so that a build without it has the type too.

#include "kernels/api/launch_parameters.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::kernels {

namespace cuda {
class CudaProgram;  // kernels/gpu/cuda/cuda_program.hpp
}

struct CudaKernel {
    std::string_view name;
    /// Why the device in use cannot run it; empty when it can.
    std::string (*ineligible)();
    /// What is wrong with a shape, whose zeros stand for defaults, or an empty text.
    std::string (*mistake)(const LaunchShape& shape);
    /// For the device in use and a shape without a mistake. Adds lines for the user to `notes`;
    /// throws a std::runtime_error that says what the device lacks.
    std::unique_ptr<cuda::CudaProgram> (*make)(const LaunchShape& shape,
                                               std::vector<std::string>& notes);
    /// Shapes worth timing on the device in use, the default first.
    std::vector<LaunchShape> (*shapes)();
};

}  // namespace sluice::kernels
