#include "kernels/gpu/opencl/program_cache.hpp"

#include "tests/unit/kernels/opencl/opencl_support.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

namespace sluice::kernels::opencl {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const ProgramIdentity example = {.device = "A card",
                                 .driver = "Driver 1.0",
                                 .kernel = "sha256d/opencl",
                                 .options = "-DVERSIONS=4",
                                 .source = "kernel"};
const std::string program("binary\0with a line\n\nand more", 28);

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

TEST(program_cache, gives_back_what_it_has_stored) {
    const tests::TemporaryFolder folder;
    const ProgramCache cache(folder.path() / "made" / "on demand");
    EXPECT_EQ(cache.load(example).program, "");
    EXPECT_EQ(cache.load(example).note, "");
    EXPECT_EQ(cache.store(example, program), "");
    EXPECT_EQ(cache.load(example).program, program);
    EXPECT_EQ(cache.load(example).note, "");
}

TEST(program_cache, leaves_no_other_file_behind) {
    const tests::TemporaryFolder folder;
    const ProgramCache cache(folder.path());
    EXPECT_EQ(cache.store(example, program), "");
    EXPECT_EQ(cache.store(example, program), "");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(program_cache, takes_no_program_of_another_driver_or_source) {
    const tests::TemporaryFolder folder;
    const ProgramCache cache(folder.path());
    EXPECT_EQ(cache.store(example, program), "");
    ProgramIdentity newer_driver = example;
    newer_driver.driver = "Driver 1.1";
    ProgramIdentity newer_source = example;
    newer_source.source = "kernel, faster";
    for (const ProgramIdentity& identity : {newer_driver, newer_source}) {
        EXPECT_EQ(cache.load(identity).program, "");
        EXPECT_THAT(
            cache.load(identity).note,
            HasSubstr("of another device, driver or version of Sluice; compiling it again"));
    }
    EXPECT_EQ(cache.store(newer_driver, "newer"), "");
    EXPECT_EQ(cache.load(newer_driver).program, "newer") << "it replaces the older one";
}

TEST(program_cache, keeps_programs_of_other_devices_and_options_apart) {
    const tests::TemporaryFolder folder;
    const ProgramCache cache(folder.path());
    EXPECT_EQ(cache.store(example, program), "");
    ProgramIdentity other_device = example;
    other_device.device = "Another card";
    ProgramIdentity other_options = example;
    other_options.options = "-DVERSIONS=1";
    for (const ProgramIdentity& identity : {other_device, other_options}) {
        EXPECT_EQ(cache.load(identity).program, "");
        EXPECT_EQ(cache.load(identity).note, "");
    }
}

TEST(program_cache, takes_no_file_copied_from_another_device) {
    const tests::TemporaryFolder folder;
    const ProgramCache cache(folder.path());
    EXPECT_EQ(cache.store(example, program), "");
    ProgramIdentity other = example;
    other.device = "Another card";
    fs::copy_file(cache.file_of(example), cache.file_of(other));
    EXPECT_EQ(cache.load(other).program, "");
    EXPECT_THAT(cache.load(other).note, HasSubstr("of another device"));
}

TEST(program_cache, notices_every_damaged_byte_and_every_length) {
    const tests::TemporaryFolder folder;
    const ProgramCache cache(folder.path());
    EXPECT_EQ(cache.store(example, program), "");
    const fs::path path = cache.file_of(example);
    const std::string file = read_file(path);
    for (std::size_t i = 0; i < file.size(); ++i) {
        std::string damaged = file;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x20);
        write_file(path, damaged);
        EXPECT_EQ(cache.load(example).program, "") << "byte " << i;
        EXPECT_THAT(cache.load(example).note, HasSubstr("compiling it again")) << "byte " << i;
        write_file(path, file.substr(0, i));
        EXPECT_EQ(cache.load(example).program, "") << i << " bytes";
        EXPECT_THAT(cache.load(example).note, HasSubstr("compiling it again")) << i << " bytes";
    }
    write_file(path, file + " ");
    EXPECT_THAT(cache.load(example).note, HasSubstr("is damaged"));
}

TEST(program_cache, says_why_it_cannot_keep_a_program) {
    const tests::TemporaryFolder folder;
    write_file(folder.path() / "file", "");
    const ProgramCache cache(folder.path() / "file");
    EXPECT_THAT(cache.store(example, program), HasSubstr("cannot keep the compiled program in"));
    EXPECT_EQ(cache.load(example).program, "");
}

TEST(program_cache, without_a_folder_keeps_nothing_and_does_not_mind) {
    const ProgramCache cache{fs::path()};
    EXPECT_EQ(cache.store(example, program), "");
    EXPECT_EQ(cache.load(example).program, "");
}

}  // namespace
}  // namespace sluice::kernels::opencl
