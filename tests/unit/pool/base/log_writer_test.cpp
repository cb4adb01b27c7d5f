#include "pool/base/log_writer.hpp"

#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/logger.h>

#include <array>
#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include <unistd.h>

namespace sluice::pool {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

std::string contents(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

spdlog::logger logger_on(const std::shared_ptr<LogWriter>& writer) {
    spdlog::logger logger("test", writer);
    logger.set_pattern("%l %v");
    return logger;
}

/// A pipe of the kernel's size, whose reader sleeps unless asked.
class Pipe {
public:
    Pipe() { EXPECT_EQ(pipe(ends_.data()), 0); }
    ~Pipe() {
        close_reader();
        close_writer();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    [[nodiscard]] int writer() const { return ends_[1]; }
    void close_reader() { close_end(ends_[0]); }
    void close_writer() { close_end(ends_[1]); }
    /// Reads until `text` has come by; everything read so far.
    const std::string& read_until(std::string_view text) {
        std::array<char, 65'536> some;
        while (seen_.find(text) == std::string::npos) {
            const ssize_t size = ::read(ends_[0], some.data(), some.size());
            if (size <= 0) {
                break;
            }
            seen_.append(some.data(), static_cast<std::size_t>(size));
        }
        return seen_;
    }

private:
    static void close_end(int& end) {
        if (end >= 0) {
            ::close(end);
        }
        end = -1;
    }

    std::array<int, 2> ends_{-1, -1};
    std::string seen_;
};

TEST(log_writer, appends_lines_in_order_and_all_of_them_at_the_end) {
    const test::ScratchFolder folder;
    std::ofstream(folder / "pool.log") << "before\n";
    {
        const auto writer = std::make_shared<LogWriter>(folder / "pool.log");
        spdlog::logger logger = logger_on(writer);
        logger.info("one");
        logger.warn("two");
    }
    EXPECT_EQ(contents(folder / "pool.log"), "before\ninfo one\nwarning two\n");
}

TEST(log_writer, says_where_a_log_cannot_be_opened) {
    try {
        const LogWriter writer(fs::path("/nowhere/pool.log"));
        FAIL();
    } catch (const spdlog::spdlog_ex& error) {
        EXPECT_THAT(error.what(), AllOf(HasSubstr("/nowhere/pool.log"), HasSubstr("No such")));
    }
}

TEST(log_writer, holds_nobody_up_when_a_pipe_is_not_read_and_says_what_was_dropped) {
    Pipe pipe;
    constexpr std::size_t queue_max = 10'000;
    const auto writer = std::make_shared<LogWriter>(pipe.writer(), queue_max);
    spdlog::logger logger = logger_on(writer);
    const std::string filler(100, 'x');
    for (int i = 0; i < 20'000; ++i) {  // two megabytes into a pipe of 64 KiB
        logger.info("{} {}", i, filler);
    }
    EXPECT_GT(writer->dropped(), 10'000U);
    pipe.read_until("info 19999 ");  // the newest lines are kept
    writer->close();
    pipe.close_writer();
    const std::string& seen = pipe.read_until("more than there is");
    std::uint64_t told = 0;
    const std::string notice = "warning log lines dropped before this one lines=";
    for (std::size_t at = seen.find(notice); at != std::string::npos; at = seen.find(notice, at)) {
        at += notice.size();
        told += std::stoull(seen.substr(at));
    }
    EXPECT_EQ(told, writer->dropped());
}

TEST(log_writer, ends_though_nobody_reads_its_pipe) {
    Pipe pipe;
    const auto writer = std::make_shared<LogWriter>(pipe.writer());
    spdlog::logger logger = logger_on(writer);
    const std::string filler(100, 'x');
    for (int i = 0; i < 5'000; ++i) {
        logger.info(filler);
    }
    writer->close(std::chrono::milliseconds(0));
    EXPECT_GT(writer->dropped(), 4'000U);
}

TEST(log_writer, goes_on_when_the_reader_of_its_pipe_is_gone) {
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    Pipe pipe;
    const auto writer = std::make_shared<LogWriter>(pipe.writer());
    spdlog::logger logger = logger_on(writer);
    pipe.close_reader();
    logger.info("nobody reads this");
    writer->close();
    EXPECT_EQ(writer->dropped(), 1U);
    std::signal(SIGPIPE, before);
}

TEST(log_writer, goes_on_when_the_disk_is_full) {
    const auto writer = std::make_shared<LogWriter>(fs::path("/dev/full"));
    spdlog::logger logger = logger_on(writer);
    logger.info("one");
    logger.info("two");
    writer->close();
    EXPECT_EQ(writer->dropped(), 2U);
}

TEST(log_writer, opens_its_file_again_after_a_rotation_by_rename) {
    const test::ScratchFolder folder;
    const fs::path file = folder / "pool.log";
    const auto writer = std::make_shared<LogWriter>(file);
    spdlog::logger logger = logger_on(writer);
    logger.info("old");
    while (contents(file).empty()) {
        std::this_thread::yield();
    }
    fs::rename(file, folder / "pool.log.1");
    writer->reopen();
    logger.info("new");
    writer->close();
    EXPECT_EQ(contents(folder / "pool.log.1"), "info old\n");
    EXPECT_EQ(contents(file), "info new\n");
}

TEST(log_writer, keeps_its_file_when_it_cannot_be_opened_again) {
    const test::ScratchFolder folder;
    fs::create_directory(folder / "logs");
    const auto writer = std::make_shared<LogWriter>(folder / "logs/pool.log");
    spdlog::logger logger = logger_on(writer);
    fs::rename(folder / "logs", folder / "moved");
    writer->reopen();
    logger.info("still here");
    writer->close();
    EXPECT_THAT(
        contents(folder / "moved/pool.log"),
        AllOf(HasSubstr("error log file not opened again"), HasSubstr("info still here\n")));
}

TEST(log_writer, cuts_a_line_that_no_reader_would_take) {
    const test::ScratchFolder folder;
    const auto writer = std::make_shared<LogWriter>(folder / "pool.log");
    spdlog::logger logger = logger_on(writer);
    logger.info(std::string(20'000'000, 'x'));
    writer->close();
    const std::string text = contents(folder / "pool.log");
    EXPECT_LT(text.size(), LogWriter::line_bytes_max + 100);
    EXPECT_THAT(text, EndsWith("bytes more\n"));
    EXPECT_THAT(text, Not(HasSubstr("\x1b"))) << "no colour in a file";
}

}  // namespace
}  // namespace sluice::pool
