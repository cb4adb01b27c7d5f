#pragma once
/// A fresh folder for one test's files, removed with all in it afterwards.

#include <filesystem>
#include <stdexcept>
#include <string>

#include <stdlib.h>

namespace sluice::test {

class ScratchFolder {
public:
    ScratchFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "sluice-test-").string();
        name.append(6, 'X');  // mkdtemp's place for its own six characters
        if (mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no scratch folder at " + name);
        }
        path_ = name;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace sluice::test
