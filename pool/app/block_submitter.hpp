#pragma once
/// BlockSubmitter takes the blocks that miners find to the template source, and never loses one:
/// each goes to the ledger as it is found, then to the source, and is submitted again and again
/// until the source has judged it; what a stop leaves undecided is submitted at the next start. Of
/// several blocks on one previous block only one can count: the others wait, recorded as well, and
/// are orphans once one is accepted, for as long as the source's tip is not that previous block
/// again. Every block gets a verdict of its own: in the log, in the ledger and in the Monitor.
/// Blocks on different ones never wait for each other. Not thread-safe: the control thread owns it,
/// and runs its coroutines only while it exists.

#include "pool/app/block_watch.hpp"
#include "pool/ledger/ledger.hpp"
#include "pool/mining/found_block.hpp"
#include "pool/monitor/monitor.hpp"
#include "pool/source/template_source.hpp"

#include <spdlog/common.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace sluice::pool {

struct BlockSubmitterOptions {
    /// How long a block waits to be durable in the ledger before it is submitted all the same: a
    /// disk that hangs must not cost the block.
    std::chrono::milliseconds record_wait{200};
    /// First and longest pause before a block that the source gave back undecided is tried again.
    std::chrono::milliseconds retry_min{1'000};
    std::chrono::milliseconds retry_max{60'000};
};

class BlockSubmitter {
public:
    BlockSubmitter(boost::asio::io_context& control, TemplateSource& source, Ledger& ledger,
                   Monitor& monitor, BlockWatch& watch, BlockSubmitterOptions options = {});

    /// Blocks that may wait behind the first one on the same previous block, should it be refused:
    /// each holds its bytes, up to some megabytes.
    static constexpr std::size_t spares_max = 8;
    /// Blocks whose id is remembered, so that none is submitted twice: more than miners repeat.
    static constexpr std::size_t known_max = 4096;

    void submit(FoundBlock found);

    /// The source's best chain ends in `tip`. When it is the block that the last accepted one was
    /// built on, that one has left the chain, and the next on the same tip counts again.
    void tip_moved(const protocol::Hash256& tip);

    /// Takes up the blocks of earlier runs whose verdict is unknown. Call once, when the source is
    /// started.
    void resubmit_pending();

    /// Blocks without a verdict: queued or under way.
    [[nodiscard]] std::size_t waiting() const noexcept;

    /// No further tries: what has no verdict when its submission ends is left to the next start.
    void stop();

private:
    struct Submission {
        BlockRecord record;
        protocol::Hash256 previous;
        Bytes raw;
        double share_difficulty = 0;  ///< 0: not known
        /// Of the wait for the ledger, then of the pauses between tries. The ledger's answer comes
        /// from another thread and may come late, hence shared.
        std::shared_ptr<boost::asio::steady_timer> timer;
        bool shown = false;  ///< the Monitor lists it
    };
    using SubmissionPtr = std::shared_ptr<Submission>;

    /// False when the block was here before: it has its verdict, or will get it.
    bool remember(const protocol::Hash256& id);
    [[nodiscard]] std::shared_ptr<Submission> make_submission(const FoundBlock& found) const;
    /// Has the ledger write the block down; the timer ends when it has answered, or is late.
    void record(Submission& submission);
    void enqueue(SubmissionPtr submission);
    /// Works off the blocks on one previous block.
    boost::asio::awaitable<void> submit_in_order(protocol::Hash256 previous);
    /// Ends when the source has decided, or the submitter is stopped.
    boost::asio::awaitable<void> submit_to_source(SubmissionPtr submission);
    boost::asio::awaitable<BlockVerdict> try_once(SubmissionPtr submission);
    /// A block that is not submitted, with its verdict at once: another on the same previous one is
    /// accepted, or too many wait.
    void drop(Submission& submission, std::string reason);
    /// One that was recorded as pending, and whose turn comes after another was accepted.
    void mark_superseded(Submission& submission);
    /// Shows the block and its verdict, which the ledger has or is getting.
    void report_verdict(Submission& submission, const BlockVerdict& verdict,
                        spdlog::level::level_enum failure_level);
    void show(Submission& submission);
    void conclude(Submission& submission, const BlockVerdict& verdict,
                  spdlog::level::level_enum failure_level = spdlog::level::warn);

    boost::asio::io_context& control_;
    TemplateSource& source_;
    Ledger& ledger_;
    Monitor& monitor_;
    BlockWatch& watch_;
    const BlockSubmitterOptions options_;
    /// By previous block; the front one is under way.
    std::map<protocol::Hash256, std::deque<SubmissionPtr>> rivals_;
    std::set<protocol::Hash256> known_;
    std::deque<protocol::Hash256> known_order_;  ///< oldest first
    bool stopped_ = false;
    std::optional<protocol::Hash256> built_on_;  ///< previous block of the last accepted block
};

}  // namespace sluice::pool
