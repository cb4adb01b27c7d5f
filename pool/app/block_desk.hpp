#pragma once
/// BlockDesk takes the blocks that miners find to the template source, and never loses one: each is
/// written to the ledger before it is submitted, one after another, and what has no verdict yet is
/// submitted again at the next start. Of several blocks on one previous block only one can count:
/// the others wait, and are dropped once one is accepted. Not thread-safe: the control thread owns
/// it.

#include "pool/ledger/ledger.hpp"
#include "pool/monitor/monitor.hpp"
#include "pool/server/found_block.hpp"
#include "pool/source/template_source.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <deque>
#include <functional>

namespace sluice::pool {

class BlockDesk {
public:
    BlockDesk(boost::asio::io_context& control, TemplateSource& source, Ledger& ledger,
              Monitor& monitor);

    /// Blocks that may wait behind the first one on the same previous block, should it be refused.
    static constexpr std::size_t spares_max = 8;

    void submit(FoundBlock found);

    /// Queues the blocks of earlier runs whose verdict is unknown. Call once, when the source is
    /// started.
    void resubmit_pending();

    /// Blocks queued or under way.
    [[nodiscard]] std::size_t waiting() const noexcept { return queue_.size(); }

private:
    struct Submission {
        BlockRecord record;
        protocol::Hash256 previous;
        protocol::Bytes raw;
        bool recorded = false;  ///< in the ledger since an earlier run
    };

    void enqueue(Submission submission);
    /// Writes the block down, durably, and shows it.
    void announce(const Submission& submission);
    void supersede(const Submission& submission);
    void conclude(const Submission& submission, const BlockVerdict& verdict);
    boost::asio::awaitable<void> work_off();

    boost::asio::io_context& control_;
    TemplateSource& source_;
    Ledger& ledger_;
    Monitor& monitor_;
    std::deque<Submission> queue_;  ///< the front one is under way while `working_`
    bool working_ = false;
    protocol::Hash256 built_on_;  ///< previous block of the last accepted block
};

}  // namespace sluice::pool
