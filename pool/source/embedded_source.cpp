#include "pool/source/embedded_source.hpp"

#include <boost/system/error_code.hpp>

#include <string>
#include <utility>

namespace sluice::pool {

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
    BlockVerdict verdict = chain_.submit(block);
    const bool is_new = verdict.status == BlockStatus::accepted && verdict.reason.empty();
    if (is_new && *running_) {
        publish(TemplateChange::new_block);
    }
    co_return verdict;
}

boost::asio::awaitable<BlockStatus> EmbeddedSource::standing_of(protocol::Hash256 id) {
    co_return chain_.contains(id) ? BlockStatus::accepted : BlockStatus::pending;
}

SourceStatus EmbeddedSource::status() const {
    SourceStatus status;
    status.connected = *running_;
    status.chain = "embedded";
    status.height = chain_.tip().height + 1;
    status.detail = "embedded chain, rule " + chain_.settings().options.rule;
    status.deployments = chain_.deployments();
    return status;
}

}  // namespace sluice::pool
