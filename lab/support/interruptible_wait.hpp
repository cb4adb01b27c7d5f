#pragma once
/// InterruptibleWait: sleeps that Ctrl-C and the other polite requests to end cut short, so that
/// what must be cleaned up is. While it lives these signals kill no one: they wait until they are
/// asked for (POSIX sigtimedwait). One at a time, on the main thread, made before all other
/// threads.

#include <signal.h>

#include <chrono>

namespace sluice::lab {

class InterruptibleWait {
public:
    InterruptibleWait();
    InterruptibleWait(const InterruptibleWait&) = delete;
    InterruptibleWait& operator=(const InterruptibleWait&) = delete;
    ~InterruptibleWait();

    /// False, at once, if this process is asked to end.
    [[nodiscard]] bool wait(std::chrono::milliseconds time);

private:
    sigset_t signals_;
    sigset_t before_;
};

}  // namespace sluice::lab
