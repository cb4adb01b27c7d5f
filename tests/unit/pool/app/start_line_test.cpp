#include "pool/app/start_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(start_line, says_version_ports_books_and_node_and_no_password) {
    PoolConfig config;
    config.pool.source = "node";
    config.pool.network = "main";
    config.node.url = {"10.0.0.7", 8332, "/"};
    config.node.password = "secret";
    config.stratum.server.listen = {{"0.0.0.0", 0}, {"::1", 3334}};
    config.ledger.path = "/var/lib/pool/books.db";
    EXPECT_THAT(start_line(config, 3333, 8080),
                AllOf(HasSubstr("version="), HasSubstr("stratum=0.0.0.0:3333,[::1]:3334"),
                      HasSubstr("http=127.0.0.1:8080"), HasSubstr("\"/var/lib/pool/books.db\""),
                      HasSubstr("node=http://10.0.0.7:8332"), HasSubstr("network=main"),
                      Not(HasSubstr("secret"))));
}

TEST(start_line, names_the_embedded_chain_by_its_whole_path) {
    PoolConfig config;
    config.http.server.listen.clear();
    EXPECT_THAT(start_line(config, 3333, 0),
                AllOf(HasSubstr("http=off"), HasSubstr("chain=\"/"), HasSubstr("sluice-chain.db")));
}

}  // namespace
}  // namespace sluice::pool
