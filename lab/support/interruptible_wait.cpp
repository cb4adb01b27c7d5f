#include "lab/support/interruptible_wait.hpp"

#include <cerrno>
#include <cstdint>
#include <ctime>

namespace sluice::lab {

InterruptibleWait::InterruptibleWait() {
    ::sigemptyset(&signals_);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        ::sigaddset(&signals_, number);
    }
    ::pthread_sigmask(SIG_BLOCK, &signals_, &before_);
}

InterruptibleWait::~InterruptibleWait() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

bool InterruptibleWait::wait(std::chrono::milliseconds time) {
    const auto deadline = std::chrono::steady_clock::now() + time;
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(
            deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            return true;
        }
        constexpr std::int64_t ns_per_s = 1'000'000'000;
        const timespec timeout{.tv_sec = left.count() / ns_per_s,
                               .tv_nsec = left.count() % ns_per_s};
        if (::sigtimedwait(&signals_, nullptr, &timeout) > 0) {
            return false;
        }
        if (errno == EAGAIN) {
            return true;
        }
    }
}

}  // namespace sluice::lab
