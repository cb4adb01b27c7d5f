#include "pool/dialects/stratum_v1/methods.hpp"

#include "pool/dialects/stratum_v1/password_options.hpp"
#include "pool/dialects/stratum_v1/verdict_reply.hpp"
#include "protocol/stratum_v1/handshake.hpp"
#include "protocol/stratum_v1/suggestions.hpp"

#include <algorithm>
#include <array>

namespace sluice::pool {
namespace {

using namespace protocol::stratum_v1;

constexpr std::uint32_t all_bits = 0xffff'ffff;

constexpr double bad_parameters_points = 1;

/// BIP310: one result for each extension asked, and nothing that was not asked.
std::string handle(Channel& channel, const MessageId& id, const Configure& configure,
                   ClockReading) {
    ConfigureReply result;
    for (const std::string& extension : configure.extensions) {
        result.accepted.insert_or_assign(extension,
                                         extension == subscribe_extranonce || extension == info);
    }
    if (configure.asks(version_rolling)) {
        if (const auto mask = channel.agree_on_mask(configure.version_mask.value_or(all_bits),
                                                    configure.version_min_bits)) {
            result.accepted.insert_or_assign(std::string(version_rolling), true);
            result.version_mask = *mask;
        }
    }
    if (configure.asks(minimum_difficulty) && configure.minimum_difficulty) {
        result.accepted.insert_or_assign(std::string(minimum_difficulty), true);
        channel.raise_floor(*configure.minimum_difficulty);
    }
    return encode_reply(id, result);
}

std::string handle(Channel& channel, const MessageId& id, const Subscribe& subscribe,
                   ClockReading) {
    const SessionIdentity& identity = channel.open(subscribe.session, subscribe.agent);
    const Extranonce1& extranonce1 = identity.extranonce1;
    return encode_reply(id, SubscribeReply{identity.id_text(),
                                           {extranonce1.begin(), extranonce1.end()},
                                           channel.extranonce2_size()});
}

std::string handle(Channel& channel, const MessageId& id, const Authorize& authorize,
                   ClockReading at) {
    switch (channel.log_in(authorize.worker, parse_password(authorize.password), at)) {
        case Channel::Login::granted:
            break;
        case Channel::Login::too_many_workers:
            return encode_error(id, RejectCode::unauthorized_worker,
                                "Too many workers on one connection");
        case Channel::Login::suspended:
            return encode_error(id, RejectCode::unauthorized_worker,
                                reply_to(ShareVerdict::suspended).text);
    }
    return encode_reply(id, BoolReply{true});
}

std::string handle(Channel& channel, const MessageId& id, const SuggestDifficulty& suggestion,
                   ClockReading) {
    channel.suggest(suggestion.difficulty.value);
    return encode_reply(id, BoolReply{true});
}

std::string handle(Channel& channel, const MessageId& id, const SuggestTarget& suggestion,
                   ClockReading) {
    channel.suggest(suggestion.target);
    return encode_reply(id, BoolReply{true});
}

std::string handle(Channel&, const MessageId& id, const ExtranonceSubscribe&, ClockReading) {
    return encode_reply(id, BoolReply{true});
}

std::string handle(Channel&, const MessageId& id, const MultiVersion&, ClockReading) {
    return encode_reply(id, BoolReply{true});
}

std::string handle(Channel&, const MessageId& id, const Capabilities&, ClockReading) {
    return encode_reply(id, BoolReply{true});
}

/// The transactions of a full block are more than a miner's connection should carry; the empty list
/// tells miners that ask to go on without.
std::string handle(Channel&, const MessageId& id, const GetTransactions&, ClockReading) {
    return encode_reply(id, GetTransactionsReply{});
}

std::string handle(Channel&, const MessageId& id, const Ping&, ClockReading) {
    return encode_reply(id, PingReply{});
}

template <class Message>
std::string decode(Channel& channel, const Request& request, ClockReading at) {
    const auto message = Message::from_params(request.params);
    if (message) {
        return handle(channel, request.id, *message, at);
    }
    channel.conduct().add_penalty(bad_parameters_points);
    return encode_error(request.id, RejectCode::other,
                        protocol::stratum_v1::message(message.error()));
}

struct Row {
    std::string_view method;
    MethodHandler handler;
};

template <class Message>
constexpr Row row{Message::method, &decode<Message>};

constexpr std::array rows{
    row<Configure>,       row<Subscribe>,
    row<Authorize>,       row<SuggestDifficulty>,
    row<SuggestTarget>,   row<ExtranonceSubscribe>,
    row<MultiVersion>,    row<Capabilities>,
    row<GetTransactions>, row<Ping>,
};

}  // namespace

MethodHandler find_method(std::string_view method) noexcept {
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [&](const Row& known) { return known.method == method; });
    return found == rows.end() ? nullptr : found->handler;
}

}  // namespace sluice::pool
