#pragma once
/// OpenCL devices for tests: those of this machine, PoCL for one, on which everything runs for
/// real, with a program cache of the test's own if it wants one. Not thread-safe.

#include "kernels/gpu/opencl/opencl_device.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sluice::kernels::opencl::tests {

struct Machine {
    std::shared_ptr<const Api> api;
    std::vector<FoundDevice> found;
    std::string absent;  ///< why `found` is empty
};

inline Machine this_machine() {
    Machine machine;
    machine.api = load_api(machine.absent);
    if (machine.api != nullptr) {
        std::vector<std::string> absent;
        machine.found = find_devices(*machine.api, absent);
        machine.absent = absent.empty() ? "" : absent.front();
    }
    return machine;
}

/// A test of a real device. Skipped where there is none.
class OpenClTest : public testing::Test {
protected:
    void SetUp() override {
        if (machine_.found.empty()) {
            GTEST_SKIP() << "no OpenCL device: " << machine_.absent;
        }
    }

    /// The first device of this machine, through `api` if that is not null.
    [[nodiscard]] OpenClDevice device(std::shared_ptr<const Api> api = nullptr,
                                      ProgramCache cache = ProgramCache()) const {
        return {api ? std::move(api) : machine_.api, machine_.found.front(), std::move(cache)};
    }

    Machine machine_ = this_machine();
};

/// A folder that goes with the test.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "sluice-").string();
        name.append(6, 'X');  // mkdtemp's placeholder
        path_ = mkdtemp(name.data());
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace sluice::kernels::opencl::tests
