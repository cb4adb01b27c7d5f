#include "pool/dialects/stratum_v1/session_methods.hpp"

#include "pool/dialects/stratum_v1/password_options.hpp"
#include "pool/dialects/stratum_v1/verdict_info.hpp"
#include "protocol/stratum_v1/handshake.hpp"
#include "protocol/stratum_v1/suggestions.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace sluice::pool {

using namespace protocol::stratum_v1;

namespace {

/// How NiceHash's proxies name themselves; they close on difficulties below their minimum.
constexpr std::string_view rental_agent = "NiceHash";

constexpr std::uint32_t all_bits = 0xffff'ffff;

constexpr double bad_parameters_points = 1;

}  // namespace

/// BIP310: one result for each extension asked, and nothing that was not asked.
template <>
void SessionMethods::handle(Session& session, const MessageId& id, const Configure& configure,
                            ClockReading) {
    ConfigureReply result;
    for (const std::string& extension : configure.extensions) {
        result.accepted.insert_or_assign(extension,
                                         extension == subscribe_extranonce || extension == info);
    }
    if (configure.asks(version_rolling)) {
        const auto& job = session.services_.job;
        const std::uint32_t offered =
            job != nullptr ? job->version_mask : session.services_.options.version_mask;
        const std::uint32_t rollable = configure.version_mask.value_or(all_bits);
        const std::uint32_t mask = rollable & offered;
        const auto bits = static_cast<std::uint32_t>(std::popcount(mask));
        if (mask != 0 && bits >= configure.version_min_bits) {
            result.accepted.insert_or_assign(std::string(version_rolling), true);
            result.version_mask = mask;
            session.rollable_ = rollable;
            session.announced_mask_ = mask;
            session.jobs_.widen_masks(mask);
        }
    }
    if (configure.asks(minimum_difficulty) && configure.minimum_difficulty) {
        result.accepted.insert_or_assign(std::string(minimum_difficulty), true);
        session.difficulty_.raise_floor(*configure.minimum_difficulty);
    }
    session.reply(id, encode_reply(id, result));
    session.apply_difficulty();
}

template <>
void SessionMethods::handle(Session& session, const MessageId& id, const Subscribe& subscribe,
                            ClockReading at) {
    ExtranonceAllocator& extranonces = session.services_.extranonces;
    if (!session.identity_) {
        auto resumed = subscribe.session ? extranonces.resume(*subscribe.session) : std::nullopt;
        if (resumed) {
            session.identity_ = resumed->identity;
            session.resumed_ = true;
            session.jobs_ = IssuedJobs(std::move(resumed->jobs));
        } else {
            session.identity_ = extranonces.allocate();
        }
        session.agent_ = subscribe.agent.empty() ? "unknown" : subscribe.agent;
        if (session.agent_.starts_with(rental_agent)) {
            session.difficulty_.raise_floor(session.services_.options.difficulty.rental_min);
        }
    }
    const Extranonce1& extranonce1 = session.identity_->extranonce1;
    const SubscribeReply result{session.identity_->id_text(),
                                {extranonce1.begin(), extranonce1.end()},
                                session.services_.options.extranonce2_size};
    session.reply(id, encode_reply(id, result));
    session.start_work_when_ready(at);
}

template <>
void SessionMethods::handle(Session& session, const MessageId& id, const Authorize& authorize,
                            ClockReading at) {
    ChannelServices& services = session.services_;
    if (!session.workers_.contains(authorize.worker)) {
        if (session.workers_.size() >= services.options.workers_per_session_max) {
            session.reply(id, encode_error(id, RejectCode::unauthorized_worker,
                                           "Too many workers on one connection"));
            return;
        }
        if (services.peers.suspended(session.address_, authorize.worker, at)) {
            session.reply(id, encode_error(id, RejectCode::unauthorized_worker,
                                           describe(ShareVerdict::suspended).text));
            return;
        }
        session.workers_.emplace(authorize.worker,
                                 Session::Worker{services.monitor.worker(authorize.worker)});
    }
    const PasswordOptions wishes = parse_password(authorize.password);
    if (wishes.minimum_difficulty) {
        session.difficulty_.raise_floor(*wishes.minimum_difficulty);
    }
    if (wishes.difficulty) {
        session.difficulty_.demand(*wishes.difficulty);
    } else if (!session.works_ && session.workers_.size() == 1) {
        // Of a proxy's many workers only the first one's counts: the ledger is read from a disk.
        if (const auto left_with = services.difficulties.find(authorize.worker)) {
            session.difficulty_.recall(*left_with);
        }
    }
    session.reply(id, encode_reply(id, BoolReply{true}));
    session.start_work_when_ready(at);
    session.apply_difficulty();
}

template <>
void SessionMethods::handle(Session& session, const MessageId& id,
                            const SuggestDifficulty& suggestion, ClockReading) {
    session.difficulty_.suggest(suggestion.difficulty.value);
    session.reply(id, encode_reply(id, BoolReply{true}));
    session.apply_difficulty();
}

template <>
void SessionMethods::handle(Session& session, const MessageId& id, const SuggestTarget& suggestion,
                            ClockReading) {
    const auto& job = session.services_.job;
    const std::uint64_t unit = job != nullptr ? job->algorithm->share_difficulty_unit : 1;
    session.difficulty_.suggest(protocol::difficulty_of(suggestion.target).value *
                                static_cast<double>(unit));
    session.reply(id, encode_reply(id, BoolReply{true}));
    session.apply_difficulty();
}

template <>
void SessionMethods::handle(Session& session, const MessageId& id, const ExtranonceSubscribe&,
                            ClockReading) {
    session.reply(id, encode_reply(id, BoolReply{true}));
}

template <>
void SessionMethods::handle(Session& session, const MessageId& id, const MultiVersion&,
                            ClockReading) {
    session.reply(id, encode_reply(id, BoolReply{true}));
}

template <>
void SessionMethods::handle(Session& session, const MessageId& id, const Capabilities&,
                            ClockReading) {
    session.reply(id, encode_reply(id, BoolReply{true}));
}

/// The transactions of a full block are more than a miner's connection should carry; the empty list
/// tells miners that ask to go on without.
template <>
void SessionMethods::handle(Session& session, const MessageId& id, const GetTransactions&,
                            ClockReading) {
    session.reply(id, encode_reply(id, GetTransactionsReply{}));
}

template <>
void SessionMethods::handle(Session& session, const MessageId& id, const Ping&, ClockReading) {
    session.reply(id, encode_reply(id, PingReply{}));
}

template <class Message>
void SessionMethods::decode(Session& session, const Request& request, ClockReading at) {
    const auto message = Message::from_params(request.params);
    if (message) {
        handle(session, request.id, *message, at);
        return;
    }
    session.reply(request.id, encode_error(request.id, RejectCode::other,
                                           protocol::stratum_v1::message(message.error())));
    session.add_penalty(bad_parameters_points);
}

const SessionMethods::Row* SessionMethods::find(std::string_view method) noexcept {
    static constexpr std::array<Row, 10> rows{{
        {Configure::method, &decode<Configure>},
        {Subscribe::method, &decode<Subscribe>},
        {Authorize::method, &decode<Authorize>},
        {SuggestDifficulty::method, &decode<SuggestDifficulty>},
        {SuggestTarget::method, &decode<SuggestTarget>},
        {ExtranonceSubscribe::method, &decode<ExtranonceSubscribe>},
        {MultiVersion::method, &decode<MultiVersion>},
        {Capabilities::method, &decode<Capabilities>},
        {GetTransactions::method, &decode<GetTransactions>},
        {Ping::method, &decode<Ping>},
    }};
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const Row& known) { return known.method == method; });
    return row == rows.end() ? nullptr : &*row;
}

}  // namespace sluice::pool
