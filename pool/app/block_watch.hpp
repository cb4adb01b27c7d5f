#pragma once
/// BlockWatch follows the blocks that the source has judged until they are buried: with 1, 2, 4,
/// ... blocks on top it asks the source where they stand, and at once when the best chain ends at
/// or below their height without them; it corrects the ledger and the Monitor when a reorganisation
/// has taken one off the best chain, or put it back. Not thread-safe: the control thread owns it,
/// and runs its coroutine only while it exists.

#include "pool/ledger/ledger.hpp"
#include "pool/monitor/monitor.hpp"
#include "pool/source/template_source.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdint>
#include <map>

namespace sluice::pool {

class BlockWatch {
public:
    /// Blocks on top with which a coinbase may be spent (COINBASE_MATURITY): whoever pays rewards
    /// out relies on the chain being final by then. It also bounds the blocks followed.
    static constexpr std::int64_t burial_blocks = 100;

    BlockWatch(boost::asio::io_context& control, TemplateSource& source, Ledger& ledger,
               Monitor& monitor);

    /// A block that is accepted or orphaned; others are left alone.
    void follow(const BlockRecord& record);

    /// The best chain has a new tip. Asks about the blocks whose turn it is.
    void tip_moved(std::int64_t tip_height, const protocol::Hash256& tip);

    /// Blocks followed.
    [[nodiscard]] std::size_t size() const noexcept { return blocks_.size(); }

private:
    struct Followed {
        std::int64_t height = 0;
        std::int64_t next_depth = 1;  ///< blocks on top at which the source is asked again
        BlockStatus status = BlockStatus::accepted;
    };

    /// Whether the source has to say where the block stands.
    [[nodiscard]] bool is_due(const protocol::Hash256& hash, const Followed& block) const;
    boost::asio::awaitable<void> ask_due();
    boost::asio::awaitable<BlockStatus> ask(protocol::Hash256 hash);
    /// `asked_at`: the tip's height when the source was asked.
    void settle(const protocol::Hash256& hash, BlockStatus outcome, std::int64_t asked_at);

    boost::asio::io_context& control_;
    TemplateSource& source_;
    Ledger& ledger_;
    Monitor& monitor_;
    std::map<protocol::Hash256, Followed> blocks_;
    std::int64_t tip_height_ = 0;
    protocol::Hash256 tip_;
    bool asking_ = false;
    bool tip_is_new_ = false;  ///< since the last look for blocks that are due
};

}  // namespace sluice::pool
