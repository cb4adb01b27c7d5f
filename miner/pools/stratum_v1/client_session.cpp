#include "miner/pools/stratum_v1/client_session.hpp"

#include "base/printable.hpp"
#include "protocol/stratum_v1/client_requests.hpp"
#include "protocol/stratum_v1/handshake.hpp"
#include "protocol/stratum_v1/suggestions.hpp"

#include <spdlog/fmt/fmt.h>

#include <charconv>
#include <utility>

namespace sluice::miner {
namespace {

namespace stratum_v1 = protocol::stratum_v1;
using Level = Announce::Level;

/// Ids that we sent are numbers; some pools echo them as text.
std::optional<std::int64_t> our_id(const stratum_v1::MessageId& id) {
    std::string_view text = id.text;
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
    }
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{value}
                                                                    : std::nullopt;
}

std::string error_text(const stratum_v1::Reply& reply) {
    return reply.error ? printable(reply.error->text) : std::string{"no reason given"};
}

}  // namespace

ClientSession::ClientSession(SessionSettings settings)
    : settings_(std::move(settings)),
      terms_(settings_.share_difficulty_unit),
      submits_(settings_.user, settings_.answers),
      subscription_{settings_.pool, 0} {}

template <class Message>
void ClientSession::send_request(Asked asked, const Message& message, Actions& out) {
    const std::int64_t id = next_id_++;
    asked_.emplace(id, asked);
    out.push_back(open_line(encode(stratum_v1::MessageId::number(id), message)));
}

void ClientSession::enter(Phase phase, TimePoint now) {
    phase_ = phase;
    phase_since_ = now;
}

void ClientSession::connected(TimePoint now, Actions& out) {
    enter(Phase::subscribing, now);
    last_line_ = now;
    garbage_lines_ = 0;
    asked_.clear();
    has_job_ = false;
    early_notify_.reset();
    terms_.connection_opened();

    stratum_v1::Configure configure;
    configure.extensions = {std::string{stratum_v1::version_rolling}};
    configure.version_mask = settings_.version_mask;
    configure.version_min_bits = settings_.version_min_bits;
    send_request(Asked::configure, configure, out);

    stratum_v1::Subscribe subscribe;
    subscribe.agent = settings_.agent;
    if (!resume_token_.empty()) {
        subscribe.session = resume_token_;
    }
    send_request(Asked::subscribe, subscribe, out);
}

void ClientSession::disconnected() {
    phase_ = Phase::closed;
    submits_.disconnected();
}

void ClientSession::abandon(std::string_view why, Actions& out) {
    disconnected();
    submits_.abandon(why, out);
    out.push_back(WithdrawWork{});
    resume_token_.clear();
    silent_before_ = false;
    ++subscription_.number;
}

void ClientSession::line_received(std::string_view line, TimePoint now, Actions& out) {
    last_line_ = now;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
        return;
    }
    const auto read = stratum_v1::read_message(line);
    if (!read) {
        unreadable(line, message(read.error().error), out);
    } else if (const auto* reply = std::get_if<Reply>(&*read)) {
        reply_received(*reply, now, out);
    } else if (const auto fault = request_received(std::get<Request>(*read), now, out);
               !fault.empty()) {
        unreadable(line, fault, out);
    }
}

void ClientSession::unreadable(std::string_view line, std::string_view fault, Actions& out) {
    out.push_back(Announce{Level::warning, fmt::format("unreadable line from the pool: {}: \"{}\"",
                                                       fault, printable(line, excerpt_size_max))});
    if (++garbage_lines_ >= garbage_max) {
        out.push_back(EndConnection{.reason = "too many unreadable lines; not a Stratum pool?"});
    }
}

void ClientSession::share_found(FoundShare share, TimePoint now, Actions& out) {
    if (share.job->subscription != subscription_) {
        submits_.lose(share, "its subscription has ended", out);
        return;
    }
    submits_.add(std::move(share), out);
    if (phase_ == Phase::ready) {
        submits_.send_waiting(now, next_id_, out);
    }
}

void ClientSession::tick(TimePoint now, Actions& out) {
    const auto in_phase = now - phase_since_;
    switch (phase_) {
        case Phase::closed:
            return;
        case Phase::subscribing:
        case Phase::authorizing:
            if (in_phase >= handshake_timeout) {
                out.push_back(EndConnection{
                    .reason = fmt::format("no answer to mining.{} within {} s",
                                          phase_ == Phase::subscribing ? "subscribe" : "authorize",
                                          handshake_timeout.count())});
            }
            return;
        case Phase::ready:
            break;
    }
    if (submits_.pool_is_silent(now)) {
        return no_submit_answered(out);
    }
    submits_.tick(now, out);
    if (const std::string all = submits_.all_rejected(); !all.empty()) {
        everything_rejected(all, out);
    } else if (now - last_line_ >= settings_.silence_max) {
        out.push_back(EndConnection{
            .reason = fmt::format("the pool was silent for {} s", settings_.silence_max.count())});
    } else if (!has_job_ && in_phase >= first_job_timeout) {
        out.push_back(EndConnection{
            .reason = fmt::format("no work from the pool within {} s", first_job_timeout.count())});
    } else if (terms_.difficulty_overdue(now)) {
        adopt_pending_difficulty(out);
    }
}

void ClientSession::no_submit_answered(Actions& out) {
    // Without any line it may be the connection that is dead: a new one tells.
    const bool only_connection = !silent_before_ && last_line_ <= submits_.silent_since();
    silent_before_ = true;
    out.push_back(EndConnection{.reason = fmt::format("the pool has answered no submit for {} s",
                                                      settings_.answers.silence_max.count()),
                                .pool_failed = !only_connection});
}

void ClientSession::everything_rejected(const std::string& summary, Actions& out) {
    if (settings_.only_pool) {
        out.push_back(Announce{Level::warning, summary + "; there is no other pool to turn to"});
        return;
    }
    submits_.forget_rejects();
    out.push_back(EndConnection{.reason = summary, .pool_failed = true});
}

void ClientSession::reply_received(const Reply& reply, TimePoint now, Actions& out) {
    const auto id = our_id(reply.id);
    if (!id) {
        return;
    }
    if (const auto settled = submits_.answer(*id, reply, now, out); settled.known) {
        silent_before_ = false;
        submit_answered(settled.code, out);
        submits_.send_waiting(now, next_id_, out);
        return;
    }
    const auto found = asked_.find(*id);
    if (found == asked_.end()) {
        return;
    }
    const Asked asked = found->second;
    asked_.erase(found);
    switch (asked) {
        case Asked::configure:
            return configured(reply, out);
        case Asked::subscribe:
            return subscribed(reply, now, out);
        case Asked::authorize:
            return authorized(reply, now, out);
        case Asked::other:
            return;
    }
}

void ClientSession::configured(const Reply& reply, Actions& out) {
    const auto configured = stratum_v1::ConfigureReply::from_result(reply.result);
    if (reply.error || !configured || !configured->accepts(stratum_v1::version_rolling)) {
        out.push_back(Announce{Level::info, "the pool does not offer version rolling"});
        return;
    }
    // BIP 310: the pool's mask is part of the one that was asked for.
    const std::uint32_t mask = configured->version_mask.value_or(0) & settings_.version_mask;
    terms_.set_version_mask(mask);
    out.push_back(Announce{Level::debug, fmt::format("version rolling, mask {:08x}", mask)});
}

void ClientSession::subscribed(const Reply& reply, TimePoint now, Actions& out) {
    const auto subscribed = stratum_v1::SubscribeReply::from_result(reply.result);
    if (reply.error || !subscribed) {
        const std::string why = reply.error
                                    ? error_text(reply)
                                    : printable(stratum_v1::SubscribeReply::fault_of(reply.result));
        out.push_back(EndConnection{.reason = "mining.subscribe failed: " + why});
        resume_token_.clear();
        return;
    }
    const bool resumed = !resume_token_.empty() &&
                         subscribed->extranonce1 == granted_.extranonce1 &&
                         subscribed->extranonce2_size == granted_.extranonce2_size;
    if (resumed) {
        submits_.resume();
        out.push_back(Announce{Level::info, "session resumed"});
    } else {
        submits_.abandon("the pool did not resume the session", out);
        out.push_back(WithdrawWork{});
        terms_.session_opened();
        ++subscription_.number;
    }
    granted_ = *subscribed;
    resume_token_ = granted_.session;
    terms_.set_extranonce(granted_.extranonce1, granted_.extranonce2_size);
    authorize(out);
    enter(Phase::authorizing, now);
    if (early_notify_) {
        start_job(terms_.make_job(*std::exchange(early_notify_, std::nullopt)), out);
    }
}

void ClientSession::authorize(Actions& out) {
    stratum_v1::Authorize authorize;
    authorize.worker = settings_.user;
    authorize.password = settings_.password;
    const std::int64_t id = next_id_++;
    asked_.emplace(id, Asked::authorize);
    stratum_v1::Authorize hidden = authorize;
    hidden.password = "***";
    std::string shown = encode(stratum_v1::MessageId::number(id), hidden);
    shown.pop_back();
    out.push_back(SendLine{encode(stratum_v1::MessageId::number(id), authorize), std::move(shown)});
}

void ClientSession::authorized(const Reply& reply, TimePoint now, Actions& out) {
    const auto answer = stratum_v1::BoolReply::from_result(reply.result);
    if (reply.error || !answer || !answer->value) {
        out.push_back(EndConnection{.reason = fmt::format("the pool refused worker {}: {}",
                                                          settings_.user, error_text(reply))});
        return;
    }
    enter(Phase::ready, now);
    out.push_back(Announce{Level::info, fmt::format("logged in as {}", settings_.user)});
    send_request(Asked::other, stratum_v1::ExtranonceSubscribe{}, out);
    if (settings_.suggest_difficulty) {
        send_request(Asked::other, stratum_v1::SuggestDifficulty{*settings_.suggest_difficulty},
                     out);
    }
    submits_.send_waiting(now, next_id_, out);
}

void ClientSession::submit_answered(std::optional<int> code, Actions& out) {
    if (!code) {
        return;
    }
    switch (static_cast<stratum_v1::RejectCode>(*code)) {
        case stratum_v1::RejectCode::low_difficulty:
            if (terms_.difficulty_pending()) {  // the pool applies it without a new job
                adopt_pending_difficulty(out);
            }
            return;
        case stratum_v1::RejectCode::unauthorized_worker:
        case stratum_v1::RejectCode::not_subscribed:
            out.push_back(EndConnection{.reason = "the pool has forgotten this session"});
            resume_token_.clear();
            return;
        case stratum_v1::RejectCode::other:
        case stratum_v1::RejectCode::job_not_found:
        case stratum_v1::RejectCode::duplicate_share:
            return;
    }
}

}  // namespace sluice::miner
