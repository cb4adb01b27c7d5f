#include "pool/source/node_source.hpp"

#include "pool/source/node_session.hpp"

#include <utility>

namespace sluice::pool {

NodeSource::NodeSource(boost::asio::any_io_executor executor, NodeOptions options)
    : session_(std::make_shared<NodeSession>(std::move(executor), std::move(options))) {}

NodeSource::~NodeSource() { session_->stop(); }

void NodeSource::start(OnTemplate on_template) {
    NodeSession::start(session_, std::move(on_template));
}

boost::asio::awaitable<BlockVerdict> NodeSource::submit_block(Bytes block, protocol::Hash256 id) {
    return NodeSession::submit(session_, std::move(block), id);
}

boost::asio::awaitable<BlockStatus> NodeSource::standing_of(protocol::Hash256 id) {
    return NodeSession::standing(session_, id);
}

void NodeSource::stop() { session_->stop(); }

SourceStatus NodeSource::status() const { return session_->status(); }

}  // namespace sluice::pool
