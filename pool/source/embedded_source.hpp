#pragma once
/// EmbeddedSource: templates from the pool's own chain, and blocks to it. A template comes after
/// every block and every refresh interval, since time moves on. Threads: see template_source.hpp;
/// the chain must outlive this object.

#include "pool/chain/embedded_chain.hpp"
#include "pool/source/template_source.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>

namespace sluice::pool {

class EmbeddedSource final : public TemplateSource {
public:
    EmbeddedSource(boost::asio::any_io_executor executor, EmbeddedChain& chain,
                   std::chrono::milliseconds refresh_interval);
    ~EmbeddedSource() override;

    void start(OnTemplate on_template) override;
    boost::asio::awaitable<BlockVerdict> submit_block(Bytes block, protocol::Hash256 id) override;
    boost::asio::awaitable<BlockStatus> standing_of(protocol::Hash256 id) override;
    void stop() override;
    [[nodiscard]] SourceStatus status() const override;

private:
    void publish(TemplateChange change);
    /// Starts the wait for the next refresh anew.
    void schedule_refresh();

    EmbeddedChain& chain_;
    std::chrono::milliseconds refresh_interval_;
    boost::asio::steady_timer refresh_timer_;
    OnTemplate on_template_;
    std::shared_ptr<bool> running_ = std::make_shared<bool>(false);
};

}  // namespace sluice::pool
