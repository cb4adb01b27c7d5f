#include "lab/support/file_text.hpp"
#include "lab/support/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>

namespace sluice::lab {
namespace {

std::ptrdiff_t files_beside(const std::filesystem::path& path) {
    return std::distance(std::filesystem::directory_iterator(path.parent_path()),
                         std::filesystem::directory_iterator());
}

TEST(whole_file, replaces_the_older_one_only_when_kept) {
    const ScratchFolder folder;
    const std::string path = folder.file("table.csv");
    ASSERT_TRUE(write_file(path, "old"));
    {
        WholeFile file(path);
        file.stream() << "half of the ne";
        file.stream().flush();
        EXPECT_EQ(*read_file(path), "old");
    }
    EXPECT_EQ(*read_file(path), "old");
    EXPECT_EQ(files_beside(path), 1) << "nothing half-written is left";
    WholeFile file(path);
    file.stream() << "new";
    EXPECT_FALSE(file.keep());
    EXPECT_EQ(*read_file(path), "new");
    EXPECT_EQ(files_beside(path), 1);
}

TEST(whole_file, is_written_behind_a_link) {
    const ScratchFolder folder;
    const std::string path = folder.file("table.csv");
    const std::string link = folder.file("link.csv");
    ASSERT_TRUE(write_file(path, "old"));
    std::filesystem::create_symlink(path, link);
    ASSERT_TRUE(write_file(link, "new"));
    EXPECT_TRUE(std::filesystem::is_symlink(link));
    EXPECT_EQ(*read_file(path), "new");
}

TEST(whole_file, tells_of_a_full_disk_and_of_a_missing_folder) {
    const auto full = write_file("/dev/full", "text");
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error(), "/dev/full: No space left on device; nothing was kept");
    const ScratchFolder folder;
    const std::string path = folder.file("missing/table.csv");
    const auto missing = write_file(path, "text");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error(), path + ": No such file or directory; nothing was kept");
}

}  // namespace
}  // namespace sluice::lab
