#include "miner/pools/pool_url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::miner {
namespace {

TEST(pool_url, reads_names_and_addresses) {
    EXPECT_EQ(*parse_pool_url("stratum+tcp://pool.example:3333"), (PoolUrl{"pool.example", 3333}));
    EXPECT_EQ(*parse_pool_url("stratum+tcp://127.0.0.1:1/"), (PoolUrl{"127.0.0.1", 1}));
    EXPECT_EQ(*parse_pool_url("stratum+tcp://[::1]:65535"), (PoolUrl{"::1", 65535}));
}

TEST(pool_url, reads_what_other_miners_write) {
    for (const char* text :
         {"pool.example:3333", "stratum://pool.example:3333", "tcp://pool.example:3333",
          "STRATUM+TCP://pool.example:3333", "stratum+tcp://pool.example:3333#xnsub",
          "stratum+tcp://pool.example:3333/#xnsub", "pool.example:3333#XNSUB",
          "stratum+tcp://pool.example:3333/#skipcbcheck", "pool.example:3333/"}) {
        const auto url = parse_pool_url(text);
        ASSERT_TRUE(url) << text << ": " << url.error();
        EXPECT_EQ(*url, (PoolUrl{"pool.example", 3333})) << text;
    }
    EXPECT_EQ(*parse_pool_url("[::1]:3333"), (PoolUrl{"::1", 3333}));
}

TEST(pool_url, writes_what_it_reads) {
    for (const char* text : {"stratum+tcp://pool.example:3333", "stratum+tcp://[::1]:1"}) {
        EXPECT_EQ(parse_pool_url(text)->text(), text);
    }
}

TEST(pool_url, every_mistake_says_the_form) {
    for (const char* text :
         {"", "http://pool.example:80", "ftp://pool.example:80", "stratum+tcp://", "pool.example",
          "stratum+tcp://pool.example", "stratum+tcp://:3333", "stratum+tcp://pool.example:0",
          "stratum+tcp://pool.example:65536", "stratum+tcp://pool.example:33x",
          "stratum+tcp://pool.example:", "stratum+tcp://::1:3333", "stratum+tcp://[::1]",
          "stratum+tcp://a b:1", "stratum+tcp://a/b:1", "a:1/b", "a:1?b", "a:1#b",
          "stratum+tcp://user:x@pool.example:3333"}) {
        const auto url = parse_pool_url(text);
        ASSERT_FALSE(url) << text;
        EXPECT_THAT(url.error(), testing::HasSubstr("stratum+tcp://HOST:PORT")) << text;
    }
}

TEST(pool_url, says_that_tls_is_not_supported) {
    for (const char* text :
         {"stratum+ssl://a:1", "stratum+tls://a:1", "stratums://a:1", "SSL://a:1"}) {
        EXPECT_THAT(parse_pool_url(text).error(), testing::HasSubstr("TLS")) << text;
    }
}

TEST(pool_url, sends_solo_miners_to_the_pool) {
    for (const char* text : {"http://127.0.0.1:8332", "HTTPS://node:8332", "getwork://node:8332"}) {
        EXPECT_THAT(parse_pool_url(text).error(), testing::HasSubstr("sluice-pool")) << text;
    }
}

TEST(pool_url, says_what_is_wrong_behind_the_port) {
    EXPECT_THAT(parse_pool_url("pool.example:3333/path").error(),
                testing::HasSubstr("behind the address, \"/path\""));
    EXPECT_THAT(parse_pool_url("stratum2+tcp://a:1").error(), testing::HasSubstr("Stratum V2"));
}

TEST(pool_url, host_names_compare_without_case) {
    EXPECT_TRUE(same_host("Pool.Example", "pool.example"));
    EXPECT_FALSE(same_host("pool.example", "pool.example.org"));
    EXPECT_FALSE(same_host("", "pool.example"));
}

}  // namespace
}  // namespace sluice::miner
