#pragma once
/// KernelProfile: which kernel, in which launch shape, was the fastest on which device, kept in a
/// small JSON file between runs. Entries hold for one device name under one backend, one driver and
/// one kernels_version. Thread-safe; two miners that write at the same time leave one whole file.

#include "base/result.hpp"
#include "kernels/api/device.hpp"
#include "kernels/api/launch_parameters.hpp"

#include <compare>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::miner {

struct TunedKernel {
    std::string kernel;  ///< "avx2"
    kernels::LaunchShape shape{};

    bool operator==(const TunedKernel&) const = default;
};

class KernelProfile {
public:
    /// Reads the file. An empty path: nothing is known or kept.
    explicit KernelProfile(std::filesystem::path file);

    struct Answer {
        std::optional<TunedKernel> tuned;
        std::string remark;  ///< why an entry for the device does not count; else empty
    };

    /// What was chosen for `algorithm` on that device.
    [[nodiscard]] Answer find(const kernels::DeviceInfo& device,
                              const kernels::Algorithm& algorithm) const;

    /// Remembers a choice and replaces the file, making its folder. The error names the file and
    /// the cause.
    [[nodiscard]] Result<void> keep(const kernels::DeviceInfo& device,
                                    const kernels::Algorithm& algorithm, const TunedKernel& tuned);

    /// Why what the file holds is not used: it is damaged or of other kernels; else empty.
    [[nodiscard]] const std::string& error() const noexcept { return error_; }

private:
    struct Entry {
        std::string driver;
        std::string kernel;
        nlohmann::ordered_json launch;  ///< null: the kernel's own shape
    };
    /// A card has the same name under CUDA and OpenCL.
    struct Key {
        std::string backend;
        std::string device;
        std::string algorithm;

        auto operator<=>(const Key&) const = default;
    };

    void load();
    [[nodiscard]] Result<void> save() const;

    const std::filesystem::path file_;
    std::string error_;
    mutable std::mutex mutex_;
    std::map<Key, Entry> entries_;
};

/// $XDG_CACHE_HOME/sluice/kernels.json, or ~/.cache/sluice/kernels.json; empty without a home.
[[nodiscard]] std::filesystem::path default_profile_file();

}  // namespace sluice::miner
