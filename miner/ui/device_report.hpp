#pragma once
/// The commands that look at the devices without mining: --list-devices and --self-test. Both give
/// text for standard output.

#include "kernels/api/device.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace sluice::miner {

/// Devices by their place in the list, and under each the kernels of every algorithm with the
/// reason why one cannot run; then why a backend has no device.
[[nodiscard]] std::string device_list(const kernels::DeviceList& list);

struct SelfTestReport {
    std::string text;
    int kernels = 0;      ///< listed in the text, eligible or not
    bool passed = false;  ///< every eligible kernel did, and there was one
};

/// What a self-test is kept to.
struct SelfTestScope {
    std::string_view algorithm{};  ///< empty: all
    std::string_view kernel{};     ///< "sha256d/avx2"; empty: all
};

/// Runs the self-test of every eligible kernel within `scope`, and lets each find the nonces of the
/// known headers.
[[nodiscard]] SelfTestReport self_test(std::span<kernels::Device* const> devices,
                                       const SelfTestScope& scope = {});

/// What to say of a kernel that no device has: its name and the list of those there are.
[[nodiscard]] std::string no_such_kernel(std::string_view kernel, const kernels::DeviceList& list);

}  // namespace sluice::miner
