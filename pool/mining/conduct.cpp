#include "pool/mining/conduct.hpp"

#include "pool/base/log_quote.hpp"

#include <utility>

namespace sluice::pool {
namespace {

/// Messages that an accepted share allows: itself, and one in four that is stale or a question.
constexpr double messages_per_accepted_share = 1.25;

}  // namespace

std::string_view to_string(CloseReason reason) noexcept {
    switch (reason) {
        case CloseReason::none:
            return "none";
        case CloseReason::login_timeout:
            return "login_timeout";
        case CloseReason::idle:
            return "idle";
        case CloseReason::misbehaviour:
            return "misbehaviour";
        case CloseReason::flood:
            return "flood";
    }
    return "";
}

Conduct::Conduct(ChannelServices& services, std::string address, ClockReading at)
    : services_(services),
      address_(std::move(address)),
      messages_(services.options.rates.messages, at.steady),
      outdated_shares_(services.options.outdated_shares(), at.steady),
      heard_(at) {}

bool Conduct::hear(ClockReading at) {
    heard_ = at;
    if (messages_.take(services_.options.rates.messages, at.steady)) {
        return true;
    }
    end(CloseReason::flood);
    return false;
}

void Conduct::add_penalty(double points) {
    const AbuseOptions& abuse = services_.options.abuse;
    if (score_.add(points, abuse.score_decay_per_s, heard_.steady) >= abuse.score_max) {
        end(CloseReason::misbehaviour);
    }
}

void Conduct::reward() {
    messages_.give_back(messages_per_accepted_share);
    score_.add(accepted_share_points, services_.options.abuse.score_decay_per_s, heard_.steady);
}

bool Conduct::allows_outdated_share(ClockReading at) {
    return outdated_shares_.take(services_.options.outdated_shares(), at.steady);
}

void Conduct::end(CloseReason reason) {
    if (close_reason_ != CloseReason::none) {
        return;
    }
    close_reason_ = reason;
    if (reason == CloseReason::misbehaviour || reason == CloseReason::flood) {
        const bool flood = reason == CloseReason::flood;
        services_.refusals.note(flood ? monitor::Refusal::flood : monitor::Refusal::misbehaviour,
                                address_, heard_, "agent=" + log_quote(agent_));
    }
    if (reason == CloseReason::flood) {
        add_penalty(services_.options.abuse.score_max);  // throttles its address
    }
}

}  // namespace sluice::pool
