#include "base/whole_file.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace sluice {
namespace {

namespace fs = std::filesystem;

class ReplaceFileTest : public testing::Test {
protected:
    ReplaceFileTest() {
        std::string name = (fs::temp_directory_path() / "sluice-").string();
        name.append(6, 'X');  // mkdtemp's placeholder
        folder_ = mkdtemp(name.data());
    }
    ~ReplaceFileTest() override { fs::remove_all(folder_); }

    static std::string text_of(const fs::path& path) {
        std::ifstream in(path);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::ptrdiff_t files() const { return std::distance(fs::directory_iterator(folder_), {}); }

    fs::path folder_;
};

using replace_file_function = ReplaceFileTest;

TEST_F(replace_file_function, makes_the_folder_and_leaves_nothing_but_the_file) {
    const fs::path file = folder_ / "sub" / "kernels.json";
    EXPECT_FALSE(replace_file(file, "old"));
    EXPECT_FALSE(replace_file(file, "new"));
    EXPECT_EQ(text_of(file), "new");
    EXPECT_EQ(std::distance(fs::directory_iterator(file.parent_path()), {}), 1);
}

TEST_F(replace_file_function, that_fails_says_why_and_leaves_the_old_file_and_no_draft) {
    const fs::path file = folder_ / "kernels.json";
    ASSERT_FALSE(replace_file(file, "old"));
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{.rlim_cur = 10, .rlim_max = before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const std::error_code error = replace_file(file, std::string(100, 'n'));
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_EQ(error, std::errc::file_too_large);
    EXPECT_EQ(text_of(file), "old");
    EXPECT_EQ(files(), 1);
}

TEST_F(replace_file_function, names_a_folder_that_is_none) {
    ASSERT_FALSE(replace_file(folder_ / "file", "text"));
    EXPECT_EQ(replace_file(folder_ / "file" / "kernels.json", "text"), std::errc::not_a_directory);
}

TEST_F(replace_file_function, writes_behind_a_link) {
    ASSERT_FALSE(replace_file(folder_ / "file", "old"));
    fs::create_symlink("file", folder_ / "link");
    EXPECT_FALSE(replace_file(folder_ / "link", "new"));
    EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
    EXPECT_EQ(text_of(folder_ / "file"), "new");
}

TEST(replace_file_of_a_device, writes_to_it_and_tells_its_error) {
    EXPECT_FALSE(replace_file("/dev/null", "text"));
    EXPECT_EQ(replace_file("/dev/full", "text"), std::errc::no_space_on_device);
    EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

}  // namespace
}  // namespace sluice
