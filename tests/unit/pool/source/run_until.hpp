#pragma once
/// Drives an io_context in a test until something has happened, and calls coroutines from there.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace sluice::pool::test {

/// A hung test fails after this; nothing in a good one takes so long.
inline constexpr std::chrono::seconds patience{20};

/// Runs the context until the condition holds; false when it does not come to hold.
template <class Condition>
[[nodiscard]] bool run_until(boost::asio::io_context& context, Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) {
            return false;
        }
        context.restart();
        context.run_one_for(std::chrono::milliseconds(100));
    }
    return true;
}

template <class T>
boost::asio::awaitable<void> keep_result(boost::asio::awaitable<T> work, std::optional<T>* out) {
    *out = co_await std::move(work);
}

inline void rethrow(std::exception_ptr error) {
    if (error != nullptr) {
        std::rethrow_exception(error);
    }
}

/// Starts the coroutine; its value stands in `out` when it has ended.
template <class T>
void start(boost::asio::io_context& context, boost::asio::awaitable<T> work,
           std::optional<T>& out) {
    boost::asio::co_spawn(context, keep_result<T>(std::move(work), &out), rethrow);
}

/// Runs the context until the coroutine has ended, and answers its value.
template <class T>
T wait_for(boost::asio::io_context& context, boost::asio::awaitable<T> work) {
    std::optional<T> out;
    start(context, std::move(work), out);
    if (!run_until(context, [&] { return out.has_value(); })) {
        throw std::runtime_error("the coroutine did not end");
    }
    return *std::move(out);
}

}  // namespace sluice::pool::test
