#include "kernels/gpu/opencl/opencl_device.hpp"
#include "kernels/algorithms/scrypt/launch_parameters.hpp"
#include "kernels/algorithms/sha256d/launch_parameters.hpp"

#include "kernels/gpu/opencl/opencl_devices.hpp"
#include "kernels/gpu/opencl/opencl_error.hpp"
#include "kernels/gpu/opencl/program_builder.hpp"
#include "kernels/registry/algorithms.hpp"
#include "tests/unit/kernels/opencl/opencl_support.hpp"
#include "tests/unit/kernels/scan_support.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace sluice::kernels::opencl {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Algorithm& sha256d_row() { return *find_algorithm("sha256d"); }
const Algorithm& scrypt_row() { return *find_algorithm("scrypt"); }

/// Compiles in a moment: one version, and few nonces for each work item.
constexpr LaunchShape small = {
    {&launch::block_threads, 8}, {&launch::nonces_per_thread, 1}, {&launch::versions, 1}};

using OpenClDeviceTest = tests::OpenClTest;

TEST(opencl_backend, finds_pocl_where_its_package_is_installed) {
    if (!fs::exists("/etc/OpenCL/vendors/pocl.icd") || std::getenv("OCL_ICD_VENDORS") != nullptr) {
        GTEST_SKIP()
            << "the package pocl-opencl-icd is not installed, or hidden by OCL_ICD_VENDORS";
    }
    DeviceList list;
    add_opencl_devices(list);
    EXPECT_TRUE(std::ranges::any_of(list.devices, [](const std::unique_ptr<Device>& device) {
        return device->info().driver.starts_with("Portable Computing Language");
    })) << (list.absent.empty() ? "" : list.absent.front());
}

TEST(opencl_backend, says_in_one_line_why_there_is_no_loader) {
    std::string absent;
    EXPECT_EQ(load_api(absent, "libOpenCL-of-another-machine.so.1"), nullptr);
    EXPECT_THAT(absent, HasSubstr("there is no libOpenCL-of-another-machine.so.1"));
    EXPECT_THAT(absent, HasSubstr("ocl-icd-libopencl1"));
    EXPECT_EQ(load_api(absent, "libm.so.6"), nullptr);
    EXPECT_THAT(absent, HasSubstr("libm.so.6 has no cl"));
}

TEST(opencl_backend, says_in_one_line_why_there_is_no_driver) {
    Api api;
    api.GetPlatformIDs = [](cl_uint, cl_platform_id*, cl_uint*) -> cl_int { return -1001; };
    std::vector<std::string> absent;
    EXPECT_THAT(find_devices(api, absent), IsEmpty());
    EXPECT_THAT(absent,
                ElementsAre("OpenCL: clGetPlatformIDs: CL_PLATFORM_NOT_FOUND_KHR (no driver "
                            "is registered in /etc/OpenCL/vendors)"));
}

/// One driver without devices, whose name would clear a terminal.
Api api_without_devices() {
    Api api;
    api.GetPlatformIDs = [](cl_uint, cl_platform_id*, cl_uint* count) -> cl_int {
        if (count != nullptr) {
            *count = 1;
        }
        return CL_SUCCESS;
    };
    api.GetPlatformInfo = [](cl_platform_id, cl_platform_info, std::size_t, void* out,
                             std::size_t* size) -> cl_int {
        constexpr char name[] = "Acme\033[2J";
        if (out != nullptr) {
            std::memcpy(out, name, sizeof(name));
        } else {
            *size = sizeof(name);
        }
        return CL_SUCCESS;
    };
    api.GetDeviceIDs = [](cl_platform_id, cl_device_type, cl_uint, cl_device_id*,
                          cl_uint*) -> cl_int { return CL_DEVICE_NOT_FOUND; };
    return api;
}

TEST(opencl_backend, says_in_one_line_that_a_driver_has_no_device) {
    std::vector<std::string> absent = {"CUDA: no NVIDIA driver"};
    EXPECT_THAT(find_devices(api_without_devices(), absent), IsEmpty());
    EXPECT_THAT(absent, ElementsAre("CUDA: no NVIDIA driver",
                                    "OpenCL: the driver \"Acme?[2J\" has no device"));
}

TEST(opencl_backend, asks_no_driver_that_is_to_be_left_out) {
    Api api = api_without_devices();
    api.GetDeviceIDs = [](cl_platform_id, cl_device_type, cl_uint, cl_device_id*,
                          cl_uint*) -> cl_int { std::abort(); };
    std::vector<std::string> absent;
    EXPECT_THAT(find_devices(api, absent, [](const std::string&) { return false; }), IsEmpty());
    EXPECT_THAT(absent, IsEmpty());
}

TEST(opencl_backend, tells_of_a_driver_before_its_first_question) {
    Api api = api_without_devices();
    api.GetPlatformInfo = [](cl_platform_id, cl_platform_info, std::size_t, void*,
                             std::size_t*) -> cl_int { std::abort(); };
    std::vector<std::string> absent;
    std::vector<std::string> told;
    (void)find_devices(api, absent, [&](const std::string& driver) {
        told.push_back(driver);
        return false;
    });
    EXPECT_THAT(told, ElementsAre("platform 1"));
    (void)find_devices(api_without_devices(), absent, [&](const std::string& driver) {
        told.push_back(driver);
        return true;
    });
    EXPECT_EQ(told.back(), "Acme?[2J (platform 1)") << "two drivers of one name are told apart";
}

TEST(opencl_build_log, is_told_by_its_first_error_in_one_bounded_line) {
    EXPECT_EQ(build_log_excerpt(" \n\n"), "the compiler says nothing");
    EXPECT_EQ(build_log_excerpt("no such device\n"), "no such device");
    EXPECT_EQ(build_log_excerpt("warning: unused\n\n3:1: error: \033[1mexpected ';'\nnote: here\n"),
              "3:1: error: ?[1mexpected ';' (one of 3 lines)");
    EXPECT_LT(build_log_excerpt(std::string(100'000, 'x')).size(), 300U);
}

TEST(opencl_errors, have_the_specifications_names_and_say_what_would_be_right) {
    EXPECT_EQ(error_name(CL_OUT_OF_RESOURCES), "CL_OUT_OF_RESOURCES");
    EXPECT_EQ(error_name(-9999), "OpenCL error -9999");
    EXPECT_STREQ(Error(CL_MEM_OBJECT_ALLOCATION_FAILURE, "clCreateBuffer").what(),
                 "clCreateBuffer: CL_MEM_OBJECT_ALLOCATION_FAILURE (a smaller launch or a larger "
                 "lookup gap needs less memory)");
    EXPECT_STREQ(Error(CL_INVALID_VALUE, "clFlush").what(), "clFlush: CL_INVALID_VALUE");
}

TEST_F(OpenClDeviceTest, tells_name_driver_and_memory) {
    for (const FoundDevice& found : machine_.found) {
        EXPECT_EQ(found.info.backend, "opencl");
        EXPECT_FALSE(found.info.name.empty());
        EXPECT_FALSE(found.info.driver.empty());
        EXPECT_GT(found.info.memory_bytes, 0U);
        EXPECT_GE(found.traits.block_threads_max, 64U);
    }
}

TEST_F(OpenClDeviceTest, offers_launch_shapes_to_time_for_its_kernels_only) {
    const OpenClDevice opencl = device();
    for (const Algorithm& algorithm : algorithms()) {
        EXPECT_GT(opencl.launch_shapes(algorithm, "opencl").size(), 3U);
        EXPECT_THAT(opencl.launch_shapes(algorithm, "avx2"), IsEmpty());
    }
}

TEST_F(OpenClDeviceTest, lists_its_kernels_when_a_name_is_unknown) {
    EXPECT_THAT(device().make_scanner(sha256d_row(), "sha256d/avx2", {}).error,
                HasSubstr("unknown kernel \"sha256d/avx2\""));
    EXPECT_THAT(device().make_scanner(sha256d_row(), "cuda", {}).error,
                HasSubstr("there are: sha256d/opencl (eligible)"));
}

TEST_F(OpenClDeviceTest, refuses_a_launch_shape_that_it_cannot_run) {
    const auto made =
        device().make_scanner(sha256d_row(), "", {{&launch::block_threads, 1U << 20}});
    EXPECT_EQ(made.scanner, nullptr);
    EXPECT_THAT(made.error, HasSubstr("(right: 1 to "));
}

TEST_F(OpenClDeviceTest, says_how_much_memory_a_scratchpad_would_take) {
    const auto made =
        device().make_scanner(scrypt_row(), "", {{&launch::hashes, 1U << 30}});
    EXPECT_EQ(made.scanner, nullptr);
    EXPECT_THAT(made.error, HasSubstr("no memory for the scratchpad"));
}

TEST_F(OpenClDeviceTest, keeps_fewer_hashes_in_flight_when_there_is_less_memory_than_it_said) {
    FoundDevice boaster = machine_.found.front();
    boaster.traits.memory_bytes = std::uint64_t{1} << 50;
    boaster.traits.buffer_bytes_max = std::uint64_t{1} << 50;
    boaster.traits.compute_units = 1U << 22;
    OpenClDevice opencl(machine_.api, boaster, ProgramCache());
    const auto made = opencl.make_scanner(scrypt_row(), "",
                                          {{&launch::block_threads, 2}, {&launch::lookup_gap, 2}});
    ASSERT_TRUE(made.scanner) << made.error;
    // The user's cache may hold a program of an older version, which is another note.
    EXPECT_THAT(made.notes, Contains(HasSubstr("trying half of them")));
    EXPECT_LE(made.scanner->scratch_bytes(), machine_.found.front().traits.buffer_bytes_max);
}

TEST_F(OpenClDeviceTest, compiles_once_and_then_takes_the_program_from_its_cache) {
    static int compilations;
    const auto counting = std::make_shared<Api>(*machine_.api);
    static decltype(Api::CreateProgramWithSource) compile;
    compile = machine_.api->CreateProgramWithSource;
    counting->CreateProgramWithSource = [](cl_context context, cl_uint count, const char** texts,
                                           const std::size_t* sizes, cl_int* code) {
        ++compilations;
        return compile(context, count, texts, sizes, code);
    };
    const tests::TemporaryFolder folder;
    OpenClDevice opencl = device(counting, ProgramCache(folder.path()));
    const auto make = [&] {
        const auto made = opencl.make_scanner(sha256d_row(), "", small);
        EXPECT_TRUE(made.scanner) << made.error;
        return made.notes;
    };
    EXPECT_THAT(make(), IsEmpty());
    EXPECT_EQ(compilations, 1);
    EXPECT_THAT(make(), IsEmpty());
    EXPECT_EQ(compilations, 1);

    const fs::path file = *fs::directory_iterator(folder.path());
    std::ofstream(file, std::ios::binary | std::ios::in).seekp(-1000, std::ios::end) << "damage";
    EXPECT_THAT(make(), ElementsAre(HasSubstr("is damaged; compiling it again")));
    EXPECT_EQ(compilations, 2);
    EXPECT_THAT(make(), IsEmpty());

    FoundDevice updated = machine_.found.front();
    updated.info.driver += " with an update";
    OpenClDevice newer(counting, updated, ProgramCache(folder.path()));
    const auto made = newer.make_scanner(sha256d_row(), "", small);
    EXPECT_TRUE(made.scanner) << made.error;
    EXPECT_THAT(made.notes, ElementsAre(HasSubstr("is of another device, driver or version")));
    EXPECT_EQ(compilations, 3);
}

TEST_F(OpenClDeviceTest, compiles_again_what_the_driver_does_not_take_from_the_cache) {
    const auto choosy = std::make_shared<Api>(*machine_.api);
    choosy->CreateProgramWithBinary = [](cl_context, cl_uint, const cl_device_id*,
                                         const std::size_t*, const unsigned char**, cl_int*,
                                         cl_int* code) -> cl_program {
        *code = CL_INVALID_BINARY;
        return nullptr;
    };
    const tests::TemporaryFolder folder;
    OpenClDevice opencl = device(choosy, ProgramCache(folder.path()));
    EXPECT_THAT(opencl.make_scanner(sha256d_row(), "", small).notes, IsEmpty());
    const auto made = opencl.make_scanner(sha256d_row(), "", small);
    EXPECT_TRUE(made.scanner) << made.error;
    EXPECT_THAT(made.notes, ElementsAre(HasSubstr("the driver does not take")));
}

/// Launches fail while this is set, at once or on the device.
cl_int launch_code;
cl_int device_code;
std::shared_ptr<const Api> real_api;

std::shared_ptr<const Api> faulty_api(const std::shared_ptr<const Api>& real) {
    real_api = real;
    launch_code = device_code = CL_SUCCESS;
    const auto faulty = std::make_shared<Api>(*real);
    faulty->EnqueueNDRangeKernel = [](cl_command_queue queue, cl_kernel kernel, cl_uint dimensions,
                                      const std::size_t* offsets, const std::size_t* sizes,
                                      const std::size_t* local_sizes, cl_uint wait_count,
                                      const cl_event* wait_list, cl_event* event) -> cl_int {
        return launch_code != CL_SUCCESS
                   ? launch_code
                   : real_api->EnqueueNDRangeKernel(queue, kernel, dimensions, offsets, sizes,
                                                    local_sizes, wait_count, wait_list, event);
    };
    faulty->GetEventInfo = [](cl_event event, cl_event_info what, std::size_t size, void* out,
                              std::size_t* size_out) -> cl_int {
        if (device_code == CL_SUCCESS) {
            return real_api->GetEventInfo(event, what, size, out, size_out);
        }
        *static_cast<cl_int*>(out) = device_code;
        return CL_SUCCESS;
    };
    return faulty;
}

TEST_F(OpenClDeviceTest, reports_a_device_error_and_makes_a_fresh_scanner_that_works) {
    OpenClDevice opencl = device(faulty_api(machine_.api));
    std::mt19937 random(5);
    Work work = kernels::tests::random_work(random, 1);
    work.target.fill(0xff);
    for (cl_int* const fault : {&launch_code, &device_code}) {
        const auto made = opencl.make_scanner(sha256d_row(), "", small);
        ASSERT_TRUE(made.scanner) << made.error;
        EXPECT_EQ(scan(*made.scanner, work, {0, 10}).nonces_done, 10U);
        *fault = CL_OUT_OF_RESOURCES;
        const ScanResult failed = scan(*made.scanner, work, {0, 10});
        EXPECT_THAT(failed.device_error, HasSubstr("CL_OUT_OF_RESOURCES"));
        EXPECT_EQ(failed.nonces_done, 0U);
        *fault = CL_SUCCESS;
        EXPECT_THAT(scan(*made.scanner, work, {0, 10}).device_error,
                    HasSubstr("CL_OUT_OF_RESOURCES"))
            << "the old one stays as it is";
        const auto fresh = opencl.make_scanner(sha256d_row(), "", small);
        ASSERT_TRUE(fresh.scanner) << fresh.error;
        EXPECT_EQ(scan(*fresh.scanner, work, {0, 10}).hits.size(), 10U);
    }
}

TEST_F(OpenClDeviceTest, without_a_context_refuses_the_kernel_and_says_why) {
    const auto faulty = std::make_shared<Api>(*machine_.api);
    faulty->CreateContext = [](const cl_context_properties*, cl_uint, const cl_device_id*,
                               void(CL_CALLBACK*)(const char*, const void*, std::size_t, void*),
                               void*, cl_int* code) -> cl_context {
        *code = CL_DEVICE_NOT_AVAILABLE;
        return nullptr;
    };
    const auto made = device(faulty).make_scanner(sha256d_row(), "", {});
    EXPECT_EQ(made.scanner, nullptr);
    EXPECT_THAT(made.error, HasSubstr("clCreateContext: CL_DEVICE_NOT_AVAILABLE (another program"));
}

/// What CUDA lists, as far as the OpenCL backend looks at it.
class CudaTwin final : public Device {
public:
    [[nodiscard]] const DeviceInfo& info() const noexcept override { return info_; }
    [[nodiscard]] std::vector<KernelInfo> kernels(const Algorithm&) const override { return {}; }
    using Device::make_scanner;
    [[nodiscard]] MakeScannerResult make_scanner(const Algorithm&, std::string_view,
                                                 const LaunchShape&, const StepNotice&) override {
        return {};
    }

private:
    DeviceInfo info_ = {.backend = "cuda",
                        .index = 0,
                        .name = "A card",
                        .parallel_scanners = 1,
                        .driver = {},
                        .pci_bus_id = "0000:c1:00.0"};
};

/// A card at 0000:c1:00.0, as NVIDIA's driver tells it; without one, `place` is another bus.
cl_uint bus_of_card;

std::shared_ptr<const Api> card_api() {
    const auto api = std::make_shared<Api>();
    api->GetPlatformIDs = [](cl_uint, cl_platform_id*, cl_uint* count) -> cl_int {
        if (count != nullptr) {
            *count = 1;
        }
        return CL_SUCCESS;
    };
    api->GetPlatformInfo = [](cl_platform_id, cl_platform_info, std::size_t, void*,
                              std::size_t*) -> cl_int { return CL_INVALID_VALUE; };
    api->GetDeviceIDs = [](cl_platform_id, cl_device_type, cl_uint, cl_device_id*,
                           cl_uint* count) -> cl_int {
        if (count != nullptr) {
            *count = 1;
        }
        return CL_SUCCESS;
    };
    api->GetDeviceInfo = [](cl_device_id, cl_device_info what, std::size_t size, void* out,
                            std::size_t* size_out) -> cl_int {
        const cl_uint bus_id_nv = 0x4008;
        if (what == CL_DEVICE_TYPE && size == sizeof(cl_device_type)) {
            *static_cast<cl_device_type*>(out) = CL_DEVICE_TYPE_GPU;
        } else if (what == bus_id_nv && size == sizeof(cl_uint)) {
            *static_cast<cl_uint*>(out) = bus_of_card;
        } else {
            return CL_INVALID_VALUE;
        }
        *size_out = size;
        return CL_SUCCESS;
    };
    return api;
}

TEST(opencl_backend, does_not_select_a_card_that_the_list_has_already) {
    for (const bool is_twin : {true, false}) {
        bus_of_card = is_twin ? 0xc1 : 0xc2;
        DeviceList list;
        list.devices.push_back(std::make_unique<CudaTwin>());
        add_devices(list, card_api());
        ASSERT_EQ(list.devices.size(), 2U);
        const DeviceInfo& card = list.devices.back()->info();
        EXPECT_EQ(card.pci_bus_id, is_twin ? "0000:c1:00.0" : "0000:c2:00.0");
        EXPECT_EQ(card.selected_by_default, !is_twin);
        EXPECT_EQ(list.devices.back()->kernels(sha256d_row()).front().ineligible,
                  "the driver says that it is not available");
    }
}

TEST_F(OpenClDeviceTest, does_not_select_a_cpu) {
    DeviceList list;
    add_devices(list, machine_.api);
    ASSERT_EQ(list.devices.size(), machine_.found.size());
    int cpus = 0;
    for (std::size_t i = 0; i < list.devices.size(); ++i) {
        if (machine_.found[i].traits.is_cpu) {
            ++cpus;
            EXPECT_FALSE(list.devices[i]->info().selected_by_default);
        }
    }
    if (cpus == 0) {
        GTEST_SKIP() << "no OpenCL device of this machine is a CPU";
    }
}

}  // namespace
}  // namespace sluice::kernels::opencl
