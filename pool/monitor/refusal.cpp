#include "pool/monitor/refusal.hpp"

namespace sluice::pool::monitor {

std::string_view to_string(Refusal refusal) noexcept {
    switch (refusal) {
        case Refusal::server_full:
            return "server_full";
        case Refusal::address_full:
            return "address_full";
        case Refusal::throttled:
            return "throttled";
        case Refusal::evicted:
            return "evicted";
        case Refusal::tls:
            return "tls";
        case Refusal::proxy_header:
            return "proxy_header";
        case Refusal::http:
            return "http";
        case Refusal::junk:
            return "junk";
        case Refusal::misbehaviour:
            return "misbehaviour";
        case Refusal::worker_suspended:
            return "worker_suspended";
        case Refusal::flood:
            return "flood";
        case Refusal::share_flood:
            return "share_flood";
        case Refusal::out_of_memory:
            return "out_of_memory";
        case Refusal::slow_reader:
            return "slow_reader";
    }
    return "junk";
}

}  // namespace sluice::pool::monitor
