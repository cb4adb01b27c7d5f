// The small parts of the server, each by itself.

#include "pool/dialects/stratum_v1/line_splitter.hpp"
#include "pool/dialects/stratum_v1/password_options.hpp"
#include "pool/dialects/stratum_v1/reply_gate.hpp"
#include "pool/mining/credit_batcher.hpp"
#include "pool/mining/extranonce_allocator.hpp"
#include "pool/mining/worker_difficulties.hpp"
#include "pool/server/protocol_detection.hpp"

#include <gtest/gtest.h>

#include <new>
#include <optional>
#include <string>
#include <vector>

namespace sluice::pool {
namespace {

std::vector<std::string> lines_of(LineSplitter& splitter, const std::string& bytes) {
    std::vector<std::string> lines;
    for (std::size_t sent = 0; sent < bytes.size();) {
        const auto room = splitter.prepare();
        const auto size = bytes.copy(room.data(), room.size(), sent);
        splitter.commit(size);
        sent += size;
        while (const auto line = splitter.next()) {
            lines.emplace_back(*line);
        }
    }
    return lines;
}

TEST(line_splitter, gives_lines_without_their_surroundings) {
    LineSplitter splitter(1000);
    EXPECT_EQ(lines_of(splitter, std::string("a\r\n\n  \n\0\0 b \nc", 14)),
              (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(lines_of(splitter, "d\n"), (std::vector<std::string>{"cd"}));
}

TEST(line_splitter, gives_long_lines_whole_and_stops_at_the_limit) {
    LineSplitter splitter(4000);
    const std::string line(4000, 'x');
    EXPECT_EQ(lines_of(splitter, line + "\n"), std::vector<std::string>{line});
    EXPECT_FALSE(splitter.overflowed());
    EXPECT_TRUE(lines_of(splitter, line).empty());
    EXPECT_FALSE(splitter.overflowed());
    EXPECT_TRUE(lines_of(splitter, "x").empty());
    EXPECT_TRUE(splitter.overflowed());
}

TEST(opening, is_told_by_the_first_bytes) {
    EXPECT_EQ(detect_protocol(""), PeerProtocol::undecided);
    EXPECT_EQ(detect_protocol({"\0\r\n ", 4}), PeerProtocol::undecided);
    EXPECT_EQ(detect_protocol(" {"), PeerProtocol::stratum);
    EXPECT_EQ(detect_protocol("[{"), PeerProtocol::stratum);
    EXPECT_EQ(detect_protocol("GE"), PeerProtocol::undecided);
    EXPECT_EQ(detect_protocol("GET /"), PeerProtocol::http);
    EXPECT_EQ(detect_protocol("POST / HTTP/1.1"), PeerProtocol::http);
    EXPECT_EQ(detect_protocol("\x16\x03\x01"), PeerProtocol::tls);
    EXPECT_EQ(detect_protocol("PROXY"), PeerProtocol::undecided);
    EXPECT_EQ(detect_protocol("PROXY TCP4 10.0.0.1 10.0.0.2 1 3333\r\n"),
              PeerProtocol::proxy_header);
    EXPECT_EQ(detect_protocol({"\r\n\r\n\0\r\nQUIT\n\x21\x11", 14}), PeerProtocol::proxy_header);
    EXPECT_EQ(detect_protocol("ZZZZ"), PeerProtocol::junk);
    EXPECT_EQ(detect_protocol("\xf3\xff"), PeerProtocol::junk);
}

TEST(opening, refusal_of_http_states_its_length) {
    const std::string_view refusal = http_refusal;
    const auto body = refusal.substr(refusal.find("\r\n\r\n") + 4);
    EXPECT_NE(refusal.find("Content-Length: " + std::to_string(body.size()) + "\r\n"),
              std::string_view::npos);
}

/// Counts instead of drawing; `from` is where extranonces begin.
std::function<std::uint64_t()> counting(std::uint64_t from) {
    return [next = from]() mutable { return next++; };
}

TEST(extranonce_allocator, gives_each_session_its_own) {
    ExtranonceAllocator allocator(counting(0xffff'fffe));
    EXPECT_EQ(allocator.allocate().extranonce1, (Extranonce1{0xff, 0xff, 0xff, 0xfe}));
    EXPECT_EQ(allocator.allocate().extranonce1, (Extranonce1{0xff, 0xff, 0xff, 0xff}));
    EXPECT_EQ(allocator.allocate().extranonce1, (Extranonce1{0, 0, 0, 0}));
}

TEST(extranonce_allocator, draws_all_bits_of_a_session_id) {
    std::uint64_t drawn = 0x1111'1111'1111'1111;
    ExtranonceAllocator allocator([&drawn] { return drawn; });
    drawn = 0xfedc'ba98'7654'3210;
    EXPECT_EQ(allocator.allocate().id_text(), "fedcba9876543210");
    drawn = 5;
    EXPECT_EQ(allocator.allocate().id_text(), "0000000000000005");
}

TEST(extranonce_allocator, resumes_a_session_that_was_parked) {
    ExtranonceAllocator allocator(counting(7));
    const SessionIdentity first = allocator.allocate();
    const std::string id = first.id_text();
    EXPECT_FALSE(allocator.resume(id)) << "it goes on";
    allocator.park(first, {});
    EXPECT_FALSE(allocator.resume("0000000000000007")) << "of no session";
    EXPECT_FALSE(allocator.resume(id + "0"));
    EXPECT_NE(allocator.allocate().extranonce1, first.extranonce1);
    const auto resumed = allocator.resume(id);
    ASSERT_TRUE(resumed);
    EXPECT_EQ(resumed->identity, first);
    EXPECT_FALSE(allocator.resume(id)) << "it goes on again";
    allocator.release(first);
    EXPECT_FALSE(allocator.resume(id)) << "it was not parked";
}

TEST(extranonce_allocator, resumes_no_session_that_used_up_its_job) {
    ExtranonceAllocator allocator(counting(7));
    const SessionIdentity used_up = allocator.allocate();
    allocator.park(used_up, {{}, LastIssue{1, ExtranonceAllocator::reissues_to_resume_max}});
    EXPECT_FALSE(allocator.resume(used_up.id_text()));
    const SessionIdentity other = allocator.allocate();
    allocator.park(other, {{}, LastIssue{1, ExtranonceAllocator::reissues_to_resume_max - 1}});
    EXPECT_TRUE(allocator.resume(other.id_text()));
}

TEST(extranonce_allocator, forgets_the_sessions_that_were_parked_first) {
    ExtranonceAllocator allocator(counting(7));
    const SessionIdentity first = allocator.allocate();
    const SessionIdentity second = allocator.allocate();
    allocator.park(first, {});
    allocator.park(second, {});
    ASSERT_TRUE(allocator.resume(first.id_text()));
    allocator.park(first, {});
    for (std::size_t i = 2; i < ExtranonceAllocator::resumable_max; ++i) {
        allocator.park(allocator.allocate(), {});
    }
    for (int i = 0; i < 100; ++i) {
        allocator.release(allocator.allocate());  // without a share: they push nobody out
    }
    EXPECT_TRUE(allocator.resume(first.id_text())) << "parked after the second";
    allocator.park(allocator.allocate(), {});
    EXPECT_FALSE(allocator.resume(second.id_text()));
}

TEST(worker_difficulties, asks_the_books_for_strangers_only) {
    int asked = 0;
    WorkerDifficulties difficulties([&](std::string_view) -> std::optional<double> {
        ++asked;
        return 5;
    });
    EXPECT_EQ(difficulties.find("a"), 5);
    difficulties.store("a", 7);
    EXPECT_EQ(difficulties.find("a"), 7);
    EXPECT_EQ(asked, 1);
}

TEST(worker_difficulties, asks_the_books_once_for_a_name_they_do_not_know) {
    int asked = 0;
    WorkerDifficulties difficulties([&](std::string_view) -> std::optional<double> {
        ++asked;
        return std::nullopt;
    });
    EXPECT_EQ(difficulties.find("a"), std::nullopt);
    EXPECT_EQ(difficulties.find("a"), std::nullopt);
    EXPECT_EQ(asked, 1);
    difficulties.store("a", 7);
    EXPECT_EQ(difficulties.find("a"), 7);
}

TEST(worker_difficulties, keeps_what_a_session_leaves_while_the_books_are_read) {
    WorkerDifficulties* stored_in = nullptr;
    WorkerDifficulties difficulties([&](std::string_view) -> std::optional<double> {
        stored_in->store("a", 7);
        return 5;
    });
    stored_in = &difficulties;
    EXPECT_EQ(difficulties.find("a"), 7);
}

TEST(password_options, reads_what_it_knows_and_ignores_the_rest) {
    EXPECT_EQ(parse_password(""), DifficultyWishes{});
    EXPECT_EQ(parse_password("secret"), DifficultyWishes{});
    EXPECT_EQ(parse_password("d=1024"), (DifficultyWishes{1024, std::nullopt}));
    EXPECT_EQ(parse_password("x,d=512,md=256,c=BTC"), (DifficultyWishes{512, 256}));
    EXPECT_EQ(parse_password("user_password, diff=0.001"), (DifficultyWishes{0.001, std::nullopt}));
    EXPECT_EQ(parse_password(",,d=,md=x,d=-1,d=inf,d=1e999,md=0"), DifficultyWishes{});
}

std::string text_of(OutputQueue& output) {
    std::string text;
    for (const OutputQueue::Piece& piece : output.take()) {
        text += piece.text();
    }
    return text;
}

TEST(reply_gate, holds_replies_behind_one_that_waits) {
    OutputQueue output;
    ReplyGate gate(output);
    gate.reply("a\n");
    gate.hold_true("1", 1);
    gate.reply("b\n");
    gate.hold_true("2", 1);
    gate.hold_true("3", 2);
    gate.reply("c\n");
    EXPECT_EQ(text_of(output), "a\n");
    gate.settle({1, {}});
    EXPECT_EQ(text_of(output),
              "{\"id\":1,\"result\":true,\"error\":null}\nb\n"
              "{\"id\":2,\"result\":true,\"error\":null}\n");
    EXPECT_EQ(gate.held(), 2U);
    gate.settle({2, {2}});
    EXPECT_NE(text_of(output).find("\"id\":3,\"result\":null,\"error\":[20,"), std::string::npos);
    EXPECT_EQ(gate.held(), 0U);
}

TEST(reply_gate, settles_many_batches_at_once) {
    OutputQueue output;
    ReplyGate gate(output);
    for (BatchNumber batch = 1; batch <= 4; ++batch) {
        gate.hold_true(std::to_string(batch), batch);
    }
    gate.settle({3, {2}});
    const std::string text = text_of(output);
    EXPECT_NE(text.find("\"id\":1,\"result\":true"), std::string::npos);
    EXPECT_NE(text.find("\"id\":2,\"result\":null"), std::string::npos);
    EXPECT_NE(text.find("\"id\":3,\"result\":true"), std::string::npos);
    EXPECT_EQ(gate.held(), 1U);
}

struct BatcherHarness {
    std::optional<Ticket> next_ticket = 10;
    std::vector<std::size_t> pushed;
    std::vector<SettledBatches> settled;
    CreditBatcher batcher{[this](std::vector<Credit> credits) {
                              pushed.push_back(credits.size());
                              return next_ticket;
                          },
                          [this](const SettledBatches& batches) { settled.push_back(batches); }};
};

TEST(credit_batcher, gathers_credits_until_they_are_flushed) {
    BatcherHarness ledger;
    EXPECT_EQ(ledger.batcher.add({}), 1U);
    EXPECT_EQ(ledger.batcher.add({}), 1U);
    ledger.batcher.flush();
    ledger.batcher.flush();
    EXPECT_EQ(ledger.pushed, std::vector<std::size_t>{2});
    EXPECT_EQ(ledger.batcher.add({}), 2U);
    ledger.batcher.on_committed(9);
    EXPECT_TRUE(ledger.settled.empty());
    ledger.batcher.on_committed(10);
    EXPECT_EQ(ledger.settled, (std::vector<SettledBatches>{{1, {}}}));
}

TEST(credit_batcher, settles_a_refused_batch_after_those_before_it) {
    BatcherHarness ledger;
    ledger.batcher.add({});
    ledger.batcher.flush();
    ledger.next_ticket = std::nullopt;
    ledger.batcher.add({});
    ledger.batcher.flush();
    EXPECT_TRUE(ledger.settled.empty());
    ledger.batcher.on_committed(12);
    EXPECT_EQ(ledger.settled, (std::vector<SettledBatches>{{2, {2}}})) << "all at once";
}

TEST(credit_batcher, answers_what_the_ledger_had_no_memory_for_as_lost) {
    std::vector<SettledBatches> settled;
    CreditBatcher batcher{
        [](std::vector<Credit>) -> std::optional<Ticket> { throw std::bad_alloc(); },
        [&](const SettledBatches& batches) { settled.push_back(batches); }};
    EXPECT_EQ(batcher.add({}), 1U);
    batcher.flush();
    EXPECT_EQ(settled, (std::vector<SettledBatches>{{1, {1}}}));
    EXPECT_EQ(batcher.add({}), 2U) << "never again under a number that may yet be committed";
}

}  // namespace
}  // namespace sluice::pool
