#include "pool/config/check_paths.hpp"

#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

namespace sluice::pool {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

auto path_problem(const std::string& key, const std::string& text) {
    return AllOf(Field(&KeyProblem::key, key), Field(&KeyProblem::problem, HasSubstr(text)));
}

class check_paths_test : public ::testing::Test {
protected:
    check_paths_test() {
        config_.ledger.path = folder_ / "ledger.db";
        config_.embedded.path = folder_ / "chain.db";
        config_.log.file = folder_ / "pool.log";
    }

    test::ScratchFolder folder_;
    PoolConfig config_;
};

TEST_F(check_paths_test, new_files_in_a_folder_are_right_and_none_is_made) {
    EXPECT_THAT(check_paths(config_), IsEmpty());
    EXPECT_TRUE(fs::is_empty(folder_.path()));
}

TEST_F(check_paths_test, names_folders_that_are_missing) {
    config_.ledger.path = folder_ / "none/ledger.db";
    config_.embedded.path = folder_ / "nothing/chain.db";
    config_.log.file = folder_ / "nowhere/pool.log";
    EXPECT_THAT(check_paths(config_),
                ElementsAre(path_problem("ledger.path", "none does not exist"),
                            path_problem("embedded.path", "nothing does not exist"),
                            path_problem("log.file", "nowhere does not exist")));
}

TEST_F(check_paths_test, names_folders_in_a_files_place) {
    config_.ledger.path = config_.log.file = folder_.path();
    EXPECT_THAT(check_paths(config_), ElementsAre(path_problem("ledger.path", "is a folder"),
                                                  path_problem("log.file", "is a folder")));
}

TEST_F(check_paths_test, names_a_file_that_is_no_database) {
    std::ofstream(folder_ / "ledger.db") << "notes about the pool";
    EXPECT_THAT(check_paths(config_), ElementsAre(path_problem("ledger.path", "is no database")));
    std::ofstream(folder_ / "ledger.db") << "short";
    EXPECT_THAT(check_paths(config_), ElementsAre(path_problem("ledger.path", "is no database")));
    std::ofstream(folder_ / "ledger.db") << std::string("SQLite format 3\0 and so on", 26);
    EXPECT_THAT(check_paths(config_), IsEmpty());
}

TEST_F(check_paths_test, names_a_folder_that_may_not_be_written) {
    if (::geteuid() == 0) {
        GTEST_SKIP() << "root may write everywhere";
    }
    ::chmod(folder_.path().c_str(), 0500);
    EXPECT_THAT(check_paths(config_), ::testing::Contains(path_problem("ledger.path", "written")));
    ::chmod(folder_.path().c_str(), 0700);
}

TEST_F(check_paths_test, names_one_file_behind_two_names) {
    std::ofstream{folder_ / "ledger.db"};
    fs::create_symlink("ledger.db", folder_ / "chain.db");
    fs::create_hard_link(folder_ / "ledger.db", folder_ / "pool.log");
    EXPECT_THAT(check_paths(config_), ElementsAre(path_problem("embedded.path", "the same file"),
                                                  path_problem("log.file", "the same file")));
}

TEST_F(check_paths_test, looks_at_the_cookie_of_a_node) {
    config_.pool.source = "node";
    config_.node.cookie_file = folder_.path();
    EXPECT_THAT(check_paths(config_), ElementsAre(path_problem("node.cookie_file", "is a folder")));
    config_.node.cookie_file = folder_ / ".cookie";
    EXPECT_THAT(check_paths(config_), IsEmpty());
    EXPECT_THAT(config_notes(config_, {}), ElementsAre(HasSubstr("is not there")));
    std::ofstream(folder_ / ".cookie") << "user:password";
    EXPECT_THAT(config_notes(config_, {}), IsEmpty());
}

TEST_F(check_paths_test, notes_that_others_than_this_machine_may_read_details) {
    config_.http.server.listen = {{"127.0.0.1", 8080}, {"::1", 8080}, {"::ffff:127.1.2.3", 8081}};
    EXPECT_THAT(config_notes(config_, {}), IsEmpty());
    for (const char* host : {"0.0.0.0", "::", "192.168.1.5", "::ffff:10.0.0.1"}) {
        config_.http.server.listen.back().host = host;
        EXPECT_THAT(config_notes(config_, {}), ElementsAre(HasSubstr("http.details"))) << host;
    }
    config_.http.details = false;
    EXPECT_THAT(config_notes(config_, {}), IsEmpty());
}

TEST_F(check_paths_test, warns_of_a_password_that_others_may_read) {
    const fs::path file = folder_ / "pool.toml";
    std::ofstream{file};
    ::chmod(file.c_str(), 0644);
    EXPECT_THAT(config_notes(config_, file), IsEmpty()) << "there is no password in it";
    config_.node.password = "secret";
    EXPECT_THAT(config_notes(config_, file), ElementsAre(HasSubstr("chmod 600")));
    ::chmod(file.c_str(), 0600);
    EXPECT_THAT(config_notes(config_, file), IsEmpty());
}

}  // namespace
}  // namespace sluice::pool
