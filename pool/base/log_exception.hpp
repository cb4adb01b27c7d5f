#pragma once
/// The completion handler for coroutines that nobody waits for: an exception is logged, never lost.
/// Any thread.

#include <exception>
#include <string>
#include <utility>

namespace sluice::pool {

/// Logs what ended `what`; null: it ended well, nothing is said. Where there is no memory for the
/// line, the handler goes on without it.
void log_exception(const std::string& what, const std::exception_ptr& error) noexcept;

/// asio::co_spawn(executor, serve(), log_exception("stratum acceptor"));
[[nodiscard]] inline auto log_exception(std::string what) {
    return
        [what = std::move(what)](const std::exception_ptr& error) { log_exception(what, error); };
}

}  // namespace sluice::pool
