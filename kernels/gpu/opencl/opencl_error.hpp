#pragma once
/// OpenCL's error codes as text and as an exception. Pure functions, thread-safe. OpenCL 1.2
/// specification, the tables of errors of each function.

#include "kernels/gpu/opencl/opencl_api.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace sluice::kernels::opencl {

/// "CL_OUT_OF_RESOURCES", or "OpenCL error -9999" for a code that the specification does not have.
[[nodiscard]] std::string error_name(cl_int code);

/// What a user can do about it, as half a sentence; empty where there is nothing to say.
[[nodiscard]] std::string_view error_advice(cl_int code);

/// A call that failed. It stays within the backend: a scan reports it in ScanResult::device_error.
class Error : public std::runtime_error {
public:
    Error(cl_int code, std::string_view call);

    [[nodiscard]] cl_int code() const noexcept { return code_; }
    /// Whether the device had no memory for what was asked; less may do.
    [[nodiscard]] bool is_out_of_memory() const noexcept;

private:
    cl_int code_;
};

/// Throws when `code` is not CL_SUCCESS; `call` names the function.
void check(cl_int code, std::string_view call);

}  // namespace sluice::kernels::opencl
