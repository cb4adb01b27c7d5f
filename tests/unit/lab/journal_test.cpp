#include "lab/study/journal.hpp"

#include "lab/support/file_text.hpp"
#include "lab/support/scratch_folder.hpp"

#include <gtest/gtest.h>

namespace sluice::lab {
namespace {

TEST(journal, keeps_its_lines) {
    const ScratchFolder folder;
    const std::string path = folder.file("j");
    {
        auto journal = Journal::open(path, "title");
        ASSERT_TRUE(journal) << journal.error();
        EXPECT_TRUE(journal->lines().empty());
        EXPECT_TRUE(journal->append("one"));
        EXPECT_TRUE(journal->append("two"));
    }
    auto journal = Journal::open(path, "title");
    ASSERT_TRUE(journal) << journal.error();
    EXPECT_EQ(journal->lines(), (std::vector<std::string>{"one", "two"}));
}

TEST(journal, drops_a_line_that_was_cut_short_wherever_it_was_cut) {
    const ScratchFolder folder;
    const std::string path = folder.file("j");
    const std::string whole = "title\none\ntwo\n";
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        ASSERT_TRUE(write_file(path, whole.substr(0, length)));
        {
            auto journal = Journal::open(path, "title");
            ASSERT_TRUE(journal) << length << ": " << journal.error();
            EXPECT_EQ(journal->lines().size(), length < 10 ? 0U : length < 14 ? 1U : 2U) << length;
            ASSERT_TRUE(journal->append("more"));
        }
        auto again = Journal::open(path, "title");
        ASSERT_TRUE(again);
        EXPECT_EQ(again->lines().back(), "more") << length;
    }
}

TEST(journal, refuses_a_file_of_another_kind) {
    const ScratchFolder folder;
    const std::string path = folder.file("j");
    ASSERT_TRUE(write_file(path, "height,time,bits\n1,2,3\n"));
    const auto journal = Journal::open(path, "title");
    ASSERT_FALSE(journal);
    EXPECT_NE(journal.error().find(path), std::string::npos);
    EXPECT_EQ(*read_file(path), "height,time,bits\n1,2,3\n") << "it must not be touched";
}

TEST(journal, has_one_writer_at_a_time) {
    const ScratchFolder folder;
    const std::string path = folder.file("j");
    {
        auto journal = Journal::open(path, "title");
        ASSERT_TRUE(journal) << journal.error();
        const auto second = Journal::open(path, "title");
        ASSERT_FALSE(second);
        EXPECT_NE(second.error().find("another run"), std::string::npos) << second.error();
        EXPECT_TRUE(journal->append("one"));
    }
    EXPECT_EQ(Journal::open(path, "title")->lines(), std::vector<std::string>{"one"});
}

TEST(journal, a_full_disk_is_an_error_that_says_so) {
    const auto journal = Journal::open("/dev/full", "title");
    ASSERT_FALSE(journal);
    EXPECT_NE(journal.error().find("No space left"), std::string::npos) << journal.error();
}

TEST(file_text, a_full_disk_is_an_error_that_says_so) {
    const auto written = write_file("/dev/full", "text");
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().find("No space left"), std::string::npos) << written.error();
}

TEST(file_text, a_missing_file_is_named) {
    const auto text = read_file("/nonexistent/file");
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error(), "/nonexistent/file: No such file or directory");
}

}  // namespace
}  // namespace sluice::lab
