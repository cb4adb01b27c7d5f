// Recorded Stratum lines of tests/vectors/stratum/share-vectors.json: each decodes to the fields
// stated beside it and survives an encode and decode.

#include "base/hex.hpp"
#include "protocol/stratum_v1/handshake.hpp"
#include "protocol/stratum_v1/submit_reader.hpp"
#include "protocol/stratum_v1/suggestions.hpp"
#include "protocol/stratum_v1/work.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace sluice::protocol::stratum_v1 {
namespace {

class ShareVectors : public testing::TestWithParam<int> {
protected:
    static void SetUpTestSuite() {
        std::ifstream file(std::string(SLUICE_VECTORS_DIR) + "/stratum/share-vectors.json");
        vectors_ = Json::parse(file);
    }
    static const Json& share() { return vectors_["shares"][static_cast<std::size_t>(GetParam())]; }

    static Request request(const char* name) {
        auto read = read_message(share()["lines"][name].get<std::string>());
        return std::get<Request>(read.value());
    }

private:
    static inline Json vectors_;
};

std::optional<std::string_view> text_or_none(const Json& value) {
    if (value.is_null()) {
        return std::nullopt;
    }
    return value.get_ref<const std::string&>();
}

TEST_P(ShareVectors, submit_line_reads_to_the_stated_fields) {
    const Json& expected = share()["submit"];
    const auto line = share()["lines"]["submit"].get<std::string>();
    SubmitReader reader;
    ASSERT_EQ(reader.read(line), SubmitReader::Kind::submit);
    EXPECT_EQ(reader.worker(), expected["worker"].get<std::string>());
    EXPECT_EQ(reader.job_id(), expected["job_id"].get<std::string>());
    const auto stated = decode_share(expected["extranonce2"].get_ref<const std::string&>(),
                                     expected["ntime"].get_ref<const std::string&>(),
                                     expected["nonce"].get_ref<const std::string&>(),
                                     text_or_none(expected["version_bits"]));
    ASSERT_TRUE(stated.has_value());
    EXPECT_EQ(reader.share(), stated);
    EXPECT_EQ(to_hex_be32(reader.share()->nonce), expected["nonce"].get<std::string>());
    EXPECT_EQ(to_hex(reader.share()->extranonce2.span()),
              expected["extranonce2"].get<std::string>());
}

TEST_P(ShareVectors, submit_line_survives_encode_and_decode) {
    const Request line = request("submit");
    const auto submit = Submit::from_params(line.params);
    ASSERT_TRUE(submit.has_value());
    const auto again = std::get<Request>(*read_message(encode(line.id, *submit)));
    EXPECT_EQ(again, line);
}

TEST_P(ShareVectors, notify_survives_encode_and_decode) {
    const Json& stated = share()["notify"];
    const Json params = Json::array({stated["job_id"], stated["prevhash"], stated["coinb1"],
                                     stated["coinb2"], stated["merkle_branch"], stated["version"],
                                     stated["nbits"], stated["ntime"], stated["clean_jobs"]});
    const auto notify = Notify::from_params(params);
    ASSERT_TRUE(notify.has_value());
    EXPECT_EQ(notify->params(), params);
}

TEST_P(ShareVectors, prevhash_swaps_to_header_bytes_and_back) {
    const auto wire = share()["notify"]["prevhash"].get<std::string>();
    const auto previous = from_prevhash_hex(wire);
    ASSERT_TRUE(previous.has_value());
    EXPECT_EQ(to_hex(previous->bytes),
              share()["expected"]["prevhash_header_bytes"].get<std::string>());
    EXPECT_EQ(to_display_hex(*previous), share()["expected"]["prevhash"].get<std::string>());
    EXPECT_EQ(to_prevhash_hex(*previous), wire);
}

TEST_P(ShareVectors, subscribe_line_decodes) {
    EXPECT_EQ(request("subscribe").method, Subscribe::method);
    EXPECT_TRUE(Subscribe::from_params(request("subscribe").params).has_value());
}

INSTANTIATE_TEST_SUITE_P(shares, ShareVectors, testing::Values(0, 1));

class RecordedBitaxe : public ShareVectors {};

TEST_P(RecordedBitaxe, handshake_lines_decode) {
    const auto configure = Configure::from_params(request("configure").params);
    ASSERT_TRUE(configure.has_value());
    EXPECT_EQ(configure->version_mask, 0xffff'ffffU);
    EXPECT_EQ(configure->version_min_bits, 0U);
    EXPECT_EQ(Subscribe::from_params(request("subscribe").params)->agent, "bitaxe v2.2");
    const auto authorize = Authorize::from_params(request("authorize").params);
    ASSERT_TRUE(authorize.has_value());
    EXPECT_EQ(authorize->worker, share()["submit"]["worker"].get<std::string>());
    EXPECT_EQ(authorize->password, "x");
    const auto suggestion = SuggestDifficulty::from_params(request("suggest").params);
    ASSERT_TRUE(suggestion.has_value());
    EXPECT_EQ(suggestion->difficulty.value, 512);
}

INSTANTIATE_TEST_SUITE_P(shares, RecordedBitaxe, testing::Values(1));

class DocumentedSession : public ShareVectors {};

TEST_P(DocumentedSession, subscribe_reply_decodes_and_reencodes) {
    const auto line = share()["lines"]["subscribe_result"].get<std::string>();
    const auto reply = std::get<Reply>(*read_message(line));
    EXPECT_FALSE(reply.error.has_value());
    const auto subscribed = SubscribeReply::from_result(reply.result);
    ASSERT_TRUE(subscribed.has_value());
    EXPECT_EQ(to_hex(subscribed->extranonce1), share()["extranonce1"].get<std::string>());
    EXPECT_EQ(subscribed->extranonce2_size, 4U);
    EXPECT_EQ(subscribed->session, "ae6812eb4cd7735a302a8a9dd95cf71f");
    EXPECT_EQ(SubscribeReply::from_result(subscribed->result()), subscribed);
}

INSTANTIATE_TEST_SUITE_P(shares, DocumentedSession, testing::Values(0));

}  // namespace
}  // namespace sluice::protocol::stratum_v1
