#include "pool/mining/credit_batcher.hpp"

#include <gtest/gtest.h>

#include <new>
#include <optional>
#include <vector>

namespace sluice::pool {
namespace {

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
