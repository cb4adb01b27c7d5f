#include "pool/dialects/stratum_v1/reply_gate.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sluice::pool {
namespace {

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

}  // namespace
}  // namespace sluice::pool
