#include "pool/app/block_watch.hpp"

#include "pool/app/monitor_views.hpp"
#include "pool/base/log_exception.hpp"
#include "pool/base/log_quote.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace sluice::pool {

BlockWatch::BlockWatch(boost::asio::io_context& control, TemplateSource& source, Ledger& ledger,
                       Monitor& monitor)
    : control_(control), source_(source), ledger_(ledger), monitor_(monitor) {}

void BlockWatch::follow(const BlockRecord& record) {
    if (record.status == BlockStatus::accepted || record.status == BlockStatus::orphaned) {
        blocks_[record.hash] = {.height = record.height, .next_depth = 1, .status = record.status};
    }
}

void BlockWatch::tip_moved(std::int64_t tip_height, const protocol::Hash256& tip) {
    tip_height_ = tip_height;
    tip_ = tip;
    tip_is_new_ = true;
    std::erase_if(blocks_, [&](const auto& entry) {
        const Followed& block = entry.second;
        return block.next_depth > burial_blocks || tip_height - block.height > burial_blocks;
    });
    if (!blocks_.empty() && !std::exchange(asking_, true)) {
        boost::asio::co_spawn(control_, ask_due(), [this](const std::exception_ptr& failure) {
            asking_ = false;
            log_exception("block watch", failure);
        });
    }
}

bool BlockWatch::is_due(const protocol::Hash256& hash, const Followed& block) const {
    const std::int64_t depth = tip_height_ - block.height;
    const bool is_shown_on_chain = block.status == BlockStatus::accepted;
    return depth > 0 ? depth >= block.next_depth : is_shown_on_chain != (hash == tip_);
}

boost::asio::awaitable<void> BlockWatch::ask_due() {
    while (std::exchange(tip_is_new_, false)) {
        const std::int64_t asked_at = tip_height_;
        std::vector<protocol::Hash256> due;
        for (const auto& [hash, block] : blocks_) {
            if (is_due(hash, block)) {
                due.push_back(hash);
            }
        }
        for (const protocol::Hash256& hash : due) {
            const BlockStatus outcome = co_await ask(hash);
            settle(hash, outcome, asked_at);
        }
    }
}

boost::asio::awaitable<BlockStatus> BlockWatch::ask(protocol::Hash256 hash) {
    try {
        co_return co_await source_.standing_of(hash);
    } catch (const std::exception& error) {
        spdlog::warn("block not looked up hash={} error={}", protocol::to_display_hex(hash),
                     log_quote(error.what()));
        co_return BlockStatus::pending;
    }
}

void BlockWatch::settle(const protocol::Hash256& hash, BlockStatus outcome,
                        std::int64_t asked_at) {
    const auto entry = blocks_.find(hash);
    if (entry == blocks_.end()) {
        return;
    }
    Followed& block = entry->second;
    while (block.next_depth <= asked_at - block.height) {
        block.next_depth *= 2;
    }
    if (outcome == BlockStatus::pending) {
        return;  // a block that was never submitted, or a node that does not answer
    }
    const BlockStatus status =
        outcome == BlockStatus::accepted ? BlockStatus::accepted : BlockStatus::orphaned;
    if (std::exchange(block.status, status) == status) {
        return;
    }
    const char* reason = status == BlockStatus::orphaned ? "it is no longer on the best chain" : "";
    spdlog::warn("block {} after all height={} hash={}", to_string(status), block.height,
                 protocol::to_display_hex(hash));
    ledger_.update_block(hash, status, reason);
    monitor_.block_verdict(protocol::to_display_hex(hash), status, reason);
}

}  // namespace sluice::pool
