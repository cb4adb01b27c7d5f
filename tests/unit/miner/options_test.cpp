#include "miner/app/options.hpp"
#include "miner/app/foreign_flags.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::miner {
namespace {

using testing::HasSubstr;

Result<Options, EarlyExit> parse(std::vector<std::string> arguments) {
    return parse_options(std::move(arguments));
}

EarlyExit refused(std::vector<std::string> arguments) {
    const auto options = parse(std::move(arguments));
    EXPECT_FALSE(options);
    return options ? EarlyExit{} : options.error();
}

constexpr const char* pool_a = "stratum+tcp://a:1";
constexpr const char* pool_b = "stratum+tcp://b:2";

/// Every "--flag" of the text whose dashes end such an opening.
std::vector<std::string> flags_after(std::string_view opening, std::string_view text) {
    std::vector<std::string> flags;
    for (auto at = text.find(opening); at != text.npos; at = text.find(opening, at + 1)) {
        const std::string_view rest = text.substr(at + opening.size());
        const auto end = rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz-");
        const std::string_view name = rest.substr(0, end);
        if (!name.empty() && name.front() != '-') {
            flags.push_back("--" + std::string(name));
        }
    }
    EXPECT_FALSE(flags.empty());
    return flags;
}

/// The miner's guide between these headlines.
std::string guide_part(std::string_view from, std::string_view to) {
    std::ifstream file{"docs/miner-guide.md"};
    const std::string guide{std::istreambuf_iterator<char>{file}, {}};
    const std::size_t start = guide.find(from);
    const std::size_t end = guide.find(to);
    EXPECT_TRUE(start < end && end != guide.npos);
    return guide.substr(start, end - start);
}

TEST(options, one_pool_with_defaults) {
    const auto options = parse({"-o", pool_a, "-u", "me.rig"});
    ASSERT_TRUE(options) << options.error().text;
    EXPECT_EQ(options->algorithm, "sha256d");
    EXPECT_EQ(options->pools, (std::vector<PoolEndpoint>{{{"a", 1}, "me.rig", "x"}}));
    EXPECT_EQ(options->command, Command::mine);
    EXPECT_EQ(options->rounds_max, std::nullopt);
}

TEST(options, every_pool_takes_the_login_that_follows_it) {
    const auto options =
        parse({"-o", pool_a, "-u", "one", "-p", "p1", "-o", pool_b, "-u", "two", "-p", "p2"});
    ASSERT_TRUE(options) << options.error().text;
    EXPECT_EQ(options->pools,
              (std::vector<PoolEndpoint>{{{"a", 1}, "one", "p1"}, {{"b", 2}, "two", "p2"}}));
}

TEST(options, pools_share_a_login_given_once) {
    const std::vector<PoolEndpoint> both{{{"a", 1}, "me", "s"}, {{"b", 2}, "me", "s"}};
    EXPECT_EQ(parse({"-u", "me", "-p", "s", "-o", pool_a, "-o", pool_b})->pools, both);
    EXPECT_EQ(parse({"-o", pool_a, "-u", "me", "-p", "s", "-o", pool_b})->pools, both);
    EXPECT_EQ(parse({"-o", pool_a, "-o", pool_b, "-O", "me:s"})->pools, both);
}

TEST(options, a_password_may_hold_colons) {
    EXPECT_EQ(parse({"-o", pool_a, "-O", "me:a:b"})->pools[0].password, "a:b");
}

TEST(options, a_missing_pool_is_explained_by_an_example) {
    const EarlyExit exit = refused({"-u", "me"});
    EXPECT_EQ(exit.code, ExitCode::usage);
    EXPECT_THAT(exit.text, HasSubstr("-o stratum+tcp://127.0.0.1:3333"));
}

TEST(options, every_mistake_says_what_would_be_right) {
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
        {{"-a", "md5", "-o", pool_a, "-u", "me"}, "known: sha256d"},
        {{"-o", "a", "-u", "me"}, "stratum+tcp://HOST:PORT"},
        {{"-o", pool_a}, "-u ADDRESS"},
        {{"-o", pool_a, "-u", ""}, "-u ADDRESS"},
        {{"-o", pool_a, "-O", "me"}, "USER:PASSWORD"},
        {{"-o", pool_a, "-u", "me", "-t", "0"}, "1 to 1024"},
        {{"-o", pool_a, "-u", "me", "-t", "many"}, "1 to 1024"},
        {{"-o", pool_a, "-u", "me", "-a", "sha256d", "--kernel", "scrypt/avx2"},
         "ALGORITHM/KERNEL"},
        {{"-o", pool_a, "-u", "me", "--suggest-difficulty", "-1"}, "number above 0"},
        {{"-o", pool_a, "-u", "me", "--suggest-difficulty", "nan"}, "number above 0"},
        {{"-o", pool_a, "-u", "me", "--json"}, "--benchmark"},
        {{"--benchmark", "--self-test"}, "choose one of"},
        {{"-o", pool_a, "-u", "me", "-i", "7"}, "8 to 30"},
        {{"-o", pool_a, "-u", "me", "-i", "24,x"}, "-i"},
        {{"--frobnicate"}, "unknown option \"--frobnicate\" (--help"},
        {{"--devces", "cuda0"}, "unknown option \"--devces\"; did you mean --devices?"},
        {{"--alog=scrypt"}, "did you mean --algo?"},
        {{"benchmark"}, "unexpected word \"benchmark\"; did you mean --benchmark?"},
        {{"-o", pool_a, "-u", "me", "rig"}, "unexpected word \"rig\" (--help"},
        {{"-"}, "unknown option \"-\""},
        {{"--benchmark", "-j"}, "unknown option \"-j\""},
        {{"-o", pool_a, "-u", "me", "-r", "0"}, "1 to 1000000, or -1"},
        {{"-o"}, "--help"},
    };
    for (const auto& [arguments, hint] : cases) {
        const EarlyExit exit = refused(arguments);
        EXPECT_EQ(exit.code, ExitCode::usage);
        EXPECT_THAT(exit.text, HasSubstr(hint));
    }
}

TEST(options, an_intensity_is_the_logarithm_of_a_launchs_hashes_for_all_gpus_or_each) {
    const auto hashes = [](const char* intensity) {
        return parse({"-i", intensity, "-o", pool_a, "-u", "me"})->launch_hashes;
    };
    EXPECT_THAT(hashes("24"), testing::ElementsAre(1u << 24));
    EXPECT_THAT(hashes("24,20"), testing::ElementsAre(1u << 24, 1u << 20));
    EXPECT_EQ(parse({"-d", "cuda0,cpu", "-o", pool_a, "-u", "me"})->devices, "cuda0,cpu");
}

TEST(options, flags_of_other_miners_say_what_to_use_instead) {
    for (const auto& [arguments, hint] :
         std::vector<std::pair<std::vector<std::string>, std::string>>{
             {{"--proxy=127.0.0.1:1080"}, "--proxy is not known here: proxies are not supported"},
             {{"-x", "127.0.0.1:1080"}, "proxies are not supported"},
             {{"-c", "miner.conf"}, "no configuration file"},
             {{"--cuda-devices", "0,1"}, "-d cuda0"},
             {{"--max-temp", "80"}, "-pl"},
             {{"--cpu-affinity", "0x3"}, "taskset"},
             {{"--coinbase-addr", "bc1q"}, "sluice-pool"},
             {{"--cputest"}, "--self-test"}}) {
        std::vector<std::string> all{"-o", pool_a, "-u", "me"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        const EarlyExit exit = refused(all);
        EXPECT_EQ(exit.code, ExitCode::usage);
        EXPECT_THAT(exit.text, HasSubstr(hint));
    }
}

TEST(options, harmless_flags_of_other_miners_are_taken_with_a_note_each) {
    const auto options =
        parse({"--donate-level", "0", "-k", "-o", pool_a, "--nicehash", "-u", "me", "--no-longpoll",
               "--no-getwork", "--scantime=5", "--donate-level=1"});
    ASSERT_TRUE(options) << options.error().text;
    ASSERT_EQ(options->notes.size(), 7u);
    EXPECT_EQ(options->notes[0], "--donate-level is not needed: the miner takes no fee");
    EXPECT_TRUE(parse({"-o", pool_a, "-u", "me"})->notes.empty());
    EXPECT_THAT(refused({"-o", pool_a, "-u", "me", "-k", "word"}).text, HasSubstr("\"word\""));
}

TEST(options, no_flag_of_the_miner_is_another_miners) {
    const std::string help = refused({"--help"}).text;
    for (const ForeignFlag& flag : foreign_flags()) {
        std::istringstream names{std::string{flag.names}};
        for (std::string name; names >> name;) {
            EXPECT_FALSE(parse({"-o", pool_a, "-u", "me", name, "1"}) && !flag.needless) << name;
            EXPECT_EQ(find_foreign_flag(name), &flag) << name;
            EXPECT_THAT(help, testing::Not(HasSubstr("  " + name + " "))) << name;
            EXPECT_THAT(help, testing::Not(HasSubstr(name + ","))) << name;
        }
    }
}

TEST(options, the_guide_names_every_flag_of_other_miners) {
    const std::string guide = guide_part("## Flags of other miners", "## Checking");
    for (const ForeignFlag& flag : foreign_flags()) {
        std::istringstream names{std::string{flag.names}};
        for (std::string name; names >> name;) {
            EXPECT_THAT(guide, HasSubstr("`" + name + "`"));
        }
    }
}

TEST(options, an_algorithm_is_known_by_its_other_names) {
    for (const char* name : {"sha256d", "SHA256D", "sha256", "Sha256"}) {
        EXPECT_EQ(parse({"-a", name, "-o", pool_a, "-u", "me"})->algorithm, "sha256d") << name;
    }
    EXPECT_EQ(parse({"-a", "SCRYPT", "-o", pool_a, "-u", "me"})->algorithm, "scrypt");
    EXPECT_THAT(refused({"-a", "X11"}).text, HasSubstr("\"X11\""));
}

TEST(options, the_guide_explains_every_flag) {
    const std::string guide = guide_part("# Mining", "## Flags of other miners");
    const std::string help = refused({"--help"}).text;
    for (const std::string& flag : flags_after("--", help)) {
        EXPECT_THAT(guide, HasSubstr("`" + flag)) << flag;
    }
    for (const std::string& flag : flags_after("`--", guide)) {
        EXPECT_THAT(help, HasSubstr(flag)) << "not a flag of the miner";
    }
}

TEST(options, retries_are_the_failed_rounds_before_giving_up) {
    const auto rounds = [](const char* text) {
        return parse({"-o", pool_a, "-u", "me", "-r", text})->rounds_max;
    };
    EXPECT_EQ(rounds("1"), 1);
    EXPECT_EQ(rounds("-1"), std::nullopt);
}

TEST(options, help_and_version_end_well) {
    EXPECT_EQ(refused({"--help"}).code, ExitCode::ok);
    EXPECT_THAT(refused({"--help"}).text, HasSubstr("Exit codes"));
    EXPECT_THAT(refused({"-V"}).text, HasSubstr("sluice-miner/"));
}

TEST(options, commands_without_a_pool) {
    EXPECT_EQ(parse({"--benchmark", "--json"})->command, Command::benchmark);
    EXPECT_EQ(parse({"--self-test"})->command, Command::self_test);
    EXPECT_EQ(parse({"--list-devices"})->command, Command::list_devices);
}

TEST(options, the_algorithm_follows_from_the_kernel_and_is_sha256d_for_mining) {
    const auto algorithm = [](std::vector<std::string> arguments) {
        return parse_options(std::move(arguments)).value().algorithm;
    };
    EXPECT_EQ(algorithm({"-o", pool_a, "-u", "me"}), "sha256d");
    EXPECT_EQ(algorithm({"--self-test", "--kernel", "sha256d/avx2"}), "sha256d");
    EXPECT_EQ(algorithm({"--benchmark"}), "") << "all";
}

}  // namespace
}  // namespace sluice::miner
