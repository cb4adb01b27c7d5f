#pragma once
/// TemplateSource: where the pool's work comes from and where its blocks go. Two implementations: a
/// Bitcoin-like node over JSON-RPC (node_source.hpp) and the embedded chain (embedded_source.hpp).
/// Everything runs on the control io_context's thread: call from there, and callbacks come from
/// there.

#include "base/bytes.hpp"
#include "pool/base/block_status.hpp"
#include "pool/base/source_status.hpp"
#include "protocol/bitcoin/block_template.hpp"
#include "protocol/pow/hash256.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string_view>

namespace sluice::pool {

enum class TemplateChange {
    new_block,  ///< another previous block: work on older templates is worthless
    refresh,    ///< same previous block with newer transactions or time: older work still counts
};

[[nodiscard]] constexpr std::string_view to_string(TemplateChange change) noexcept {
    return change == TemplateChange::new_block ? "new_block" : "refresh";
}

using OnTemplate =
    std::function<void(std::shared_ptr<const protocol::BlockTemplate>, TemplateChange)>;

class TemplateSource {
public:
    TemplateSource() = default;
    TemplateSource(const TemplateSource&) = delete;
    TemplateSource& operator=(const TemplateSource&) = delete;
    virtual ~TemplateSource() = default;

    /// Begins to deliver templates; the first one comes as new_block. Call once.
    virtual void start(OnTemplate on_template) = 0;

    /// Hands over a whole block (wire bytes) whose hash is `id`. Ends when the source has judged
    /// the block, gave up asking or was stopped; what is undecided then may be handed over again.
    virtual boost::asio::awaitable<BlockVerdict> submit_block(Bytes block,
                                                              protocol::Hash256 id) = 0;

    /// Where a block that was submitted stands now: accepted, orphaned, or undecided when the
    /// source does not know it or cannot be asked.
    virtual boost::asio::awaitable<BlockStatus> standing_of(protocol::Hash256 id) = 0;

    /// Ends every running request, so that the io_context can run dry. No callback comes later.
    virtual void stop() = 0;

    [[nodiscard]] virtual SourceStatus status() const = 0;
};

}  // namespace sluice::pool
