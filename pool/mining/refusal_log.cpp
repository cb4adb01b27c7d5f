#include "pool/mining/refusal_log.hpp"

#include <spdlog/spdlog.h>

#include <cstddef>
#include <utility>

namespace sluice::pool {

using monitor::Refusal;

std::string_view explain(Refusal cause) noexcept {
    switch (cause) {
        case Refusal::server_full:
            return "all sessions are taken; the limit of open files sets how many there are";
        case Refusal::address_full:
            return "the address has all the sessions that stratum.sessions_per_address_max allows";
        case Refusal::throttled:
            return "sessions of the address misbehaved, so its connections are admitted at a "
                   "limited rate";
        case Refusal::evicted:
            return "a session without an accepted share made room for a new one";
        case Refusal::tls:
            return "a TLS hello; this port takes plain Stratum: use stratum+tcp:// in the miner";
        case Refusal::proxy_header:
            return "a PROXY protocol header, which this port does not read: turn it off in the "
                   "proxy (HAProxy: send-proxy)";
        case Refusal::http:
            return "an HTTP request; the page has a port of its own ([http] listen)";
        case Refusal::junk:
            return "bytes that are not Stratum";
        case Refusal::misbehaviour:
            return "a session sent too many invalid shares or junk lines and was closed";
        case Refusal::worker_suspended:
            return "a worker sent too many invalid shares and is refused for "
                   "stratum.cool_down_s; check the rig and its algorithm";
        case Refusal::flood:
            return "a session sent far more messages than mining needs and was closed";
        case Refusal::share_flood:
            return "a session sent far more shares than its difficulty asks for; they are refused";
        case Refusal::out_of_memory:
            return "memory ran out; connections without an accepted share are closed";
        case Refusal::slow_reader:
            return "a peer did not read what it was sent and was closed";
    }
    return "";
}

void RefusalLog::note(Refusal cause, std::string_view address, ClockReading at,
                      std::string_view detail) {
    monitor_.refused(cause);
    std::uint64_t count = 0;
    {
        const std::lock_guard lock(mutex_);
        Line& line = lines_[static_cast<std::size_t>(cause)];
        ++line.unsaid;
        if (line.said_at && at.steady < *line.said_at + interval) {
            return;
        }
        line.said_at = at.steady;
        count = std::exchange(line.unsaid, 0);
    }
    spdlog::warn("refused cause={} count={} address={}{}{}: {}", to_string(cause), count, address,
                 detail.empty() ? "" : " ", detail, explain(cause));
}

}  // namespace sluice::pool
