#include "kernels/gpu/cuda/driver_version.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace sluice::kernels::cuda {
namespace {

std::string version_in(const std::string& text) {
    std::istringstream file(text);
    return find_driver_version(file);
}

TEST(nvidia_driver_version, is_found_in_what_the_kernel_module_says) {
    EXPECT_EQ(version_in("NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  "
                         "Sat Aug 19 01:15:15 UTC 2023\n"
                         "GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)\n"),
              "535.104.05");
    EXPECT_EQ(version_in("NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.15  "
                         "Release Build  (dvs-builder@U16-I3-B03-4-3)  Tue Mar  5 22:15:33 UTC "
                         "2024\nGCC version:\n"),
              "550.54.15");
    EXPECT_EQ(version_in("NVRM version: NVIDIA UNIX aarch64 Kernel Module  580.65\n"), "580.65");
}

TEST(nvidia_driver_version, is_empty_where_the_text_has_none) {
    EXPECT_EQ(version_in(""), "");
    EXPECT_EQ(version_in("GCC version:  gcc version 12.2.0\n"), "");
    EXPECT_EQ(version_in("NVRM version: NVIDIA UNIX x86_64 . 5. .5 01:15:15 2023"), "");
}

TEST(nvidia_driver_version, stands_before_the_runtime_that_it_serves) {
    EXPECT_EQ(describe_driver("550.54.15", 12040), "NVIDIA 550.54.15, CUDA 12.4");
    EXPECT_EQ(describe_driver("", 13000), "CUDA 13.0");
}

}  // namespace
}  // namespace sluice::kernels::cuda
