#include "pool/dialects/stratum_v1/reply_gate.hpp"

#include "protocol/stratum_v1/message.hpp"

#include <algorithm>

namespace sluice::pool {

using namespace protocol::stratum_v1;

void ReplyGate::reply(std::string_view line) {
    if (held_.empty()) {
        output_.push(line);
    } else {
        held_.push_back({std::string(line), 0});
    }
}

void ReplyGate::hold_true(std::string_view id, BatchNumber batch) {
    if (!id.empty()) {
        held_.push_back({std::string(id), batch});
    }
}

void ReplyGate::settle(const SettledBatches& settled) {
    while (!held_.empty() && held_.front().batch <= settled.up_to) {
        const bool committed = !std::binary_search(settled.refused.begin(), settled.refused.end(),
                                                   held_.front().batch);
        const MessageId id{std::move(held_.front().text)};
        held_.pop_front();
        output_.push(committed ? encode_result(id, true)
                               : encode_error(id, RejectCode::other, "Ledger is busy, share lost"));
        release_ready();
    }
}

void ReplyGate::release_ready() {
    while (!held_.empty() && held_.front().batch == 0) {
        output_.push(held_.front().text);
        held_.pop_front();
    }
}

}  // namespace sluice::pool
