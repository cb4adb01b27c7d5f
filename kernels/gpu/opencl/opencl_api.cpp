#include "kernels/gpu/opencl/opencl_api.hpp"

#include "base/shared_library.hpp"

#include <dlfcn.h>

namespace sluice::kernels::opencl {
namespace {

/// Sets `function` to the library's, or returns false.
template <class Function>
bool find_function(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(dlsym(library, name));
    forget_loader_message();
    return function != nullptr;
}

}  // namespace

std::shared_ptr<const Api> load_api(std::string& absent, const char* library) {
    void* const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (handle == nullptr) {
        forget_loader_message();
        absent = std::string("there is no ") + library +
                 " (a GPU's driver or the package ocl-icd-libopencl1 brings it)";
        return nullptr;
    }
    auto api = std::make_shared<Api>();
#define SLUICE_OPENCL_FIND(name)                                                            \
    if (!find_function(handle, "cl" #name, api->name)) {                                    \
        absent = std::string(library) + " has no cl" #name ": it is older than OpenCL 1.2"; \
        return nullptr;                                                                     \
    }
    SLUICE_OPENCL_FUNCTIONS(SLUICE_OPENCL_FIND)
#undef SLUICE_OPENCL_FIND
    return api;
}

}  // namespace sluice::kernels::opencl
