#pragma once
/// ScratchFolder: a folder of one's own among the system's temporary files, removed with all that
/// is in it at the end. Not thread-safe.

#include <filesystem>
#include <string>
#include <string_view>

namespace sluice::lab {

class ScratchFolder {
public:
    ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder();

    /// False when the system gave none: a full disk, or no permission.
    [[nodiscard]] bool exists() const { return !path_.empty(); }
    [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

}  // namespace sluice::lab
