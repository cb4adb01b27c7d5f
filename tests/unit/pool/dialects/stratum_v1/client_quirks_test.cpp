// Every client behaviour of tests/vectors/quirks/clients.jsonl that needs no socket, played to a
// session: whatever is sent, each request gets exactly one well-formed reply until the pool closes.

#include "base/hex.hpp"
#include "pool/dialects/stratum_v1/line_splitter.hpp"
#include "pool/server/protocol_detection.hpp"
#include "protocol/stratum_v1/limits.hpp"
#include "tests/unit/pool/dialects/stratum_v1/session_harness.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <fstream>

namespace sluice::pool::test {
namespace {

std::vector<Json> read_quirks() {
    std::ifstream file(std::string(SLUICE_VECTORS_DIR) + "/quirks/clients.jsonl");
    std::vector<Json> quirks;
    for (std::string line; std::getline(file, line);) {
        quirks.push_back(Json::parse(line));
    }
    return quirks;
}

/// Plays one client's steps the way a Connection feeds its session.
class Player {
public:
    void play(const Json& steps) {
        for (const Json& step : steps) {
            if (step.is_string()) {
                send_text(fill(step.get<std::string>()) + "\n");
            } else if (step.contains("raw")) {
                send_text(fill(step["raw"].get<std::string>()));
            } else if (step.contains("hex")) {
                const auto bytes = from_hex(step["hex"].get<std::string>()).value();
                send_text({bytes.begin(), bytes.end()});
            } else if (step.contains("wait_ms")) {
                pool_.advance(std::chrono::milliseconds(step["wait_ms"].get<int>()));
            } else if (step.contains("wait_for")) {
                share_ = pool_.solve();  // found just before the new block
                share_job_ = pool_.job_id();
                pool_.publish(make_job({.id = 0x11, .previous = 2, .clean = true}));
            } else if (step.contains("repeat")) {
                repeat(step["repeat"]);
            }
        }
    }

    SessionHarness& pool() { return pool_; }
    [[nodiscard]] bool closed() const { return closed_; }
    [[nodiscard]] const std::deque<Json>& replies() const { return replies_; }
    /// Requests with an id that is not null, as far as they were read.
    [[nodiscard]] std::size_t requests() const { return requests_; }

private:
    void repeat(const Json& what) {
        for (int i = 0; i < what["times"].get<int>() && !closed_; ++i) {
            if (what.contains("line")) {
                send_text(fill(what["line"].get<std::string>()) + "\n");
            } else if (what.contains("raw")) {
                send_text(what["raw"].get<std::string>());
            } else {
                pool_.reconnect();
                play(what["connect_and"]);
            }
        }
    }

    void send_text(const std::string& text) {
        for (std::size_t at = 0; at < text.size() && !closed_;) {
            const auto room = lines_.prepare();
            const auto size = text.copy(room.data(), room.size(), at);
            lines_.commit(size);
            at += size;
            take_lines();
        }
    }

    void take_lines() {
        if (!speaks_stratum_) {
            const PeerProtocol opening = detect_protocol(lines_.pending());
            speaks_stratum_ = opening == PeerProtocol::stratum;
            closed_ = !speaks_stratum_ && opening != PeerProtocol::undecided;
        }
        while (!closed_) {
            const auto line = lines_.next();
            if (!line) {
                break;
            }
            count(*line);
            pool_.send(*line);
            for (Json& sent : pool_.take()) {
                if (!sent.contains("method")) {
                    replies_.push_back(std::move(sent));
                }
            }
            closed_ = pool_.channel().conduct().close_reason() != CloseReason::none;
        }
        closed_ = closed_ || lines_.overflowed();
    }

    void count(std::string_view line) {
        const auto message = protocol::stratum_v1::read_message(line);
        const auto* request =
            message ? std::get_if<protocol::stratum_v1::Request>(&*message) : nullptr;
        // A line that is no message is answered too, so that its sender can see why.
        requests_ += !message || (request != nullptr && !request->id.is_null()) ? 1 : 0;
    }

    std::string fill(std::string text) {
        if (text.find("${NONCE}") != std::string::npos && share_.extranonce2.size == 0) {
            share_ = pool_.solve();
            share_job_ = pool_.job_id();
        }
        const auto other = text.find("${NONCE_B}") != std::string::npos
                               ? pool_.solve({.extranonce2 = 2, .version_bits = {}})
                               : share_;
        const std::vector<std::pair<std::string, std::string>> values{
            {"${WORKER}", worker_name},
            {"${JOB}", share_job_.empty() ? "00000010" : share_job_},
            {"${EN2}", to_hex(share_.extranonce2.span())},
            {"${NTIME}", to_hex_be32(job_time)},
            {"${NTIME-1}", to_hex_be32(job_time - 1)},
            {"${NTIME+127}", to_hex_be32(job_time + 127)},
            {"${NTIME+4095}", to_hex_be32(job_time + 4095)},
            {"${NTIME+7201}", to_hex_be32(job_time + 7201)},
            {"${NONCE}", to_hex_be32(share_.nonce)},
            {"${EN2_B}", to_hex(other.extranonce2.span())},
            {"${NONCE_B}", to_hex_be32(other.nonce)},
            {"${RANDOM}", to_hex_be32(random_ += 0x9e37'79b9)},
        };
        for (const auto& [name, value] : values) {
            for (auto at = text.find(name); at != std::string::npos; at = text.find(name)) {
                text.replace(at, name.size(), value);
            }
        }
        return text;
    }

    SessionHarness pool_;
    LineSplitter lines_{protocol::stratum_v1::client_line_size_max};
    protocol::stratum_v1::SubmittedShare share_;  ///< what ${EN2} and ${NONCE} stand for
    std::string share_job_;
    std::deque<Json> replies_;
    std::size_t requests_ = 0;
    std::uint32_t random_ = 0;
    bool speaks_stratum_ = false;
    bool closed_ = false;
};

class ClientQuirk : public testing::TestWithParam<Json> {};

TEST_P(ClientQuirk, gets_one_well_formed_reply_to_each_request) {
    Player player;
    player.play(GetParam()["lines_sent"]);
    for (const Json& reply : player.replies()) {
        EXPECT_TRUE(reply.contains("id") && reply.contains("result") && reply.contains("error"))
            << reply;
        EXPECT_TRUE(reply["error"].is_null() || reply["result"].is_null()) << reply;
    }
    EXPECT_EQ(player.replies().size(), player.requests());
}

/// The entry's line number and its name in the characters that GoogleTest allows.
std::string test_name(const testing::TestParamInfo<Json>& info) {
    std::string name = std::to_string(info.index + 1) + "_";
    for (const char character : info.param["name"].get<std::string>()) {
        const bool plain = std::isalnum(static_cast<unsigned char>(character)) != 0;
        if (plain || name.back() != '_') {
            name.push_back(plain ? character : '_');
        }
    }
    return name;
}

INSTANTIATE_TEST_SUITE_P(clients, ClientQuirk, testing::ValuesIn(read_quirks()), test_name);

/// Plays the entry of that name; the codes of its replies' errors, 0 for success.
std::vector<int> codes_of(const std::string& name, Player& player) {
    for (const Json& quirk : read_quirks()) {
        if (quirk["name"] == name) {
            player.play(quirk["lines_sent"]);
        }
    }
    std::vector<int> codes;
    for (const Json& reply : player.replies()) {
        codes.push_back(error_code(reply));
    }
    return codes;
}

std::vector<int> codes_of(const std::string& name) {
    Player player;
    return codes_of(name, player);
}

using Codes = std::vector<int>;

TEST(client_quirks, same_id_for_every_submit_is_no_duplicate) {
    EXPECT_EQ(codes_of("same id for every submit"), (Codes{0, 0, 0, 0}));
}

TEST(client_quirks, duplicate_share_is_told_so) {
    EXPECT_EQ(codes_of("duplicate share"), (Codes{0, 0, 0, 22}));
}

TEST(client_quirks, submits_out_of_order_are_refused) {
    EXPECT_EQ(codes_of("submit before subscribe"), (Codes{25}));
    EXPECT_EQ(codes_of("submit before authorize"), (Codes{0, 24}));
}

TEST(client_quirks, share_of_an_earlier_block_is_stale) {
    EXPECT_EQ(codes_of("stale job after a new block"), (Codes{0, 0, 21}));
    EXPECT_EQ(codes_of("unknown job"), (Codes{0, 0, 21}));
}

TEST(client_quirks, sixth_parameter_of_zeros_needs_no_mask) {
    EXPECT_EQ(codes_of("sixth parameter without version rolling agreed"), (Codes{0, 0, 0}));
    EXPECT_EQ(codes_of("too few and too many parameters in submit"), (Codes{0, 0, 20, 0}));
    EXPECT_EQ(codes_of("version bits outside the mask"), (Codes{0, 0, 0, 20, 20}));
}

TEST(client_quirks, pipelined_and_split_lines_are_all_answered) {
    EXPECT_EQ(codes_of("everything in one TCP segment"), (Codes{0, 0, 0, 0, 0}));
    EXPECT_EQ(codes_of("one line split over many segments"), (Codes{0}));
    EXPECT_EQ(codes_of("\\r\\n line ends"), (Codes{0, 0}));
    EXPECT_EQ(codes_of("empty lines and spaces between messages"), (Codes{0}));
    EXPECT_EQ(codes_of("NUL bytes after the line"), (Codes{0}));
}

TEST(client_quirks, strangers_are_closed_without_a_stratum_reply) {
    for (const std::string name :
         {"HTTP GET on the stratum port", "HTTP POST with a JSON-RPC body (getwork client)",
          "TLS hello on the plain port", "Stratum V2 Noise handshake on the V1 port", "binary junk",
          "endless line without newline"}) {
        Player player;
        EXPECT_EQ(codes_of(name, player), Codes{}) << name;
        EXPECT_TRUE(player.closed()) << name;
    }
}

TEST(client_quirks, deep_nesting_and_batches_get_an_error) {
    EXPECT_EQ(codes_of("deeply nested JSON"), (Codes{20}));
    EXPECT_EQ(codes_of("JSON-RPC batch"), (Codes{20}));
    EXPECT_EQ(codes_of("id is an object or array"), (Codes{20, 20}));
}

TEST(client_quirks, reconnect_storm_is_admitted) {
    Player player;
    const auto codes = codes_of("reconnect storm after a pool restart", player);
    EXPECT_EQ(codes, Codes(2000, 0));
}

}  // namespace
}  // namespace sluice::pool::test
