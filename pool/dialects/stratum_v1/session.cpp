#include "pool/dialects/stratum_v1/session.hpp"

#include "pool/dialects/stratum_v1/methods.hpp"
#include "pool/dialects/stratum_v1/verdict_reply.hpp"
#include "protocol/stratum_v1/client_requests.hpp"
#include "protocol/stratum_v1/work.hpp"

#include <memory>
#include <utility>
#include <variant>
#include <vector>

namespace sluice::pool {
namespace {

using namespace protocol::stratum_v1;

/// A line that is no Stratum request weighs as much as ten invalid shares.
constexpr double junk_line_points = 10;
constexpr double unknown_method_points = 1;

}  // namespace

Session::Session(ChannelServices& services, SubmitReader& reader, OutputQueue& output,
                 std::string address, ClockReading at)
    : services_(services),
      reader_(reader),
      output_(output),
      replies_(output),
      channel_(services, *this, std::move(address), at) {}

void Session::on_line(std::string_view line, ClockReading at) {
    if (!channel_.conduct().hear(at)) {
        return;
    }
    switch (reader_.read(line)) {
        case SubmitReader::Kind::submit:
            submit(at);
            break;
        case SubmitReader::Kind::other:
            channel_.settle_hashing();
            dispatch(line, at);
            break;
        case SubmitReader::Kind::malformed:
            channel_.settle_hashing();
            replies_.reply(encode_error({std::string(reader_.id())}, RejectCode::other,
                                        message(reader_.error())));
            channel_.conduct().add_penalty(junk_line_points);
            break;
    }
}

void Session::submit(ClockReading at) {
    Submission submission{reader_.id(), reader_.worker(), reader_.job_id(), {}};
    const auto fields = reader_.share();
    if (fields) {
        submission.share = ShareFields{
            {}, fields->extranonce2.span(), fields->time, fields->nonce, fields->version_bits};
    }
    channel_.submit(submission, at);
}

void Session::dispatch(std::string_view line, ClockReading at) {
    const auto message = read_message(line);
    if (!message) {
        replies_.reply(encode_error(message.error().id, RejectCode::other,
                                    protocol::stratum_v1::message(message.error().error)));
        channel_.conduct().add_penalty(junk_line_points);
        return;
    }
    const auto* request = std::get_if<Request>(&*message);
    if (request == nullptr) {
        return;  // a reply: the pool asks miners nothing
    }
    if (const MethodHandler handle = find_method(request->method)) {
        reply(request->id, handle(channel_, *request, at));
        channel_.send_changes(at);
        return;
    }
    reply(request->id, encode_error(request->id, RejectCode::other, "Unknown method"));
    channel_.conduct().add_penalty(unknown_method_points);
}

void Session::send_away() {
    const std::vector<Endpoint>& others = services_.options.reconnect;
    if (!channel_.works() || others.empty()) {
        return;
    }
    const Endpoint& other = others[services_.next_reconnect++ % others.size()];
    output_.push(encode_notification(Reconnect{other.host, other.port, 0}));
}

void Session::reply(const MessageId& id, std::string_view line) {
    if (!id.is_null()) {
        replies_.reply(line);
    }
}

void Session::send_version_mask(std::uint32_t mask) {
    output_.push(encode_notification(SetVersionMask{mask}));
}

void Session::send_difficulty(double difficulty) {
    output_.push(encode_notification(SetDifficulty{{difficulty}}));
}

void Session::send_job(const IssuedJob& issued, bool clean) {
    if (issued.reissue == 0) {
        // The line lives in the job: all sessions of all shards write the same bytes.
        output_.push(SharedLine(issued.job, &notify_line(*issued.job, clean)));
    } else {
        output_.push(notify_line(*issued.job, issued.reissue, clean));
    }
}

void Session::send_accepted(std::string_view request, BatchNumber batch) {
    replies_.hold_true(request == "null" ? std::string_view{} : request, batch);
}

void Session::send_refused(std::string_view request, ShareVerdict verdict) {
    const MessageId id{std::string(request)};
    if (verdict == ShareVerdict::malformed) {
        const auto fault = reader_.share();  // of the line at hand: only it can be malformed
        return reply(id, encode_error(id, RejectCode::other, message(fault.error())));
    }
    const VerdictReply& refusal = reply_to(verdict);
    reply(id, encode_error(id, refusal.code, refusal.text));
}

}  // namespace sluice::pool
