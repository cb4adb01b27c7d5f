#include "pool/config/load_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace sluice::pool {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

/// The messages of a configuration that must not load.
std::vector<std::string> problems(std::string_view text) {
    const ConfigResult result = parse_config(text, "pool.toml");
    std::vector<std::string> messages;
    if (!result) {
        for (const ConfigProblem& problem : result.error()) {
            messages.push_back(message(problem));
        }
    }
    return messages;
}

/// Says where, and names a fact; the wording of a whole message is held by one test below.
auto says(const std::string& place, const std::string& fact) {
    return AllOf(StartsWith(place), HasSubstr(fact));
}

/// A file of its own that goes with the test.
class TemporaryFile {
public:
    explicit TemporaryFile(std::string_view text)
        : path_(std::filesystem::temp_directory_path() /
                ("sluice-config-test-" + std::to_string(getpid()) + ".toml")) {
        std::ofstream(path_) << text;
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

TEST(load_config, an_empty_file_gives_the_defaults) {
    const ConfigResult result = parse_config("", "pool.toml");
    ASSERT_TRUE(result);
    EXPECT_EQ(*result, PoolConfig{});
}

TEST(load_config, says_what_is_misread_and_what_contradicts_itself_at_once) {
    const std::string text =
        "[log]\nlevel = 7\n"
        "[stratum]\nmin_difficulty = 4\nmax_difficulty = 2\n";
    EXPECT_THAT(problems(text), ElementsAre(StartsWith("pool.toml:2:9: log.level:"),
                                            StartsWith("pool.toml:5:1: stratum.max_difficulty:")));
}

TEST(load_config, finds_no_contradiction_in_what_it_could_not_read) {
    // The minimum that was meant is unknown: its default says nothing about the maximum.
    EXPECT_THAT(problems("[stratum]\nmin_dificulty = 0.000002\nmax_difficulty = 0.00001\n"),
                ElementsAre(HasSubstr("did you mean \"min_difficulty\"?")));
    EXPECT_THAT(problems("[embeded]\nrule = 'asert'\n[votes]\nfork = true\n"),
                ElementsAre(HasSubstr("did you mean \"embedded\"?")));
    EXPECT_THAT(problems("[votes]\nfork = true\n[[embedded.deployment]]\nnme = 'fork'\n"),
                ElementsAre(HasSubstr("deployment[0].name: missing"), HasSubstr("nme")));
}

TEST(load_config, a_key_says_nothing_to_the_terminal) {
    const std::vector<std::string> found = problems("[pool]\n\"a\\u001b[31m\\nb\" = 1\n");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_THAT(found[0], HasSubstr("pool.a?[31m?b: unknown key"));
    EXPECT_LT(problems("[pool]\n" + std::string(100'000, 'k') + " = 1\n")[0].size(), 4'000U);
}

TEST(load_config, names_a_limited_number_of_problems) {
    std::string text = "[pool]\n";
    for (int i = 0; i < 1'000; ++i) {
        text += "unknown" + std::to_string(i) + " = 1\n";
    }
    EXPECT_EQ(problems(text).size(), config_problems_max);
}

TEST(load_config, reads_every_kind_of_value) {
    const ConfigResult result = parse_config(R"(
[pool]
name = "Test"
network = "main"
source = "node"
address = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
[node]
url = "http://10.0.0.2:8332/"
user = "u"
password = "p"
longpoll = false
poll_interval_ms = 100
extra_rules = ["mweb"]
[stratum]
listen = "0.0.0.0:3333"
version_mask = "1fffffe0"
start_difficulty = 512
min_difficulty = 0.5
[http]
listen = []
[votes]
taproot = false
[[embedded.deployment]]
name = "first"
[[embedded.deployment]]
name = "second"
bit = 5
)",
                                             "pool.toml");
    ASSERT_TRUE(result) << message(result.error().front());
    EXPECT_EQ(result->pool.name, "Test");
    EXPECT_EQ(result->node.url, (HttpUrl{"10.0.0.2", 8332, "/"}));
    EXPECT_EQ(result->node.longpoll, false);
    EXPECT_EQ(result->node.poll_interval, std::chrono::milliseconds(100));
    EXPECT_THAT(result->node.extra_rules, ElementsAre("mweb"));
    EXPECT_THAT(result->stratum.server.listen, ElementsAre(Endpoint{"0.0.0.0", 3333}));
    EXPECT_EQ(result->stratum.server.version_mask, 0x1fffffe0U);
    EXPECT_EQ(result->stratum.server.difficulty.start, 512);
    EXPECT_EQ(result->stratum.server.difficulty.min, 0.5);
    EXPECT_TRUE(result->http.server.listen.empty());
    EXPECT_EQ(result->votes, (std::map<std::string, bool>{{"taproot", false}}));
    ASSERT_EQ(result->embedded.deployments.size(), 2U);
    EXPECT_EQ(result->embedded.deployments[1].name, "second");
    EXPECT_EQ(result->embedded.deployments[1].bit, 5);
}

TEST(load_config, an_unknown_key_names_the_nearest_one) {
    EXPECT_THAT(problems("[stratum]\nlistn = \"127.0.0.1:3333\"\n"),
                ElementsAre("pool.toml:2:1: stratum.listn: unknown key; did you mean \"listen\"?"));
}

TEST(load_config, an_unknown_key_that_fits_another_section_says_which) {
    EXPECT_THAT(problems("[pool]\npoll_interval_ms = 5\n"),
                ElementsAre(says("pool.toml:2:1: pool.poll_interval_ms:", "[node]")));
}

TEST(load_config, an_unknown_key_like_no_other_lists_what_there_is) {
    EXPECT_THAT(problems("[ledger]\nengine = 1\n"),
                ElementsAre(says("pool.toml:2:1: ledger.engine:", "path, commit_interval_ms")));
}

TEST(load_config, an_unknown_section_names_the_nearest_one) {
    EXPECT_THAT(problems("[stratun]\n"),
                ElementsAre(says("pool.toml:1:2: stratun:", "\"stratum\"")));
}

TEST(load_config, a_key_outside_its_section_says_where_it_belongs) {
    EXPECT_THAT(problems("address = \"x\"\n"),
                ElementsAre(says("pool.toml:1:1: address:", "[pool]")));
}

TEST(load_config, a_value_in_place_of_a_section_says_how_sections_are_written) {
    EXPECT_THAT(problems("pool = 3\n"),
                ElementsAre(says("pool.toml:1:1: pool:", "[pool] on a line")));
}

TEST(load_config, a_wrong_type_names_the_right_one_with_an_example) {
    EXPECT_THAT(problems("[stratum]\nshards = \"two\"\n"),
                ElementsAre(says("pool.toml:2:10: stratum.shards:", "for example shards = 0")));
    EXPECT_THAT(problems("[stratum]\nshards = 1.5\n"),
                ElementsAre(HasSubstr("expected whole number, found a number with a fraction")));
    EXPECT_THAT(problems("[node]\nlongpoll = 1\n"),
                ElementsAre(HasSubstr("expected true or false, found a whole number")));
    EXPECT_THAT(problems("[stratum]\nlisten = 3333\n"),
                ElementsAre(HasSubstr("for example listen = [\"127.0.0.1:3333\"]")));
    EXPECT_THAT(problems("[stratum]\nversion_mask = 0x1fffe000\n"),
                ElementsAre(HasSubstr("for example version_mask = \"1fffe000\"")));
    EXPECT_THAT(problems("[http]\nlisten = [[]]\n"), ElementsAre(HasSubstr("found a list")));
    EXPECT_THAT(problems("[log]\nlevel = 2024-01-01\n"),
                ElementsAre(HasSubstr("found a date or time")));
}

TEST(load_config, a_value_out_of_range_says_the_range) {
    EXPECT_THAT(problems("[node]\npoll_interval_ms = 0\n"),
                ElementsAre(says("pool.toml:2:20: node.poll_interval_ms:", "10 to 60000 ms")));
    EXPECT_THAT(problems("[stratum]\nstart_difficulty = nan\n"),
                ElementsAre(HasSubstr("is out of range")));
    EXPECT_THAT(problems("[stratum]\nlisten = []\n"),
                ElementsAre(HasSubstr("a list of 0 is out of range; 1 to 8 addresses")));
    EXPECT_THAT(problems("[pool]\nname = \"\"\n"),
                ElementsAre(HasSubstr("a text of 0 bytes is out of range; 1 to 64 bytes")));
}

TEST(load_config, an_unknown_choice_lists_the_choices) {
    EXPECT_THAT(problems("[pool]\nnetwork = \"mian\"\n"),
                ElementsAre(AllOf(says("pool.toml:2:11: pool.network:", "test, testnet3, testnet4"),
                                  EndsWith("\"main\"?"))));
    EXPECT_THAT(problems("[pool]\nnetwork = \"testnet4\"\n"), IsEmpty());
    EXPECT_THAT(problems("[pool]\nnetwork = \"testnet\"\n"),
                ElementsAre(HasSubstr("did you mean \"testnet3\"?")));
}

TEST(load_config, reports_every_problem_in_the_order_of_the_file) {
    EXPECT_THAT(problems("[stratum]\nshards = -1\nlistn = 1\n[pool]\nnetwork = 5\n"),
                ElementsAre(HasSubstr(":2:10: stratum.shards"), HasSubstr(":3:1: stratum.listn"),
                            HasSubstr(":5:11: pool.network")));
}

TEST(load_config, bad_syntax_names_its_place) {
    const auto messages = problems("[pool]\nname = \n");
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_THAT(messages[0], StartsWith("pool.toml:2:8: "));
    EXPECT_THAT(messages[0], HasSubstr("toml.io"));
}

TEST(load_config, a_key_given_twice_is_an_error) {
    EXPECT_THAT(problems("[pool]\nname = \"a\"\nname = \"b\"\n"),
                ElementsAre(StartsWith("pool.toml:3:")));
}

TEST(load_config, limits_reach_the_options_that_they_are_named_for) {
    const auto config = parse_config(
        "[stratum]\nmisbehaviour_points_max = 70\ncool_down_s = 11\nsessions_per_address_max = "
        "13\n",
        "pool.toml");
    ASSERT_TRUE(config);
    const ServerOptions& server = config->stratum.server;
    EXPECT_EQ(server.abuse.score_max, 70);
    EXPECT_EQ(server.abuse.cool_down, std::chrono::seconds(11));
    EXPECT_EQ(server.abuse.sessions_per_address_max, 13U);
}

TEST(load_config, a_key_of_very_many_parts_is_refused_and_not_parsed) {
    std::string key = "a";
    for (int i = 0; i < 50'000; ++i) {
        key += ".a";
    }
    const ConfigResult result = parse_config("\n" + key + " = 1\n", "pool.toml");
    ASSERT_FALSE(result);
    EXPECT_THAT(message(result.error().front()), HasSubstr("pool.toml:2:1: a key of more than"));
}

TEST(load_config, a_deployment_in_single_brackets_says_so) {
    EXPECT_THAT(problems("[embedded.deployment]\nname = \"a\"\n"),
                ElementsAre(HasSubstr("[[embedded.deployment]] in double brackets")));
}

TEST(load_config, keys_of_a_deployment_are_checked_like_the_others) {
    EXPECT_THAT(problems("[[embedded.deployment]]\nname = \"a\"\nbit = 29\nbits = 1\n"),
                ElementsAre(says("pool.toml:3:7: embedded.deployment[0].bit:", "0 to 28"),
                            says("pool.toml:4:1: embedded.deployment[0].bits:", "\"bit\"")));
}

TEST(load_config, a_deployment_needs_a_name) {
    EXPECT_THAT(problems("[[embedded.deployment]]\nbit = 1\n"),
                ElementsAre(HasSubstr("embedded.deployment[0].name: missing")));
}

TEST(load_config, more_deployments_than_version_bits_are_refused) {
    std::string text;
    for (int i = 0; i < 30; ++i) {
        text += "[[embedded.deployment]]\nname = \"d" + std::to_string(i) + "\"\n";
    }
    EXPECT_THAT(problems(text), ElementsAre(HasSubstr("30 deployments")));
}

TEST(load_config, a_vote_is_true_or_false) {
    EXPECT_THAT(problems("[votes]\ntaproot = \"no\"\n"),
                ElementsAre(says("pool.toml:2:11: votes.taproot:", "true or false")));
}

TEST(load_config, more_votes_than_the_limit_are_refused) {
    std::string text = "[votes]\n";
    for (int i = 0; i < 65; ++i) {
        text += "d" + std::to_string(i) + " = true\n";
    }
    EXPECT_THAT(problems(text), ElementsAre(HasSubstr("65 votes; at most 64")));
}

TEST(load_config, a_password_is_never_repeated) {
    EXPECT_THAT(problems("[node]\npassword = [\"secret\"]\n"),
                ElementsAre(Not(HasSubstr("secret"))));
    EXPECT_THAT(problems("[node]\npassword = \"secret\\u0000\"\n"),
                ElementsAre(Not(HasSubstr("secret"))));
    EXPECT_THAT(problems("[node]\npassword = \"secret" + std::string(300, 'x') + "\"\n"),
                ElementsAre(Not(HasSubstr("secret"))));
}

TEST(load_config, reads_a_file) {
    const TemporaryFile file("[pool]\nname = \"From a file\"\n");
    const ConfigResult result = load_config(file.path());
    ASSERT_TRUE(result);
    EXPECT_EQ(result->pool.name, "From a file");
}

TEST(load_config, a_missing_file_says_how_to_get_one) {
    const ConfigResult result = load_config("/nonexistent/pool.toml");
    ASSERT_FALSE(result);
    EXPECT_THAT(message(result.error().front()), says("/nonexistent/pool.toml:", "example-config"));
}

TEST(load_config, a_directory_is_refused) {
    const ConfigResult result = load_config(std::filesystem::temp_directory_path());
    ASSERT_FALSE(result);
    EXPECT_THAT(message(result.error().front()), HasSubstr("is a directory"));
}

TEST(load_config, a_huge_file_is_refused) {
    const TemporaryFile file(std::string(config_size_bytes_max + 1, '#'));
    const ConfigResult result = load_config(file.path());
    ASSERT_FALSE(result);
    EXPECT_THAT(message(result.error().front()), HasSubstr("too large"));
}

}  // namespace
}  // namespace sluice::pool
