#include "miner/kernel_choice.hpp"

#include "kernels/algorithm.hpp"
#include "kernels/version.hpp"
#include "miner/kernel_profile.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace sluice::miner {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct kernel_choice : testing::Test {
    kernel_choice() { std::filesystem::remove_all(folder); }
    ~kernel_choice() override { std::filesystem::remove_all(folder); }

    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() /
        ("sluice-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    const std::filesystem::path file = folder / "cache" / "kernels.json";
    const std::vector<std::unique_ptr<kernels::Device>> devices =
        kernels::enumerate_devices().devices;
    kernels::Device& cpu = *devices.front();
    const kernels::Algorithm& algorithm = *kernels::find_algorithm("sha256d");
};

TEST_F(kernel_choice, is_measured_once_and_remembered) {
    const KernelChoice first = choose_kernel(cpu, algorithm, file, false);
    EXPECT_TRUE(first.measured);
    EXPECT_NE(cpu.make_scanner(algorithm, first.kernel).scanner, nullptr);
    EXPECT_THAT(first.warnings, IsEmpty());
    const KernelChoice second = choose_kernel(cpu, algorithm, file, false);
    EXPECT_FALSE(second.measured);
    EXPECT_EQ(second.kernel, first.kernel);
}

TEST_F(kernel_choice, is_what_the_profile_says_even_if_it_is_slower) {
    KernelProfile profile;
    profile.set(cpu.info().name, "sha256d", "scalar");
    ASSERT_TRUE(profile.save(file));
    EXPECT_EQ(choose_kernel(cpu, algorithm, file, false).kernel, "scalar");
    EXPECT_TRUE(choose_kernel(cpu, algorithm, file, true).measured) << "--tune asks again";
}

TEST_F(kernel_choice, is_measured_again_when_the_profile_names_no_kernel_of_this_cpu) {
    KernelProfile profile;
    profile.set(cpu.info().name, "sha256d", "abacus");
    ASSERT_TRUE(profile.save(file));
    const KernelChoice choice = choose_kernel(cpu, algorithm, file, false);
    EXPECT_TRUE(choice.measured);
    EXPECT_NE(choice.kernel, "abacus");
}

TEST_F(kernel_choice, goes_on_when_it_cannot_be_kept) {
    std::filesystem::create_directories(file);  // a folder in the file's place
    const KernelChoice choice = choose_kernel(cpu, algorithm, file, false);
    EXPECT_FALSE(choice.kernel.empty());
    ASSERT_THAT(choice.warnings, SizeIs(1));
    EXPECT_THAT(choice.warnings.front(), HasSubstr(file.string()));
}

TEST_F(kernel_choice, ignores_a_profile_that_is_garbage_or_of_other_kernels) {
    std::filesystem::create_directories(file.parent_path());
    const std::string entry = R"([{"device":"d","algorithm":"sha256d","kernel":"avx2"}])";
    const std::string version = std::to_string(kernels::kernels_version);
    const auto find_after = [&](const std::string& text) {
        std::ofstream(file) << text;
        return KernelProfile::load(file).find("d", "sha256d");
    };
    EXPECT_EQ(find_after(R"({"kernels_version":)" + version + R"(,"fastest":)" + entry + "}"),
              "avx2");
    for (const std::string& text :
         {std::string("not json"), std::string("[]"), std::string("{}"),
          R"({"kernels_version":0,"fastest":)" + entry + "}",
          R"({"kernels_version":)" + version + R"(,"fastest":[7,{"device":7}]})"}) {
        EXPECT_EQ(find_after(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace sluice::miner
