// From the operator's configuration to the options of each part.

#include "pool/app/compose.hpp"

#include "kernels/api/algorithm.hpp"
#include "protocol/pow/target.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace sluice::pool {
namespace {

TEST(compose, the_defaults_make_a_pool_on_its_own_chain) {
    EXPECT_TRUE(check_composition(PoolConfig{}));
    const auto options = job_options(PoolConfig{});
    ASSERT_TRUE(options) << options.error();
    EXPECT_EQ(options->payouts.front().script, Bytes{0x51});
    EXPECT_EQ(options->algorithm->name, "sha256d");
}

TEST(compose, check_config_also_finds_what_only_the_chain_can_know) {
    PoolConfig config;
    config.embedded.chain.rule = "btc-2016";
    config.embedded.chain.window_blocks = 1;
    const auto checked = check_composition(config);
    ASSERT_FALSE(checked);
    EXPECT_NE(checked.error().find("window_blocks"), std::string::npos) << checked.error();
}

TEST(compose, names_an_address_of_another_network) {
    PoolConfig config;
    config.pool.source = "node";
    config.pool.network = "main";
    config.pool.address = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";
    const auto options = job_options(config);
    ASSERT_FALSE(options);
    EXPECT_NE(options.error().find("pool.address"), std::string::npos);
}

TEST(compose, pays_a_reward_script_as_it_is) {
    PoolConfig config;
    config.pool.source = "node";
    config.pool.reward_script = "5102aabb";
    const auto options = job_options(config);
    ASSERT_TRUE(options) << options.error();
    EXPECT_EQ(options->payouts.front().script, (Bytes{0x51, 0x02, 0xaa, 0xbb}));
    EXPECT_TRUE(options->coins_can_be_spent);
    EXPECT_FALSE(job_options(PoolConfig{})->coins_can_be_spent) << "the embedded chain's";
}

TEST(compose, the_blocks_of_a_chain_are_as_far_apart_as_it_wants_them) {
    PoolConfig config;
    EXPECT_EQ(pool_identity(config, 0).block_interval_target_s, 10);
    config.pool.source = "node";
    for (const auto& [network, seconds] :
         {std::pair{"main", 600}, {"litecoin", 150}, {"dogecoin-test", 60}, {"ecash", 600}}) {
        config.pool.network = network;
        EXPECT_EQ(pool_identity(config, 0).block_interval_target_s, seconds) << network;
    }
}

TEST(compose, the_chain_has_the_timestamp_rule_asked_for) {
    PoolConfig config;
    EXPECT_EQ(chain_settings(config)->timestamp_rule, difficulty::TimestampRule::bip54);
    config.embedded.timestamp_rule = "none";
    EXPECT_EQ(chain_settings(config)->timestamp_rule, difficulty::TimestampRule::none);
    config.embedded.timestamp_rule = "bip94";
    EXPECT_EQ(chain_settings(config)->timestamp_rule, difficulty::TimestampRule::bip94);
}

TEST(compose, gives_the_server_the_pools_to_send_miners_to) {
    PoolConfig config;
    config.stratum.reconnect = {"pool.example.com:3333", "[2001:db8::1]:4444"};
    EXPECT_EQ(server_options(config).reconnect,
              (std::vector<Endpoint>{{"pool.example.com", 3333}, {"2001:db8::1", 4444}}));
}

TEST(compose, names_the_algorithms_there_are) {
    PoolConfig config;
    config.pool.algorithm = "md5";
    const auto options = job_options(config);
    ASSERT_FALSE(options);
    EXPECT_NE(options.error().find("\"sha256d\""), std::string::npos);
}

TEST(compose, the_chain_starts_at_the_difficulty_asked_for) {
    PoolConfig config;
    config.embedded.start_difficulty = 0.25;
    const auto settings = chain_settings(config);
    ASSERT_TRUE(settings) << settings.error();
    const protocol::Target target = protocol::decode_compact(settings->genesis_bits).target;
    EXPECT_NEAR(protocol::difficulty_of(target).value, 0.25, 1e-5);
}

TEST(compose, names_the_least_start_difficulty_of_the_algorithm) {
    PoolConfig config;
    config.pool.algorithm = "scrypt";
    config.embedded.start_difficulty = 1e-6;
    const auto refused = chain_settings(config);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().find("embedded.start_difficulty 1e-06"), std::string::npos);
    EXPECT_NE(refused.error().find("at least 3.052e-05"), std::string::npos) << refused.error();
    config.embedded.start_difficulty = 3.052e-5;
    EXPECT_TRUE(chain_settings(config));
}

TEST(compose, the_server_has_a_shard_a_core_unless_the_configuration_says_how_many) {
    PoolConfig config;
    EXPECT_GE(server_options(config).shards, 1U);
    config.stratum.server.shards = 3;
    EXPECT_EQ(server_options(config), config.stratum.server);
}

}  // namespace
}  // namespace sluice::pool
