#pragma once
/// KernelProfile: which kernel was the fastest on which device, kept in a small JSON file between
/// runs. Entries hold for one device name and one kernels_version. Not thread-safe; two miners that
/// write at the same time leave one whole file.

#include "protocol/result.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::miner {

class KernelProfile {
public:
    /// What the file holds; nothing when it is absent, unreadable or of another version of the
    /// kernels: everything in it can be measured again.
    [[nodiscard]] static KernelProfile load(const std::filesystem::path& file);

    /// The kernel chosen for `algorithm` on that device.
    [[nodiscard]] std::optional<std::string> find(std::string_view device,
                                                  std::string_view algorithm) const;
    void set(std::string_view device, std::string_view algorithm, std::string kernel);

    /// Replaces the file, making its folder. The error names the file and the cause.
    [[nodiscard]] Result<void> save(const std::filesystem::path& file) const;

private:
    using Key = std::pair<std::string, std::string>;  // device, algorithm
    std::map<Key, std::string> kernels_;
};

/// $XDG_CACHE_HOME/sluice/kernels.json, or ~/.cache/sluice/kernels.json; empty without a home.
[[nodiscard]] std::filesystem::path default_profile_file();

}  // namespace sluice::miner
