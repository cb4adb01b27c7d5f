#pragma once
/// ReplyGate keeps a session's replies in the order of its requests, and holds the `true` of an
/// accepted share until the batch with its credit is on the disk. Everything else (jobs,
/// difficulties) goes past it. Not thread-safe.

#include "pool/base/output_queue.hpp"
#include "pool/mining/credit_batcher.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool {

class ReplyGate {
public:
    explicit ReplyGate(OutputQueue& output) : output_(output) {}

    /// A reply line that waits for nothing but the replies before it.
    void reply(std::string_view line);
    /// Replies `true` to request `id` once `batch` is settled; an empty id gets no reply.
    void hold_true(std::string_view id, BatchNumber batch);
    /// Shares in a refused batch are answered with error 20. To be told of every settlement, in
    /// order.
    void settle(const SettledBatches& settled);

    [[nodiscard]] std::size_t held() const noexcept { return held_.size(); }

private:
    struct Held {
        std::string text;       ///< the id, or the line when `batch` is 0
        BatchNumber batch = 0;  ///< 0: ready
    };

    void release_ready();

    OutputQueue& output_;
    std::deque<Held> held_;
};

}  // namespace sluice::pool
