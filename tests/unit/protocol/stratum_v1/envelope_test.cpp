#include "protocol/stratum_v1/envelope.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sluice::protocol::stratum_v1 {
namespace {

/// The id as it would be echoed, or the reason for none.
std::string echoed_id(const std::string& token) {
    Envelope envelope;
    const auto error = scan_envelope("{\"id\":" + token + ",\"method\":\"m\"}", envelope);
    return error ? std::string(message(*error)) : std::string(envelope.id_or_null());
}

TEST(envelope, echoes_the_very_digits_of_an_id) {
    for (const std::string token :
         {"0", "7", "-1", "1.5", "1.50", "-0", "1e3", "9007199254740993", "18446744073709551615",
          "123456789012345678901234567890", "null", "\"auth\"", "\"\"", "\"a\\\"b\\\\c\""}) {
        EXPECT_EQ(echoed_id(token), token);
    }
}

TEST(envelope, escapes_control_characters_of_a_string_id) {
    EXPECT_EQ(echoed_id("\"a\\nb\""), "\"a\\u000ab\"");
}

TEST(envelope, refuses_an_id_that_is_no_scalar) {
    for (const std::string token : {"{\"a\":1}", "[1]", "true"}) {
        EXPECT_EQ(echoed_id(token), message(StratumError::bad_id));
    }
}

TEST(envelope, refuses_an_id_too_long_to_keep) {
    EXPECT_EQ(echoed_id('"' + std::string(id_size_max - 2, 'x') + '"').size(), id_size_max);
    EXPECT_EQ(echoed_id('"' + std::string(id_size_max - 1, 'x') + '"'),
              message(StratumError::bad_id));
}

TEST(envelope, stops_at_the_depth_limit) {
    const auto nested = [](int depth) {
        return "{\"params\":" + std::string(static_cast<std::size_t>(depth), '[') +
               std::string(static_cast<std::size_t>(depth), ']') + "}";
    };
    Envelope envelope;
    EXPECT_EQ(scan_envelope(nested(json_depth_max - 1), envelope), std::nullopt);
    EXPECT_EQ(scan_envelope(nested(json_depth_max), envelope), StratumError::too_deep);
    EXPECT_EQ(scan_envelope("{\"params\":" + std::string(100'000, '['), envelope),
              StratumError::too_deep);
}

TEST(envelope, stops_at_the_member_limit) {
    const auto with_members = [](int count) {
        std::string line = "{\"params\":[";
        for (int i = 0; i < count; ++i) {
            line += i == 0 ? "1" : ",1";
        }
        return line + "]}";
    };
    Envelope envelope;
    EXPECT_EQ(scan_envelope(with_members(json_members_max - 1), envelope), std::nullopt);
    EXPECT_EQ(scan_envelope(with_members(json_members_max), envelope),
              StratumError::too_many_members);
}

TEST(envelope, refuses_what_is_not_an_object) {
    Envelope envelope;
    for (const std::string line : {"1", "\"text\"", "null", "true", "[]", "[{\"id\":1}]"}) {
        EXPECT_EQ(scan_envelope(line, envelope), StratumError::not_an_object) << line;
    }
}

TEST(envelope, refuses_what_is_not_json) {
    Envelope envelope;
    for (const std::string line : {"", "{", "{}x", "{\"id\":1,}", "\xf3\xff", "GET / HTTP/1.1",
                                   "{\"method\":\"\xff\xfe\"}", "{\"method\":\"\\x\"}"}) {
        EXPECT_EQ(scan_envelope(line, envelope), StratumError::not_json) << line;
    }
}

TEST(envelope, keeps_the_id_that_stood_before_a_mistake) {
    Envelope envelope;
    EXPECT_EQ(scan_envelope("{\"id\":5,\"params\":[1e400]}", envelope), StratumError::out_of_range);
    EXPECT_EQ(envelope.id_or_null(), "5");
}

TEST(envelope, takes_the_last_of_repeated_members) {
    Envelope envelope;
    ASSERT_EQ(scan_envelope("{\"id\":1,\"id\":2,\"method\":\"a\",\"method\":\"b\","
                            "\"params\":[\"x\",\"y\"],\"params\":[\"z\"]}",
                            envelope),
              std::nullopt);
    EXPECT_EQ(envelope.id_or_null(), "2");
    EXPECT_EQ(envelope.method.view(), "b");
    EXPECT_EQ(envelope.parameters[0].text.view(), "z");
    EXPECT_EQ(envelope.parameters[1].kind, Envelope::Kind::absent);
}

TEST(envelope, never_takes_an_object_for_a_list_of_parameters) {
    Envelope envelope;
    ASSERT_EQ(scan_envelope("{\"method\":\"m\",\"params\":{\"a\":\"b\"}}", envelope), std::nullopt);
    EXPECT_EQ(envelope.parameters[0].kind, Envelope::Kind::absent);
}

TEST(envelope, never_takes_nested_elements_for_parameters) {
    Envelope envelope;
    ASSERT_EQ(scan_envelope("{\"params\":[[\"x\"],\"y\"],\"more\":[\"z\"]}", envelope),
              std::nullopt);
    EXPECT_EQ(envelope.parameters[0].kind, Envelope::Kind::other);
    EXPECT_EQ(envelope.parameters[1].text.view(), "y");
    EXPECT_EQ(envelope.parameters[2].kind, Envelope::Kind::absent);
}

}  // namespace
}  // namespace sluice::protocol::stratum_v1
