#include "pool/config/check_config.hpp"

#include "pool/config/load_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

auto problem_of(const std::string& key, const std::string& text) {
    return AllOf(Field(&KeyProblem::key, key), Field(&KeyProblem::problem, HasSubstr(text)));
}

TEST(check_config, the_defaults_are_right) { EXPECT_THAT(check_config(PoolConfig{}), IsEmpty()); }

TEST(check_config, a_node_needs_an_address) {
    PoolConfig config;
    config.pool.source = "node";
    EXPECT_THAT(check_config(config), ElementsAre(problem_of("pool.address", "missing")));
}

TEST(check_config, an_address_must_belong_to_the_network) {
    PoolConfig config;
    config.pool.network = "main";
    config.pool.address = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
    EXPECT_THAT(check_config(config), IsEmpty());
    config.pool.network = "test";
    EXPECT_THAT(check_config(config), ElementsAre(Field(&KeyProblem::key, "pool.address")));
    config.pool.address = "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx";
    EXPECT_THAT(check_config(config), IsEmpty());
}

TEST(check_config, the_addresses_of_other_coins_are_known) {
    PoolConfig config;
    config.pool.source = "node";
    config.pool.algorithm = "scrypt";
    config.pool.network = "litecoin";
    config.pool.address = "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9";
    EXPECT_THAT(check_config(config), IsEmpty());
    config.pool.algorithm = "sha256d";
    EXPECT_THAT(check_config(config),
                ElementsAre(problem_of("pool.algorithm", "does not mine the network litecoin")));
}

TEST(check_config, the_names_that_every_coin_has_go_with_any_algorithm) {
    PoolConfig config;
    config.pool.source = "node";
    config.pool.algorithm = "scrypt";
    config.pool.reward_script = "51";
    for (const char* network : {"main", "test", "regtest"}) {
        config.pool.network = network;
        EXPECT_THAT(check_config(config), IsEmpty()) << network;
    }
}

TEST(check_config, a_reward_script_stands_in_place_of_an_address) {
    PoolConfig config;
    config.pool.source = "node";
    config.pool.reward_script = "76a914751e76e8199196d454941c45d1b3a323f1433bd688ac";
    EXPECT_THAT(check_config(config), IsEmpty());
    config.pool.address = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";
    EXPECT_THAT(check_config(config),
                ElementsAre(problem_of("pool.reward_script", "set beside address")));
    config.pool.address.clear();
    config.pool.reward_script = "76a9zz";
    EXPECT_THAT(check_config(config), ElementsAre(problem_of("pool.reward_script", "hex")));
    config.pool.reward_script = "6a04deadbeef";
    EXPECT_THAT(check_config(config), ElementsAre(problem_of("pool.reward_script", "OP_RETURN")));
}

TEST(check_config, a_wrong_address_is_reported_where_it_stands) {
    const ConfigResult result = parse_config("[pool]\n\naddress = \"nonsense\"\n", "pool.toml");
    ASSERT_FALSE(result);
    ASSERT_EQ(result.error().size(), 1U);
    EXPECT_EQ(result.error()[0].line, 3U);
    EXPECT_EQ(result.error()[0].key, "pool.address");
}

TEST(check_config, a_missing_address_is_reported_at_its_section) {
    const ConfigResult result = parse_config("\n[pool]\nsource = \"node\"\n", "pool.toml");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error()[0].line, 2U);
}

TEST(check_config, pools_to_send_miners_to_have_a_host_and_a_port) {
    PoolConfig config;
    config.stratum.reconnect = {"pool.example.com:3333", "[2001:db8::1]:3333"};
    EXPECT_THAT(check_config(config), IsEmpty());
    for (const std::string wrong :
         {"pool.example.com", "pool.example.com:0", ":3333", "a b:3333", "a:65536"}) {
        config.stratum.reconnect = {wrong};
        EXPECT_THAT(check_config(config),
                    ElementsAre(problem_of("stratum.reconnect", "is not a host and a port")))
            << wrong;
    }
}

TEST(check_config, a_cookie_and_a_password_exclude_each_other) {
    PoolConfig config;
    config.node.password = "p";
    config.node.cookie_file = "/tmp/.cookie";
    EXPECT_THAT(check_config(config), ElementsAre(Field(&KeyProblem::key, "node.cookie_file")));
}

TEST(check_config, a_user_with_a_colon_is_refused) {
    PoolConfig config;
    config.node.user = "a:b";
    config.node.password = "p";
    EXPECT_THAT(check_config(config), ElementsAre(problem_of("node.user", "colon")));
}

TEST(check_config, an_unknown_rule_lists_the_rules) {
    PoolConfig config;
    config.embedded.chain.rule = "azert";
    const auto problems = check_config(config);
    ASSERT_THAT(problems, ElementsAre(problem_of("embedded.rule", "\"azert\" is not known")));
    EXPECT_THAT(problems[0].remedy, HasSubstr("did you mean \"asert\"?"));
}

TEST(check_config, a_rule_that_needs_the_timestamp_of_the_block_is_not_offered) {
    PoolConfig config;
    config.embedded.chain.rule = "testnet3";
    const auto problems = check_config(config);
    ASSERT_THAT(problems, ElementsAre(problem_of("embedded.rule", "which miners roll")));
    EXPECT_THAT(problems[0].remedy, HasSubstr("one of btc-2016, litecoin"));
}

TEST(check_config, a_threshold_must_fit_its_period) {
    PoolConfig config;
    config.embedded.deployments = {{.name = "a", .period = 10, .threshold = 11}};
    EXPECT_THAT(check_config(config),
                ElementsAre(problem_of("embedded.deployment[0].threshold_blocks", "11 blocks")));
}

TEST(check_config, deployments_have_names_and_bits_of_their_own) {
    PoolConfig config;
    config.embedded.deployments = {{.name = "a", .bit = 3}, {.name = "a", .bit = 3}};
    EXPECT_THAT(check_config(config),
                ElementsAre(problem_of("embedded.deployment[1].name", "another deployment"),
                            problem_of("embedded.deployment[1].bit", "belongs to \"a\"")));
}

TEST(check_config, a_deployment_ends_after_it_starts) {
    PoolConfig config;
    config.embedded.deployments = {{.name = "a", .start_time = 100, .timeout = 100}};
    EXPECT_THAT(check_config(config),
                ElementsAre(problem_of("embedded.deployment[0].timeout_s", "not after")));
}

TEST(check_config, a_vote_on_the_embedded_chain_names_one_of_its_deployments) {
    PoolConfig config;
    config.embedded.deployments = {{.name = "demo"}};
    config.votes = {{"dmeo", true}};
    const auto problems = check_config(config);
    ASSERT_THAT(problems, ElementsAre(problem_of("votes.dmeo", "no deployment")));
    EXPECT_EQ(problems[0].remedy, "did you mean \"demo\"?");
}

TEST(check_config, difficulties_are_in_order) {
    PoolConfig config;
    config.stratum.server.difficulty.min = 4;
    config.stratum.server.difficulty.max = 2;
    EXPECT_THAT(check_config(config),
                ElementsAre(problem_of("stratum.max_difficulty", "below min_difficulty")));
    config.stratum.server.difficulty.max = 8;
    config.stratum.server.difficulty.start = 1;
    EXPECT_THAT(check_config(config),
                ElementsAre(problem_of("stratum.start_difficulty", "1 is outside")));
}

TEST(check_config, one_port_serves_miners_or_pages) {
    PoolConfig config;
    config.http.server.listen = config.stratum.server.listen;
    EXPECT_THAT(check_config(config), ElementsAre(problem_of("http.listen", "the same port")));
    config.http.server.listen.front().port = config.stratum.server.listen.front().port =
        0;  // any free one
    EXPECT_THAT(check_config(config), IsEmpty());
}

TEST(check_config, addresses_to_listen_on_do_not_overlap) {
    const auto problems_of = [](const std::vector<Endpoint>& stratum,
                                const std::vector<Endpoint>& http) {
        PoolConfig config;
        config.stratum.server.listen = stratum;
        config.http.server.listen = http;
        return check_config(config);
    };
    EXPECT_THAT(problems_of({{"127.0.0.1", 3333}, {"127.0.0.1", 3333}}, {}),
                ElementsAre(problem_of("stratum.listen", "127.0.0.1:3333 and 127.0.0.1:3333")));
    EXPECT_THAT(
        problems_of({{"0.0.0.0", 3333}}, {{"127.0.0.1", 3333}}),
        ElementsAre(problem_of("http.listen", "127.0.0.1:3333 and 0.0.0.0:3333 of stratum")));
    EXPECT_THAT(problems_of({{"::", 3333}, {"10.0.0.1", 3333}}, {}),
                ElementsAre(problem_of("stratum.listen", "the same port")));
    EXPECT_THAT(problems_of({{"::1", 3333}, {"0:0:0:0:0:0:0:1", 3333}}, {}),
                ElementsAre(problem_of("stratum.listen", "the same port")));
    EXPECT_THAT(problems_of({{"0.0.0.0", 3333}, {"::1", 3333}, {"0.0.0.0", 3334}},
                            {{"127.0.0.1", 8080}, {"::1", 8080}}),
                IsEmpty());
}

TEST(check_config, a_file_serves_one_purpose) {
    PoolConfig config;
    config.log.file = "./sluice-ledger.db";
    EXPECT_THAT(check_config(config), ElementsAre(problem_of("log.file", "of a database")));
    config.log.file = "data/../sluice-ledger.db-wal";
    EXPECT_THAT(check_config(config), ElementsAre(problem_of("log.file", "one beside it")));
    config.log.file = "pool.log";
    config.embedded.path = config.ledger.path;
    EXPECT_THAT(check_config(config), ElementsAre(problem_of("embedded.path", "the same file")));
    config.pool.source = "node";  // then nobody opens the chain
    config.pool.network = "main";
    config.pool.address = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
    EXPECT_THAT(check_config(config), IsEmpty());
}

TEST(check_config, the_books_are_on_a_disk) {
    PoolConfig config;
    config.ledger.path = ":memory:";
    EXPECT_THAT(check_config(config), ElementsAre(problem_of("ledger.path", "keeps nothing")));
}

TEST(check_config, the_least_difficulty_of_rented_rigs_is_within_the_maximum) {
    PoolConfig config;
    config.stratum.server.difficulty.max = 1000;
    EXPECT_THAT(check_config(config), IsEmpty()) << "nobody asked for the default";
    config.stratum.server.difficulty.rental_min = 2000;
    EXPECT_THAT(check_config(config),
                ElementsAre(problem_of("stratum.rental_min_difficulty", "2000 is above")));
}

TEST(check_config, a_user_of_the_node_has_a_password) {
    PoolConfig config;
    config.node.user = "miner";
    EXPECT_THAT(check_config(config), ElementsAre(problem_of("node.user", "without a password")));
}

}  // namespace
}  // namespace sluice::pool
