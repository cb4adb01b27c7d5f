#include "miner/tuning/kernel_choice.hpp"

#include "fake_device.hpp"
#include "kernels/api/algorithm.hpp"
#include "kernels/api/version.hpp"
#include "kernels/registry/algorithms.hpp"
#include "kernels/registry/devices.hpp"
#include "miner/tuning/kernel_profile.hpp"
#include "miner/tuning/scanner_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace sluice::miner {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class KernelChoiceTest : public testing::Test {
protected:
    KernelChoiceTest() { std::filesystem::remove_all(folder_); }
    ~KernelChoiceTest() override { std::filesystem::remove_all(folder_); }

    KernelChoice choose(kernels::Device& device, const ChoiceSettings& settings = {}) const {
        KernelProfile profile{file_};
        return choose_kernel(device, algorithm_, profile, settings);
    }
    void remember(const kernels::DeviceInfo& device, const TunedKernel& tuned) const {
        ASSERT_TRUE(KernelProfile{file_}.keep(device, algorithm_, tuned));
    }
    void write(const std::string& text) const {
        std::filesystem::create_directories(file_.parent_path());
        std::ofstream(file_) << text;
    }

    const std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() /
        ("sluice-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    const std::filesystem::path file_ = folder_ / "cache" / "kernels.json";
    const std::vector<std::unique_ptr<kernels::Device>> devices_ =
        kernels::enumerate_devices().devices;
    kernels::Device& cpu_ = *devices_.front();
    const kernels::Algorithm& algorithm_ = *kernels::find_algorithm("sha256d");
};

using kernel_choice = KernelChoiceTest;

TEST_F(kernel_choice, is_measured_once_and_remembered) {
    const KernelChoice first = choose(cpu_);
    EXPECT_GT(first.measured, 0u);
    EXPECT_NE(cpu_.make_scanner(algorithm_, first.kernel).scanner, nullptr);
    EXPECT_THAT(first.warnings, IsEmpty());
    const KernelChoice second = choose(cpu_);
    EXPECT_EQ(second.measured, 0u);
    EXPECT_EQ(second.kernel, first.kernel);
}

TEST_F(kernel_choice, is_what_the_profile_says_even_if_it_is_slower) {
    remember(cpu_.info(), {"scalar"});
    EXPECT_EQ(choose(cpu_).kernel, "scalar");
    EXPECT_GT(choose(cpu_, {.again = true}).measured, 0u) << "--tune asks again";
}

TEST_F(kernel_choice, is_measured_again_when_the_profile_names_no_kernel_of_this_cpu) {
    remember(cpu_.info(), {"abacus"});
    const KernelChoice choice = choose(cpu_);
    EXPECT_GT(choice.measured, 0u);
    EXPECT_NE(choice.kernel, "abacus");
    ASSERT_THAT(choice.warnings, SizeIs(1));
    EXPECT_THAT(choice.warnings.front(), HasSubstr("unknown kernel \"abacus\""));
}

TEST_F(kernel_choice, goes_on_when_it_cannot_be_kept) {
    std::filesystem::create_directories(file_);  // a folder in the file's place
    const KernelChoice choice = choose(cpu_);
    EXPECT_FALSE(choice.kernel.empty());
    ASSERT_THAT(choice.warnings, SizeIs(1));
    EXPECT_THAT(choice.warnings.front(), HasSubstr(file_.string()));
}

TEST_F(kernel_choice, a_cpu_kernel_that_the_user_names_needs_no_measurement) {
    const KernelChoice choice = choose(cpu_, {.kernel = "sha256d/scalar"});
    EXPECT_EQ(choice.kernel, "scalar");
    EXPECT_EQ(choice.measured, 0u);
}

TEST_F(kernel_choice, a_profile_that_is_garbage_or_of_other_kernels_is_not_used_and_says_so) {
    kernels::DeviceInfo device = cpu_.info();
    device.name = "d";
    const std::string entry =
        R"([{"backend":"cpu","device":"d","driver":"","algorithm":"sha256d","kernel":"avx2",)"
        R"("launch":{"versions":4,"block_threads":-1,"launch_hashes":1e99}}])";
    const std::string version = std::to_string(kernels::kernels_version);
    write(R"({"kernels_version":)" + version + R"(,"fastest":)" + entry + "}");
    const KernelProfile good{file_};
    EXPECT_THAT(good.error(), IsEmpty());
    EXPECT_EQ(good.find(device, algorithm_).tuned,
              (TunedKernel{"avx2", {{&kernels::launch::versions, 4}}}));

    const std::vector<std::pair<std::string, std::string>> bad{
        {"not json", "damaged"},
        {"[]", "damaged"},
        {"", "damaged"},
        {"{}", "other kernels"},
        {R"({"kernels_version":0,"fastest":)" + entry + "}", "other kernels"}};
    for (const auto& [text, remark] : bad) {
        write(text);
        const KernelProfile profile{file_};
        EXPECT_EQ(profile.find(device, algorithm_).tuned, std::nullopt) << text;
        EXPECT_THAT(profile.error(), testing::AllOf(HasSubstr(remark), HasSubstr(file_.string())));
    }
    write(R"({"kernels_version":)" + version + R"(,"fastest":[7,{"device":7}]})");
    EXPECT_EQ(KernelProfile{file_}.find(device, algorithm_).tuned, std::nullopt);
}

// A card whose speed is what its launch shape says: hashes are counted, not done.

constexpr std::chrono::milliseconds short_turn{1};
const kernels::LaunchShape usual{{&kernels::launch::block_threads, 128},
                                 {&kernels::launch::versions, 2}};
const kernels::LaunchShape fast{{&kernels::launch::block_threads, 256},
                                {&kernels::launch::versions, 4}};
const kernels::LaunchShape slow{{&kernels::launch::block_threads, 512},
                                {&kernels::launch::versions, 1}};

ScriptedScanner::Script at_speed(std::uint64_t speed) {
    return [speed](const Enqueued& scan) {
        kernels::ScanResult result = done(scan);
        result.hashes_done = speed << 32;
        return result;
    };
}

std::unique_ptr<FakeDevice> card() {
    auto device = std::make_unique<FakeDevice>([](const auto&, const kernels::LaunchShape& shape) {
        return made(at_speed(shape == fast ? 1000 : shape == slow ? 1 : 30));
    });
    device->shapes = {usual, slow, fast};
    return device;
}

TEST_F(kernel_choice, finds_the_fastest_launch_shape_of_a_card_and_keeps_it) {
    const auto device = card();
    const KernelChoice first = choose(*device, {.turn = short_turn});
    EXPECT_EQ(first.shape, fast);
    EXPECT_EQ(first.measured, 3u);
    EXPECT_GT(first.gain, 2);
    const KernelChoice second = choose(*device, {.turn = short_turn});
    EXPECT_EQ(second.shape, fast);
    EXPECT_EQ(second.measured, 0u);
}

TEST_F(kernel_choice, a_tune_of_another_driver_is_ignored_with_one_line) {
    const auto device = card();
    kernels::DeviceInfo before = device->details;
    before.driver = "fake 0.9";
    remember(before, {"fast", slow});
    const KernelChoice choice = choose(*device, {.turn = short_turn});
    EXPECT_EQ(choice.shape, fast);
    ASSERT_THAT(choice.warnings, SizeIs(1));
    EXPECT_THAT(choice.warnings.front(),
                testing::AllOf(HasSubstr("fake 0.9"), HasSubstr("fake 1.0")));
    EXPECT_THAT(choose(*device, {.turn = short_turn}).warnings, IsEmpty());
}

TEST_F(kernel_choice, is_remembered_for_each_backend_of_a_card) {
    const auto device = card();
    kernels::DeviceInfo twin = device->details;
    twin.backend = "opencl";
    twin.driver = "another's";
    remember(device->details, {"fast", fast});
    remember(twin, {"opencl", slow});
    EXPECT_EQ(choose(*device).shape, fast);
    EXPECT_EQ(KernelProfile{file_}.find(twin, algorithm_).tuned, (TunedKernel{"opencl", slow}));
}

TEST_F(kernel_choice, a_remembered_shape_never_gives_more_versions_than_a_work_item_holds) {
    const auto device = card();
    remember(device->details, {"fast", {{&kernels::launch::versions, 1000}}});
    KernelProfile profile{file_};
    EXPECT_EQ(make_plan(*device, algorithm_, profile, {}).versions, kernels::versions_max);
}

TEST_F(kernel_choice, the_users_intensity_overrides_what_was_tuned) {
    const auto device = card();
    remember(device->details, {"fast", fast});
    kernels::LaunchShape expected = fast;
    expected.set(kernels::launch::hashes, 1 << 20);
    EXPECT_EQ(choose(*device, {.launch_hashes = 1 << 20}).shape, expected);
    EXPECT_EQ(choose(cpu_, {.kernel = "scalar", .launch_hashes = 1 << 20}).shape,
              kernels::LaunchShape{});
}

TEST_F(kernel_choice, a_kernel_that_the_user_names_is_tuned_but_not_kept_as_the_fastest) {
    const auto device = card();
    const KernelChoice choice = choose(*device, {.kernel = "sha256d/fast", .turn = short_turn});
    EXPECT_EQ(choice.kernel, "fast");
    EXPECT_EQ(choice.shape, fast);
    EXPECT_EQ(KernelProfile{file_}.find(device->details, algorithm_).tuned, std::nullopt);
}

TEST_F(kernel_choice, shapes_that_fail_or_give_wrong_hashes_are_left_out_and_named) {
    FakeDevice device{[](const auto&, const kernels::LaunchShape& shape) {
        if (shape == slow) {
            return not_made("no memory for 512 threads");
        }
        return made([shape](const Enqueued& scan) {
            kernels::ScanResult result = at_speed(shape == fast ? 1000 : 30)(scan);
            result.hardware_errors = shape == fast ? 1 : 0;
            return result;
        });
    }};
    device.shapes = {slow, usual, fast};
    const KernelChoice choice = choose(device, {.turn = short_turn});
    EXPECT_EQ(choice.shape, usual);
    EXPECT_EQ(choice.measured, 1u);
    ASSERT_THAT(choice.warnings, SizeIs(2));
    EXPECT_THAT(choice.warnings[0], HasSubstr("512 threads"));
    EXPECT_THAT(choice.warnings[1], HasSubstr("wrong hashes"));
}

TEST_F(kernel_choice, a_search_that_is_ended_has_no_result_and_is_not_kept) {
    const auto device = card();
    int turns = 0;
    const ProgressCallback one_turn = [&turns](WorkerPhase next) {
        return next != WorkerPhase::starting || ++turns < 2;
    };
    const KernelChoice choice = choose(*device, {.turn = short_turn, .alive = one_turn});
    EXPECT_EQ(turns, 2);
    EXPECT_EQ(choice.kernel, "");
    EXPECT_EQ(KernelProfile{file_}.find(device->details, algorithm_).tuned, std::nullopt);
}

TEST_F(kernel_choice, a_card_that_cannot_be_measured_is_left_to_its_own_order) {
    FakeDevice device{[](const auto&, const auto&) { return not_made("fell off the bus"); }};
    const KernelChoice choice = choose(device, {.turn = short_turn});
    EXPECT_EQ(choice.kernel, "");
    EXPECT_THAT(choice.warnings, SizeIs(1));
}

TEST_F(kernel_choice, a_kernel_that_fails_in_every_shape_for_one_reason_is_one_warning) {
    FakeDevice device{[](const auto&, const kernels::LaunchShape& shape) {
        return not_made("clBuildProgram, -DBLOCK_THREADS=" +
                        std::to_string(shape[kernels::launch::block_threads]));
    }};
    device.shapes = {usual, slow, fast};
    const KernelChoice choice = choose(device, {.turn = short_turn});
    EXPECT_EQ(choice.measured, 0U);
    ASSERT_THAT(choice.warnings, SizeIs(1));
    EXPECT_THAT(choice.warnings[0], HasSubstr("and 2 more of its launch shapes are not used"));
}

TEST_F(kernel_choice, scanners_that_hold_much_memory_do_not_hold_it_together) {
    int held = 0;
    int held_most = 0;
    FakeDevice device{[&](const auto&, const kernels::LaunchShape&) {
        held_most = std::max(held_most, ++held);
        const std::shared_ptr<void> at_end{nullptr, [&held](void*) { --held; }};
        auto result = made([at_end](const Enqueued& scan) { return done(scan); });
        static_cast<ScriptedScanner&>(*result.scanner).set_scratch_bytes(std::size_t{1} << 33);
        return result;
    }};
    device.shapes = {usual, slow, fast};
    EXPECT_EQ(choose(device, {.turn = short_turn}).measured, 3u);
    EXPECT_EQ(held_most, 1);
}

}  // namespace
}  // namespace sluice::miner
