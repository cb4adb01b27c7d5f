#pragma once
/// Pauses: waits of coroutines that can all be cut short, for a wake-up or at the end. Growing
/// pauses between tries come from Backoff. Lives on its executor's thread.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

namespace sluice::pool {

/// Doubling pauses from a first to a longest one.
class Backoff {
public:
    Backoff(std::chrono::milliseconds min, std::chrono::milliseconds max)
        : min_(min), max_(max), next_(min) {}

    [[nodiscard]] std::chrono::milliseconds next() {
        return std::exchange(next_, std::min(next_ * 2, max_));
    }
    void reset() { next_ = min_; }

private:
    std::chrono::milliseconds min_;
    std::chrono::milliseconds max_;
    std::chrono::milliseconds next_;
};

class Pauses {
public:
    explicit Pauses(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

    /// Returns after this time, or at the next wake().
    [[nodiscard]] boost::asio::awaitable<void> wait(std::chrono::milliseconds duration);

    /// Ends every wait that is running.
    void wake();

private:
    boost::asio::any_io_executor executor_;
    std::set<boost::asio::steady_timer*> running_;
};

}  // namespace sluice::pool
