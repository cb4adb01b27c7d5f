#include "pool/source/embedded_source.hpp"

#include "protocol/bitcoin/block_header.hpp"

#include <boost/system/error_code.hpp>

#include <string>
#include <utility>

namespace sluice::pool {

namespace {

protocol::Hash256 previous_of(ByteSpan block) {
    return protocol::parse_header(block.first<protocol::block_header_size>()).previous;
}

}  // namespace

EmbeddedSource::EmbeddedSource(boost::asio::any_io_executor executor, EmbeddedChain& chain,
                               std::chrono::milliseconds refresh_interval)
    : chain_(chain), refresh_interval_(refresh_interval), refresh_timer_(std::move(executor)) {}

EmbeddedSource::~EmbeddedSource() { stop(); }

void EmbeddedSource::start(OnTemplate on_template) {
    on_template_ = std::move(on_template);
    *running_ = true;
    publish(TemplateChange::new_block);
}

void EmbeddedSource::stop() {
    *running_ = false;
    refresh_timer_.cancel();
}

void EmbeddedSource::publish(TemplateChange change) {
    schedule_refresh();
    on_template_(std::make_shared<const protocol::BlockTemplate>(chain_.next_template()), change);
}

void EmbeddedSource::schedule_refresh() {
    refresh_timer_.expires_after(refresh_interval_);
    // A wait that has ended may still be queued when this object goes.
    const std::weak_ptr<bool> running = running_;
    refresh_timer_.async_wait([this, running](const boost::system::error_code& cancelled) {
        const std::shared_ptr<bool> here = running.lock();
        if (!cancelled && here && *here) {
            publish(TemplateChange::refresh);
        }
    });
}

boost::asio::awaitable<BlockVerdict> EmbeddedSource::submit_block(Bytes block,
                                                                  protocol::Hash256 /*id*/) {
    ChainVerdict verdict = chain_.submit(block);
    if (verdict.accepted && *running_) {
        publish(TemplateChange::new_block);
    }
    // The chain has no forks and keeps every block, so "duplicate" is as good as accepted; and
    // whatever comes second on a block of the chain has lost its place for ever.
    BlockStatus outcome = BlockStatus::rejected;
    if (verdict.accepted || verdict.reason == "duplicate") {
        outcome = BlockStatus::accepted;
    } else if (verdict.reason == "stale-prevblk" && chain_.contains(previous_of(block))) {
        outcome = BlockStatus::orphaned;
    } else if (verdict.reason.starts_with("storage:")) {
        outcome = BlockStatus::pending;
    }
    co_return BlockVerdict{outcome, std::move(verdict.reason)};
}

boost::asio::awaitable<BlockStatus> EmbeddedSource::standing_of(protocol::Hash256 id) {
    co_return chain_.contains(id) ? BlockStatus::accepted : BlockStatus::pending;
}

SourceStatus EmbeddedSource::status() const {
    SourceStatus status;
    status.connected = *running_;
    status.chain = "embedded";
    status.height = chain_.tip().height + 1;
    status.detail = "embedded chain, rule " + chain_.settings().rule;
    status.deployments = chain_.deployments();
    return status;
}

}  // namespace sluice::pool
