#pragma once
/// One Session on a virtual clock, with real parts around it and no sockets.

#include "pool/dialects/stratum_v1/session.hpp"
#include "tests/unit/pool/mining/easy_job.hpp"

#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool::test {

using protocol::stratum_v1::Json;

inline constexpr const char* worker_name = "alice.rig1";

class SessionHarness {
public:
    /// Options whose shares are easy: start and minimum are easy_difficulty, no vardiff.
    [[nodiscard]] static ServerOptions easy_options();

    explicit SessionHarness(const ServerOptions& options = easy_options());

    /// A new session of the same pool; the old one ends first.
    void reconnect();
    void disconnect() { session_.reset(); }

    void send(std::string_view line);
    /// Sends a request and returns the reply to it; other lines that came are kept for later.
    Json ask(const std::string& id, const std::string& method, const Json& params);
    /// subscribe, authorize; what came with it is dropped.
    void log_in(const std::string& password = "x");
    /// A new session that resumes the last one, and authorize.
    void resume(const std::string& password);
    /// Submits a share under `job_id` (default: the latest notify's) and returns the reply.
    Json submit(const protocol::stratum_v1::SubmittedShare& share, const std::string& job_id = "",
                const std::string& worker = worker_name);

    /// Makes it the pool's current job and tells the session.
    void publish(std::shared_ptr<const Job> job);
    void advance(std::chrono::milliseconds by);
    /// Settles every batch that is open.
    void commit(bool committed = true);

    /// All lines that came since the last call, in order.
    std::deque<Json> take();
    /// The first such line of this method or null, dropping all others.
    Json take_method(std::string_view method);

    /// A share of the latest job as the session was given it, at `difficulty`.
    [[nodiscard]] protocol::stratum_v1::SubmittedShare solve(const Search& search = {},
                                                             double difficulty = easy_difficulty);

    [[nodiscard]] Session& session() { return *session_; }
    [[nodiscard]] Channel& channel() { return session_->channel(); }
    [[nodiscard]] const Extranonce1& extranonce1() const { return extranonce1_; }
    /// Id of the latest notify.
    [[nodiscard]] const std::string& job_id() const { return job_id_; }

    ServerOptions options;
    Monitor monitor{{}};
    std::uint64_t random_bits = 0;
    ExtranonceAllocator extranonces{[this] { return random_bits += 0x9e37'79b9'7f4a'7c15; }};
    WorkerDifficulties difficulties{nullptr};
    DuplicateFilter duplicates;
    PeerLimits peers{options.abuse};
    RefusalLog refusals{monitor};
    std::vector<Credit> credits;
    std::vector<FoundBlock> blocks;
    int hashings_due = 0;         ///< how often services.hasher asked to be flushed
    bool commits_at_once = true;  ///< each line's credit is settled right after it
    ClockReading clock{test_start, std::int64_t{job_time} * 1000};
    ChannelServices services;
    Session::SubmitReader reader;

private:
    void collect();

    std::unique_ptr<OutputQueue> output_;
    std::unique_ptr<Session> session_;
    std::deque<Json> lines_;
    Extranonce1 extranonce1_{};
    std::string session_id_;
    std::string job_id_;
    BatchNumber batch_ = 0;    ///< of the last credit
    BatchNumber settled_ = 0;  ///< up to and with this one
};

/// The code of a reply's error; 0 when it has none.
[[nodiscard]] int error_code(const Json& reply);

}  // namespace sluice::pool::test
