#pragma once
/// TemplateSource: where the pool's work comes from and where its blocks go. Two implementations: a
/// Bitcoin-like node over JSON-RPC (node_source.hpp) and the embedded chain (embedded_source.hpp).
/// Everything runs on the control io_context's thread: call from there, and callbacks come from
/// there. Deployments are those of BIP9.

#include "protocol/block_template.hpp"
#include "protocol/bytes.hpp"
#include "protocol/hash256.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool {

/// State of one upgrade as the source sees it for the next block.
struct DeploymentStatus {
    std::string name{};
    int bit = -1;            ///< version bit; -1 when the source does not say (buried or by height)
    std::string state{};     ///< defined, started, locked_in, active or failed
    std::int64_t since = 0;  ///< height of the first block in this state; 0 when unknown
    std::int64_t period = 0;     ///< blocks a period; 0 when unknown, as the next three
    std::int64_t threshold = 0;  ///< signalling blocks that lock it in
    std::int64_t elapsed = 0;    ///< blocks of the running period
    std::int64_t count = 0;      ///< of these, blocks that signalled

    bool operator==(const DeploymentStatus&) const = default;
};

struct BlockVerdict {
    bool accepted = false;
    /// False when nobody judged the block (node away for too long, or "inconclusive"): the block
    /// may be submitted again.
    bool decided = true;
    std::string reason{};  ///< why not accepted, or "duplicate" when the source had it already

    bool operator==(const BlockVerdict&) const = default;
};

struct SourceStatus {
    bool connected = false;   ///< the last request was answered
    std::string detail;       ///< for people: "node 127.0.0.1:8332, height 100" or what is wrong
    std::string chain;        ///< main, test, signet, regtest or embedded; empty until known
    std::int64_t height = 0;  ///< of the block being worked on; 0 until known
    std::vector<DeploymentStatus> deployments;

    bool operator==(const SourceStatus&) const = default;
};

enum class TemplateChange {
    new_block,  ///< another previous block: work on older templates is worthless
    refresh,    ///< same previous block with newer transactions or time: older work still counts
};

[[nodiscard]] constexpr std::string_view name_of(TemplateChange change) noexcept {
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

    /// Hands over a whole block (wire bytes). `id` is its hash, for the log. Ends when the source
    /// has judged the block or gave up asking.
    virtual boost::asio::awaitable<BlockVerdict> submit_block(protocol::Bytes block,
                                                              protocol::Hash256 id) = 0;

    /// Ends every running request, so that the io_context can run dry. No callback comes later.
    virtual void stop() = 0;

    [[nodiscard]] virtual SourceStatus status() const = 0;
};

}  // namespace sluice::pool
