#pragma once
/// Channel: one miner's mining, whatever its protocol: its extranonce, workers, share terms, jobs,
/// verdicts and credits. Knows no bytes, sockets or clocks: a dialect turns lines into its calls,
/// and what it sends through its ChannelOutput into lines. Belongs to its shard's thread. BIP310
/// for version rolling.

#include "pool/base/clock_reading.hpp"
#include "pool/base/decaying_score.hpp"
#include "pool/mining/channel_difficulty.hpp"
#include "pool/mining/channel_output.hpp"
#include "pool/mining/channel_services.hpp"
#include "pool/mining/conduct.hpp"
#include "pool/mining/issued_jobs.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::pool {

class Channel {
public:
    /// `services` and `output` outlive the channel; `address` is the miner's.
    Channel(ChannelServices& services, ChannelOutput& output, std::string address, ClockReading at);
    ~Channel();
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    /// Takes up the session that `resume` names, if it may be resumed, else a new one. Another call
    /// changes nothing. `agent` is the name of the miner's program.
    const SessionIdentity& open(const std::optional<std::string>& resume, std::string_view agent);

    [[nodiscard]] std::size_t extranonce2_size() const noexcept {
        return services_.options.extranonce2_size;
    }

    enum class Login : std::uint8_t { granted, too_many_workers, suspended };
    /// Lets a worker of this name submit shares; its wishes count.
    [[nodiscard]] Login log_in(const std::string& worker, const DifficultyWishes& wishes,
                               ClockReading at);

    /// The version bits to roll from now on, of those that the miner can; nullopt: there are none
    /// or fewer than `bits_min`.
    [[nodiscard]] std::optional<std::uint32_t> agree_on_mask(std::uint32_t rollable,
                                                             std::uint32_t bits_min);
    /// The miner wants no difficulty below this.
    void raise_floor(double difficulty) noexcept { difficulty_.raise_floor(difficulty); }
    void suggest(double difficulty) noexcept { difficulty_.suggest(difficulty); }
    void suggest(const protocol::Target& target) noexcept;

    /// Sends what the calls above have led to: the first job of a miner that is open and logged in,
    /// then changed terms. The dialect has answered the call before.
    void send_changes(ClockReading at);

    void submit(const Submission& submission, ClockReading at);
    /// Answers the shares that wait for their hash, so that answers keep their order.
    void settle_hashing();
    [[nodiscard]] std::size_t hashing() const noexcept { return hashing_; }

    /// The shard has a new current job in its services.
    void on_job();
    /// Deadlines and vardiff; due at next_tick() or later.
    void on_tick(ClockReading at);
    [[nodiscard]] std::chrono::steady_clock::time_point next_tick() const noexcept;

    /// Whether the miner is open and logged in, so that jobs flow.
    [[nodiscard]] bool works() const noexcept { return works_; }
    /// Invalid shares and junk, less accepted shares, those of its workers included.
    [[nodiscard]] double score() const noexcept;
    /// Whether a share of it was accepted.
    [[nodiscard]] bool in_good_standing() const noexcept { return vouched_; }
    [[nodiscard]] Conduct& conduct() noexcept { return conduct_; }
    [[nodiscard]] const Conduct& conduct() const noexcept { return conduct_; }

private:
    struct Worker {
        std::shared_ptr<monitor::WorkerMeter> meter;
        bool credited = false;  ///< had an accepted share
        DecayingScore score{};  ///< invalid shares, less accepted ones
        std::chrono::steady_clock::time_point suspended_until{};
    };

    // The way of a share to its verdict: channel_shares.cpp.
    struct Claim;
    void refuse_without_job(const Submission& submission, ShareVerdict objection, Worker* worker);
    void hash_later(const Claim& claim, const ShareOutcome& outcome);
    void conclude(const Claim& claim, const ShareOutcome& outcome);
    /// Of the share itself; whether it makes a block is another matter.
    [[nodiscard]] ShareVerdict verdict_of(const Claim& claim, const ShareOutcome& outcome);
    void accept(const Claim& claim, const ShareOutcome& outcome);
    void report_block(const Claim& claim, const ShareOutcome& outcome);
    /// A null `worker`: none that is logged in.
    void refuse(std::string_view request, ShareVerdict verdict, Worker* worker);
    /// An invalid share: too many suspend the worker, and end a channel without a better one.
    void penalise_share(std::string_view name, Worker* worker);
    void reward_share(Worker& worker);
    /// Whether the share came under easier terms than are in force, too many of which came before.
    [[nodiscard]] bool floods(const Claim& claim);

    /// What the channel leaves behind for the one that comes after it.
    void leave();
    void start_work_when_ready(ClockReading at);
    /// Sends the mask and the difficulty of jobs to come, where they changed.
    void send_terms();
    /// Warns once in the whole server when the network is easier than a floor.
    void note_lost_floor();
    /// Gives the current job under an id that is new to this miner.
    void issue_job(bool clean);
    /// After any change of difficulty_: the new one is sent with the current job under a new id, so
    /// that it holds from that job on.
    void apply_difficulty();

    ChannelServices& services_;
    ChannelOutput& output_;
    Conduct conduct_;
    const std::string peer_;                              ///< peer_of() its address
    std::optional<SessionIdentity> identity_;             ///< once open
    std::map<std::string, Worker, std::less<>> workers_;  ///< those logged in
    bool works_ = false;

    std::optional<std::uint32_t> rollable_;  ///< bits the miner can roll, once agreed
    std::uint32_t sent_mask_ = 0;            ///< what it was last told

    ChannelDifficulty difficulty_;
    double sent_difficulty_ = 0;  ///< what it was last told; 0: nothing yet
    protocol::Target target_;     ///< of sent_difficulty_
    IssuedJobs jobs_;
    std::size_t hashing_ = 0;  ///< shares that wait in services_.hasher
    /// The miner has submitted a block that misses its share target, as not every miner does.
    bool submits_all_blocks_ = false;

    bool resumed_ = false;  ///< its identity was vouched for on an earlier connection
    bool vouched_ = false;  ///< services_.peers knows of it: it had an accepted share
    std::chrono::steady_clock::time_point opened_at_;
    std::chrono::steady_clock::time_point vardiff_due_;
};

}  // namespace sluice::pool
