// Any line: the reader must neither crash nor hang, every decoder must cope with any params, and
// what decodes must survive its own encoding.

#include "protocol/stratum_v1/client_requests.hpp"
#include "protocol/stratum_v1/handshake.hpp"
#include "protocol/stratum_v1/submit.hpp"
#include "protocol/stratum_v1/suggestions.hpp"
#include "protocol/stratum_v1/work.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace sluice::protocol::stratum_v1;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// The line of an encoded value without its newline.
std::string_view body(const std::string& line) {
    require(line.ends_with('\n') && line.find('\n') == line.size() - 1);
    return std::string_view{line}.substr(0, line.size() - 1);
}

template <class... Requests>
void check_requests(const Request& request) {
    const auto check = [&]<class R>(const R*) {
        if (const auto value = R::from_params(request.params)) {
            const std::string line = encode(request.id, *value);
            const auto again = read_message(body(line));
            require(again.has_value());
            require(R::from_params(std::get<Request>(*again).params) == value);
        }
    };
    (check(static_cast<const Requests*>(nullptr)), ...);
}

template <class... Replies>
void check_replies(const Reply& reply) {
    const auto check = [&]<class R>(const R*) {
        if (const auto value = R::from_result(reply.result)) {
            require(R::from_result(value->result()) == value);
        }
    };
    (check(static_cast<const Replies*>(nullptr)), ...);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto message = read_message({reinterpret_cast<const char*>(data), size});
    if (!message) {
        require(read_message(body(encode_error(message.error().id, RejectCode::other, "no")))
                    .has_value());
        return 0;
    }
    if (const auto* request = std::get_if<Request>(&*message)) {
        check_requests<Configure, Subscribe, Authorize, Submit, SuggestDifficulty, SuggestTarget,
                       ExtranonceSubscribe, MultiVersion, Capabilities, GetTransactions, Ping,
                       Notify, SetDifficulty, SetExtranonce, SetVersionMask, Reconnect, ShowMessage,
                       GetVersion>(*request);
    } else {
        check_replies<ConfigureReply, SubscribeReply, BoolReply, GetTransactionsReply, PingReply,
                      GetVersionReply>(std::get<Reply>(*message));
    }
    return 0;
}
