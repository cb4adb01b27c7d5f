#include "protocol/stratum_v1/client_requests.hpp"

#include <gtest/gtest.h>

namespace sluice::protocol::stratum_v1 {
namespace {

TEST(reconnect, survives_encode_and_decode) {
    const Reconnect sent{"pool.example", 3333, 5};
    EXPECT_EQ(Reconnect::from_params(sent.params()), sent);
    EXPECT_EQ(Reconnect::from_params(Reconnect{}.params()), Reconnect{});
}

TEST(reconnect, reads_a_port_and_a_wait_as_text) {
    EXPECT_EQ(Reconnect::from_params(Json::parse(R"(["h","3333","1"])")),
              (Reconnect{"h", 3333, 1}));
    EXPECT_EQ(Reconnect::from_params(Json::parse(R"(["h"])")), (Reconnect{"h", 0, 0}));
}

TEST(reconnect, refuses_what_names_no_port) {
    for (const char* params : {R"(["h",65536])", R"(["h",-1])", R"(["h","x"])", "[7]"}) {
        EXPECT_FALSE(Reconnect::from_params(Json::parse(params)).has_value()) << params;
    }
}

TEST(client_requests, survive_encode_and_decode) {
    const ShowMessage shown{"hello"};
    EXPECT_EQ(ShowMessage::from_params(shown.params()), shown);
    EXPECT_TRUE(GetVersion::from_params(GetVersion{}.params()).has_value());
    const GetVersionReply version{"sluice-miner/0.1"};
    EXPECT_EQ(GetVersionReply::from_result(version.result()), version);
    EXPECT_FALSE(GetVersionReply::from_result(Json{7}).has_value());
}

}  // namespace
}  // namespace sluice::protocol::stratum_v1
