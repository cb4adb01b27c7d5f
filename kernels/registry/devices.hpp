#pragma once
/// Finds devices without trusting the drivers of GPUs: each driver is asked in a child process
/// first, because one that crashes or hangs would take this process with it. Call it before the
/// process starts threads; not thread-safe.

#include "kernels/api/device.hpp"

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::kernels {

struct Backend {
    std::string_view name;   ///< DeviceInfo::backend
    std::string_view title;  ///< for messages
    /// Adds its devices to the list, or lines that say why there is none.
    void (*add_devices)(DeviceList& list, const DriverNotice& notice);
    bool asks_drivers;  ///< calls into code that is not ours
};

/// Every backend, in the order of the list of devices.
[[nodiscard]] std::span<const Backend> backends() noexcept;

struct DeviceSearch {
    /// Names of the backends whose drivers are asked; the libraries of others are not opened.
    /// Empty: all.
    std::vector<std::string> backends{};
    /// For one backend's drivers. A rig of a dozen cards that wakes up each of them takes ten.
    std::chrono::milliseconds time_max{30'000};
    std::chrono::milliseconds slow_after{1'000};
    /// Gets a backend's title when its drivers have not answered after `slow_after`.
    std::function<void(std::string_view title)> on_slow{};
};

/// A driver that fails in the child is left out, with a line in DeviceList::failed.
[[nodiscard]] DeviceList search_devices(const DeviceSearch& search,
                                        std::span<const Backend> among = backends());

/// Every device of this machine, asked from this process; a program asks by search_devices(). No
/// device runtime on the machine is not an error.
[[nodiscard]] DeviceList enumerate_devices();

}  // namespace sluice::kernels
