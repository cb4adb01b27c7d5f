#include "pool/base/backoff.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

namespace sluice::pool {
namespace {

/// Keeps a timer in the set for as long as its coroutine waits, and exists.
class Running {
public:
    Running(std::set<boost::asio::steady_timer*>& running, boost::asio::steady_timer* timer)
        : running_(running), timer_(timer) {
        running_.insert(timer_);
    }
    ~Running() { running_.erase(timer_); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    std::set<boost::asio::steady_timer*>& running_;
    boost::asio::steady_timer* timer_;
};

}  // namespace

boost::asio::awaitable<void> Pauses::wait(std::chrono::milliseconds duration) {
    boost::asio::steady_timer timer(executor_, duration);
    const Running mark(running_, &timer);
    boost::system::error_code woken;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
}

void Pauses::wake() {
    for (boost::asio::steady_timer* timer : running_) {
        timer->cancel();
    }
}

}  // namespace sluice::pool
