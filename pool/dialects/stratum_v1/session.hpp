#pragma once
/// Session: Stratum V1 between a miner's lines and its channel, without a socket and without a
/// clock. Lines go in; lines come out in an OutputQueue. Belongs to its shard's thread. Stratum V1
/// as fielded.

#include "pool/base/clock_reading.hpp"
#include "pool/base/output_queue.hpp"
#include "pool/dialects/stratum_v1/reply_gate.hpp"
#include "pool/mining/channel.hpp"
#include "protocol/stratum_v1/message.hpp"
#include "protocol/stratum_v1/submit_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::pool {

class Session final : private ChannelOutput {
public:
    using SubmitReader = protocol::stratum_v1::SubmitReader;

    /// `services`, `output` and `reader`, which the sessions of a thread may share, outlive the
    /// session; `address` is for logs and limits.
    Session(ChannelServices& services, SubmitReader& reader, OutputQueue& output,
            std::string address, ClockReading at);

    /// One line without its end, never blank.
    void on_line(std::string_view line, ClockReading at);
    void on_settled(const SettledBatches& settled) { replies_.settle(settled); }
    void send_away();  ///< names the pool to go to, if there is one; the connection ends then

    /// Replies that wait for a commit, or for a hash before it.
    [[nodiscard]] std::size_t held_replies() const noexcept {
        return replies_.held() + channel_.hashing();
    }

    [[nodiscard]] Channel& channel() noexcept { return channel_; }
    [[nodiscard]] const Channel& channel() const noexcept { return channel_; }

private:
    void submit(ClockReading at);
    void dispatch(std::string_view line, ClockReading at);
    /// A request without an id wants no reply.
    void reply(const protocol::stratum_v1::MessageId& id, std::string_view line);

    void send_version_mask(std::uint32_t mask) override;
    void send_difficulty(double difficulty) override;
    void send_job(const IssuedJob& issued, bool clean) override;
    void send_accepted(std::string_view request, BatchNumber batch) override;
    void send_refused(std::string_view request, ShareVerdict verdict) override;

    ChannelServices& services_;
    SubmitReader& reader_;
    OutputQueue& output_;
    ReplyGate replies_;
    Channel channel_;  ///< the last member: as it ends it answers the shares that it holds
};

}  // namespace sluice::pool
