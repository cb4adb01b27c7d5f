#include "miner/pools/connect_race.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace sluice::miner {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// One race. Its handlers own it, so that it outlives a coroutine that stops waiting.
class Race : public std::enable_shared_from_this<Race> {
public:
    Race(const asio::any_io_executor& executor, Endpoints endpoints, const ConnectLimits& limits)
        : limits_(limits),
          endpoints_(std::move(endpoints)),
          head_start_(executor),
          ended_(executor, asio::steady_timer::time_point::max()) {}

    void start_next() {
        if (over_ || attempts_.size() == endpoints_.size()) {
            return;
        }
        const std::size_t place = attempts_.size();
        Attempt& attempt = attempts_.emplace_back(head_start_.get_executor());
        ++running_;
        attempt.limit.expires_after(limits_.address_timeout);
        attempt.limit.async_wait([self = shared_from_this(), &attempt](const error_code& error) {
            if (!error && !self->over_) {
                attempt.timed_out = true;
                error_code ignored;
                attempt.socket.close(ignored);
            }
        });
        attempt.socket.async_connect(
            endpoints_[place], [self = shared_from_this(), &attempt](const error_code& error) {
                self->attempt_ended(attempt, error);
            });
        head_start_.expires_after(limits_.head_start);
        head_start_.async_wait([self = shared_from_this()](const error_code& error) {
            if (!error) {
                self->start_next();
            }
        });
    }

    /// Until there is a winner, or nobody is left.
    auto wait() { return ended_.async_wait(asio::as_tuple(asio::use_awaitable)); }

    /// Ends every attempt but a winner's.
    void end() {
        over_ = true;
        head_start_.cancel();
        for (Attempt& attempt : attempts_) {
            attempt.limit.cancel();
            if (&attempt != winner_) {
                error_code ignored;
                attempt.socket.close(ignored);
            }
        }
        ended_.cancel();
    }

    [[nodiscard]] Result<tcp::socket> outcome() {
        if (winner_ == nullptr) {
            return Unexpected{"cannot connect: " + last_error_};
        }
        return std::move(winner_->socket);
    }

private:
    struct Attempt {
        explicit Attempt(const asio::any_io_executor& executor)
            : socket(executor), limit(executor) {}

        tcp::socket socket;
        asio::steady_timer limit;
        bool timed_out = false;
    };

    void attempt_ended(Attempt& attempt, const error_code& error) {
        --running_;
        attempt.limit.cancel();
        if (over_) {
            return;
        }
        if (!error && !attempt.timed_out) {
            winner_ = &attempt;
            end();
            return;
        }
        last_error_ = attempt.timed_out ? "no answer from the address" : error.message();
        if (running_ == 0 && attempts_.size() == endpoints_.size()) {
            end();
        } else {
            start_next();
        }
    }

    ConnectLimits limits_;
    Endpoints endpoints_;
    std::deque<Attempt> attempts_;  ///< in the order of the endpoints; never moved
    std::size_t running_ = 0;
    asio::steady_timer head_start_;
    asio::steady_timer ended_;  ///< never expires; cancelled at the end
    Attempt* winner_ = nullptr;
    bool over_ = false;
    std::string last_error_ = "the name has no address";
};

}  // namespace

Endpoints connect_order(const Endpoints& found, std::size_t addresses_max) {
    Endpoints order;
    if (found.empty()) {
        return order;
    }
    const bool first_is_v6 = found.front().address().is_v6();
    std::deque<tcp::endpoint> families[2];
    for (const tcp::endpoint& endpoint : found) {
        families[endpoint.address().is_v6() == first_is_v6 ? 0 : 1].push_back(endpoint);
    }
    for (std::size_t turn = 0; order.size() < std::min(addresses_max, found.size()); ++turn) {
        auto& family = families[turn % 2];
        if (!family.empty()) {
            order.push_back(family.front());
            family.pop_front();
        }
    }
    return order;
}

asio::awaitable<Result<tcp::socket>> connect_first(Endpoints endpoints, ConnectLimits limits) {
    const auto race = std::make_shared<Race>(
        co_await asio::this_coro::executor, connect_order(endpoints, limits.addresses_max), limits);
    if (!endpoints.empty()) {
        race->start_next();
        co_await race->wait();
        race->end();
    }
    co_return race->outcome();
}

}  // namespace sluice::miner
