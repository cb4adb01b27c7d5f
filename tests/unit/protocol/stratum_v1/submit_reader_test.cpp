#include "protocol/stratum_v1/submit_reader.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sluice::protocol::stratum_v1 {
namespace {

std::string submit_line(const std::string& params) {
    return "{\"id\":4,\"method\":\"mining.submit\",\"params\":[" + params + "]}";
}

Result<SubmittedShare, StratumError> share_of(const std::string& params) {
    SubmitReader reader;
    EXPECT_EQ(reader.read(submit_line(params)), SubmitReader::Kind::submit);
    return reader.share();
}

TEST(submit_reader, reads_upper_case_digits_as_lower) {
    EXPECT_EQ(share_of("\"w\",\"1\",\"ABCDEF01\",\"504E86ED\",\"B2957C02\""),
              share_of("\"w\",\"1\",\"abcdef01\",\"504e86ed\",\"b2957c02\""));
}

TEST(submit_reader, takes_null_and_empty_version_bits_for_none) {
    const auto plain = share_of("\"w\",\"1\",\"00000001\",\"504e86ed\",\"b2957c02\"");
    EXPECT_EQ(share_of("\"w\",\"1\",\"00000001\",\"504e86ed\",\"b2957c02\",null"), plain);
    EXPECT_EQ(share_of("\"w\",\"1\",\"00000001\",\"504e86ed\",\"b2957c02\",\"\""), plain);
    EXPECT_EQ(plain->version_bits, std::nullopt);
}

TEST(submit_reader, ignores_a_seventh_parameter) {
    const auto share =
        share_of("\"w\",\"1\",\"00000001\",\"504e86ed\",\"b2957c02\",\"00002000\",\"extra\"");
    ASSERT_TRUE(share.has_value());
    EXPECT_EQ(share->version_bits, 0x2000U);
}

TEST(submit_reader, refuses_fields_of_the_wrong_form) {
    const std::string time_nonce = ",\"504e86ed\",\"b2957c02\"";
    EXPECT_EQ(share_of("\"w\",\"1\"").error(), StratumError::missing_parameter);
    EXPECT_EQ(share_of("\"w\",1,0,1700000000,305419896").error(), StratumError::wrong_type);
    EXPECT_EQ(share_of("\"w\",\"1\",\"zzzzzzzz\"" + time_nonce).error(), StratumError::not_hex);
    EXPECT_EQ(share_of("\"w\",\"1\",\"               1\"" + time_nonce).error(),
              StratumError::not_hex);
    EXPECT_EQ(share_of("\"w\",\"1\",\"\"" + time_nonce).error(), StratumError::wrong_length);
    EXPECT_EQ(share_of("\"w\",\"1\",\"0\"" + time_nonce).error(), StratumError::wrong_length);
    EXPECT_EQ(share_of("\"w\",\"1\",\"000000000000000000\"" + time_nonce).error(),
              StratumError::wrong_length);
    EXPECT_EQ(share_of("\"w\",\"1\",\"00\",\"\",\"b2957c02\"").error(), StratumError::wrong_length);
    EXPECT_EQ(share_of("\"w\",\"1\",\"00\",\"504e86ed\",\"0x123456\"").error(),
              StratumError::not_hex);
    EXPECT_EQ(share_of("\"w\",\"1\",\"00\",\"504e86ed\",\"123456789\"").error(),
              StratumError::wrong_length);
    EXPECT_EQ(share_of("\"w\",\"1\",\"00\"" + time_nonce + ",7").error(), StratumError::wrong_type);
    EXPECT_EQ(share_of("\"w\",\"1\",\"00\"" + time_nonce + ",\"2000\"").error(),
              StratumError::wrong_length);
}

TEST(submit_reader, reads_a_worker_too_long_for_any_as_empty) {
    SubmitReader reader;
    const std::string rest = "\",\"1\",\"00\",\"504e86ed\",\"b2957c02\"";
    ASSERT_EQ(reader.read(submit_line('"' + std::string(worker_size_max, 'a') + rest)),
              SubmitReader::Kind::submit);
    EXPECT_EQ(reader.worker().size(), worker_size_max);
    ASSERT_EQ(reader.read(submit_line('"' + std::string(worker_size_max + 1, 'a') + rest)),
              SubmitReader::Kind::submit);
    EXPECT_EQ(reader.worker(), "");
}

TEST(submit_reader, leaves_other_methods_and_replies_to_the_general_reader) {
    SubmitReader reader;
    EXPECT_EQ(reader.read("{\"id\":1,\"method\":\"mining.ping\"}"), SubmitReader::Kind::other);
    EXPECT_EQ(reader.read("{\"id\":1,\"result\":true,\"error\":null}"), SubmitReader::Kind::other);
    EXPECT_EQ(reader.read("[]"), SubmitReader::Kind::malformed);
    EXPECT_EQ(reader.error(), StratumError::not_an_object);
}

TEST(submit_reader, keeps_nothing_of_the_line_before) {
    SubmitReader reader;
    ASSERT_EQ(reader.read(submit_line("\"w\",\"1\",\"00\",\"504e86ed\",\"b2957c02\",\"00002000\"")),
              SubmitReader::Kind::submit);
    ASSERT_EQ(reader.read("{\"method\":\"mining.submit\",\"params\":[\"v\"]}"),
              SubmitReader::Kind::submit);
    EXPECT_EQ(reader.id(), "null");
    EXPECT_EQ(reader.worker(), "v");
    EXPECT_EQ(reader.share().error(), StratumError::missing_parameter);
}

TEST(submit, survives_encode_and_decode) {
    Submit submit{"w.1", "a1", {}};
    submit.share.extranonce2 = {{1, 2, 3, 4}, 4};
    submit.share.time = 0x504e86ed;
    submit.share.nonce = 0xb2957c02;
    EXPECT_EQ(Submit::from_params(submit.params()), submit);
    submit.share.version_bits = 0x2000;
    EXPECT_EQ(Submit::from_params(submit.params()), submit);
}

}  // namespace
}  // namespace sluice::protocol::stratum_v1
