// Which blocks the embedded chain takes, and how its difficulty answers.

#include "tests/unit/pool/chain/test_chain.hpp"

#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/rule.hpp"
#include "difficulty/network/rules/registry.hpp"
#include "protocol/bitcoin/coinbase.hpp"
#include "protocol/pow/target.hpp"

#include <gmock/gmock.h>

namespace sluice::pool {
namespace {

using ::testing::HasSubstr;

class embedded_chain : public TestChain {};

protocol::UInt256 target_of(std::uint32_t bits) {
    return protocol::decode_compact(bits).target.value;
}

TEST_F(embedded_chain, starts_with_a_genesis_of_its_settings) {
    settings_.genesis_time = 1'700'000'000;
    settings_.genesis_bits = 0x207f'0000;
    open();
    const ChainTip genesis = chain_->tip();
    EXPECT_EQ(genesis.height, 0);
    EXPECT_EQ(genesis.header.time, 1'700'000'000U);
    EXPECT_EQ(genesis.header.bits, 0x207f'0000U);
    EXPECT_EQ(genesis.header.previous, protocol::Hash256{});
    EXPECT_EQ(genesis.hash, protocol::block_id(genesis.header));
}

TEST_F(embedded_chain, has_another_genesis_for_another_network) {
    settings_.genesis_time = 1'700'000'000;
    open();
    const protocol::Hash256 first = chain_->tip().hash;
    settings_.network = "other";
    file_ = folder_ / "other.db";
    open();
    EXPECT_NE(chain_->tip().hash, first);
}

TEST_F(embedded_chain, offers_a_template_on_its_tip) {
    open();
    now_s_ += 100;
    const protocol::BlockTemplate next = chain_->next_template();
    EXPECT_EQ(next.previous, chain_->tip().hash);
    EXPECT_EQ(next.height, 1);
    EXPECT_EQ(next.version, 0x2000'0000U);
    EXPECT_EQ(next.time, now_s_);
    EXPECT_EQ(next.time_min, chain_->tip().header.time + 1);
    EXPECT_EQ(next.target, protocol::decode_compact(next.bits).target);
    EXPECT_EQ(next.coinbase_value, settings_.options.subsidy);
    EXPECT_TRUE(next.transactions.empty());
    EXPECT_FALSE(next.witness_commitment);
}

TEST_F(embedded_chain, takes_the_block_that_its_template_asks_for) {
    open();
    const Bytes block = draft().block();
    EXPECT_EQ(chain_->submit(block), BlockVerdict{BlockStatus::accepted});
    EXPECT_EQ(chain_->tip().height, 1);
    EXPECT_EQ(chain_->tip().hash, protocol::sha256d(ByteSpan(block).first(80)));
    EXPECT_TRUE(chain_->contains(chain_->tip().hash));
}

TEST_F(embedded_chain, takes_any_nonsignalling_version) {
    open();
    EXPECT_EQ(reason_of([](BlockDraft& block) { block.header.version = 4; }), "accepted");
    EXPECT_EQ(reason_of([](BlockDraft& block) { block.header.version |= 0x1fff'e000; }),
              "accepted");
}

TEST_F(embedded_chain, keeps_time_moving_when_the_clock_stands) {
    open();
    mine_many(12, 0);
    const protocol::BlockTemplate next = chain_->next_template();
    EXPECT_GE(next.time, next.time_min);
    EXPECT_GT(next.time, now_s_);
}

TEST_F(embedded_chain, rejects_a_hash_above_the_target) {
    open();
    EXPECT_EQ(reason_of([](BlockDraft& block) { block.without_work = true; }), "high-hash");
}

TEST_F(embedded_chain, rejects_bits_easier_than_the_limit) {
    settings_.pow_limit_bits = 0x2000'ffff;
    settings_.genesis_bits = 0x2000'ffff;
    open();
    EXPECT_EQ(reason_of([](BlockDraft& block) { block.header.bits = 0x207f'ffff; }), "high-hash");
}

TEST_F(embedded_chain, rejects_bits_that_its_rule_does_not_give) {
    open();
    EXPECT_EQ(reason_of([](BlockDraft& block) { block.header.bits = 0x207f'fffe; }),
              "bad-diffbits");
}

TEST_F(embedded_chain, rejects_a_block_on_another_tip) {
    open();
    const Bytes late = draft().block();
    mine(7);
    EXPECT_EQ(chain_->submit(late).reason, "stale-prevblk");
}

TEST_F(embedded_chain, knows_a_block_that_it_has) {
    open();
    const Bytes block = draft().block();
    EXPECT_EQ(chain_->submit(block), BlockVerdict{BlockStatus::accepted});
    mine(10);
    EXPECT_EQ(chain_->submit(block).reason, "duplicate");
    EXPECT_EQ(chain_->tip().height, 2);
}

TEST_F(embedded_chain, rejects_a_timestamp_at_the_median_time_past) {
    open();
    mine_many(12, 10);
    const std::uint32_t first = chain_->next_template().time_min;
    EXPECT_EQ(reason_of([&](BlockDraft& block) { block.header.time = first - 1; }), "time-too-old");
    EXPECT_EQ(reason_of([&](BlockDraft& block) { block.header.time = first; }), "accepted");
}

TEST_F(embedded_chain, rejects_a_timestamp_more_than_two_hours_ahead) {
    open();
    const auto ahead = static_cast<std::uint32_t>(now_s_ + 7200);
    EXPECT_EQ(reason_of([&](BlockDraft& block) { block.header.time = ahead + 1; }), "time-too-new");
    EXPECT_EQ(reason_of([&](BlockDraft& block) { block.header.time = ahead; }), "accepted");
}

TEST_F(embedded_chain, goes_on_when_the_clock_was_ahead_and_is_set_back) {
    open();
    mine_many(12, 10);
    now_s_ += 3 * 3600;
    mine_many(12, 1);  // enough to carry the median time past
    now_s_ -= 3 * 3600;
    EXPECT_EQ(chain_->next_template().time, chain_->next_template().time_min);
    mine_many(12, 10);
}

TEST_F(embedded_chain, keeps_its_pace_when_it_is_opened_with_a_clock_behind_it) {
    open();
    mine_many(12, 10);
    now_s_ += 3 * 3600;
    mine_many(24, 10);
    now_s_ -= 3 * 3600;
    open();
    const std::uint32_t first = chain_->next_template().time;
    mine(0);
    now_s_ += 600;
    EXPECT_EQ(chain_->next_template().time, first + 599);
}

TEST_F(embedded_chain, rejects_a_merkle_root_of_something_else) {
    open();
    EXPECT_EQ(reason_of([](BlockDraft& block) { block.wrong_merkle_root = true; }),
              "bad-txnmrklroot");
}

TEST_F(embedded_chain, rejects_a_coinbase_of_another_height) {
    open();
    EXPECT_EQ(reason_of([](BlockDraft& block) { ++block.coinbase.height; }), "bad-cb-height");
    mine_many(16, 10);
    EXPECT_EQ(reason_of([](BlockDraft& block) { --block.coinbase.height; }), "bad-cb-height");
    EXPECT_EQ(reason_of([](BlockDraft&) {}), "accepted");  // 17: the first height that is a push
}

TEST_F(embedded_chain, rejects_a_coinbase_that_pays_more_than_the_subsidy) {
    open();
    EXPECT_EQ(reason_of([](BlockDraft& block) { ++block.coinbase.outputs[0].value; }),
              "bad-cb-amount");
    EXPECT_EQ(reason_of([](BlockDraft& block) { --block.coinbase.outputs[0].value; }), "accepted");
}

TEST_F(embedded_chain, halves_the_subsidy) {
    settings_.options.halving_interval = 3;
    settings_.options.subsidy = 1001;
    open();
    mine_many(2, 10);
    EXPECT_EQ(chain_->next_template().coinbase_value, 500);
    EXPECT_EQ(reason_of([](BlockDraft& block) { block.coinbase.outputs[0].value = 501; }),
              "bad-cb-amount");
}

TEST_F(embedded_chain, asert_answers_a_speed_up_and_a_slow_down) {
    settings_.options.spacing_s = 10;
    settings_.options.half_life_s = 100;
    settings_.pow_limit_bits = 0x207f'ffff;
    settings_.genesis_bits = 0x2007'ffff;
    open();
    mine_many(20, 10);  // on schedule: the start difficulty stays
    const auto on_time = target_of(chain_->next_template().bits);
    EXPECT_GT(on_time, target_of(settings_.genesis_bits) * 9 / 10);
    EXPECT_LT(on_time, target_of(settings_.genesis_bits) * 11 / 10);
    mine_many(25, 2);  // 200 s ahead, two half-lives: four times harder
    const auto ahead = target_of(chain_->next_template().bits);
    EXPECT_GT(ahead * 4, on_time * 9 / 10);
    EXPECT_LT(ahead * 4, on_time * 11 / 10);
    mine_many(10, 30);  // the 200 s are lost again
    const auto back = target_of(chain_->next_template().bits);
    EXPECT_GT(back, on_time * 9 / 10);
    EXPECT_LT(back, on_time * 11 / 10);
}

TEST_F(embedded_chain, runs_every_rule_of_the_table_that_does_not_need_the_timestamp) {
    for (const difficulty::DifficultyRule* rule : difficulty::difficulty_rules()) {
        settings_ = ChainSettings{};
        settings_.options.rule = rule->name;
        for (const difficulty::RuleParameter& parameter : rule->parameters) {
            if (parameter.member == &difficulty::RuleParams::window_blocks) {
                settings_.options.window_blocks = std::max<std::int64_t>(10, parameter.min);
            }
        }
        if (difficulty::reads_next_time(*rule, rule->defaults)) {
            EXPECT_FALSE(check_settings(settings_)) << rule->name;
            continue;
        }
        file_ = folder_ / (std::string(rule->name) + ".db").c_str();
        open();
        const auto genesis_target = target_of(settings_.genesis_bits);
        const auto is_harder = [&] {
            return target_of(chain_->next_template().bits) < genesis_target;
        };
        // Some rules start a chain by multiplying its difficulty in every block: no further than
        // that.
        for (int blocks = 0; blocks < 25 && !is_harder(); ++blocks) {
            mine_many(1, 1);
        }
        EXPECT_TRUE(is_harder()) << rule->name << " must answer blocks ten times too fast";
    }
}

/// A chain that retargets every ten blocks, as Bitcoin does every 2016.
class period_chain : public TestChain {
protected:
    void open_with(difficulty::TimestampRule rule) {
        settings_.options.rule = "btc-2016";
        settings_.options.window_blocks = 10;
        settings_.timestamp_rule = rule;
        open();
    }

    std::string reason_at(std::int64_t time) {
        return reason_of(
            [&](BlockDraft& block) { block.header.time = static_cast<std::uint32_t>(time); });
    }

    /// Height 20 begins a period; its parent is timestamped a day after the blocks before it.
    void mine_to_a_seam() {
        mine_many(18, 10);
        mine(86'400);
        ASSERT_EQ(chain_->next_template().height, 20);
    }
};

// Above the median time past, and a day before its parent: the timewarp.
TEST_F(period_chain, without_a_rule_lets_a_period_begin_long_before_its_parent) {
    open_with(difficulty::TimestampRule::none);
    mine_to_a_seam();
    EXPECT_EQ(reason_at(now_s_ - 86'390), "accepted");
}

TEST_F(period_chain, of_bip94_begins_a_period_at_most_ten_minutes_before_its_parent) {
    open_with(difficulty::TimestampRule::bip94);
    mine_to_a_seam();
    EXPECT_EQ(chain_->next_template().time_min, now_s_ - 600);
    EXPECT_EQ(reason_at(now_s_ - 601), "time-timewarp-attack");
    EXPECT_EQ(reason_at(now_s_ - 86'500), "time-too-old");
    EXPECT_EQ(reason_at(now_s_ - 600), "accepted");
}

TEST_F(period_chain, of_bip54_begins_a_period_at_most_two_hours_before_its_parent) {
    open_with(difficulty::TimestampRule::bip54);
    mine_to_a_seam();
    EXPECT_EQ(chain_->next_template().time_min, now_s_ - 7200);
    EXPECT_EQ(reason_at(now_s_ - 7201), "time-timewarp-attack");
    EXPECT_EQ(reason_at(now_s_ - 7200), "accepted");
    EXPECT_EQ(reason_at(now_s_ - 7000), "accepted") << "no rule for the blocks within a period";
}

TEST_F(period_chain, of_bip54_ends_a_period_not_before_it_began) {
    open_with(difficulty::TimestampRule::bip54);
    mine_many(9, 10);
    mine(86'400);  // height 10, the first of a period
    const std::int64_t began = now_s_;
    for (int i = 1; i <= 8; ++i) {
        ASSERT_EQ(reason_at(began - 86'400 + 10 * i), "accepted");
    }
    ASSERT_EQ(chain_->next_template().height, 19);
    EXPECT_EQ(chain_->next_template().time_min, began);
    EXPECT_EQ(reason_at(began - 1), "time-timewarp-attack");
    EXPECT_EQ(reason_at(began), "accepted");
}

TEST_F(period_chain, of_bip54_binds_each_coinbase_to_its_height) {
    open_with(difficulty::TimestampRule::bip54);
    const BlockDraft next = draft();
    const auto parts = protocol::build_coinbase(next.coinbase);
    ASSERT_TRUE(parts) << parts.error();
    Bytes coinbase = protocol::join_coinbase(parts->coinb1, Bytes(8, 0x11), {}, parts->coinb2);
    coinbase.back() ^= 1;  // the lock time's upper byte
    EXPECT_EQ(chain_->submit(mined_block(next.header, coinbase)).reason, "bad-cb-locktime");
    coinbase.back() ^= 1;
    EXPECT_EQ(chain_->submit(mined_block(next.header, coinbase)),
              BlockVerdict{BlockStatus::accepted});
}

TEST_F(period_chain, goes_on_only_with_the_timestamp_rule_it_was_made_with) {
    open_with(difficulty::TimestampRule::none);
    settings_.timestamp_rule = difficulty::TimestampRule::bip54;
    EXPECT_THAT(open_error(), HasSubstr("timestamp_rule = none, the settings say bip54"));
    file_ = folder_ / "another.db";
    open_with(difficulty::TimestampRule::bip54);
    settings_.timestamp_rule = difficulty::TimestampRule::none;
    EXPECT_THAT(open_error(), HasSubstr("timestamp_rule = bip54, the settings have none"));
}

TEST_F(embedded_chain, has_no_timestamp_rule_under_a_rule_without_periods) {
    settings_.timestamp_rule = difficulty::TimestampRule::bip54;
    open();
    settings_.timestamp_rule = difficulty::TimestampRule::none;
    EXPECT_EQ(open_error(), "no error");
}

}  // namespace
}  // namespace sluice::pool
