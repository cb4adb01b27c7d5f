#include "base/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <system_error>
#include <utility>

namespace sluice {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// The end of a whole report: the child's status alone says nothing where a driver calls exit(0),
/// or where this process was started with SIGCHLD ignored.
constexpr char done_mark = '\0';
/// How often the child's end is looked for; it also ends the wait by closing its pipes.
constexpr int wait_slice_ms = 20;

class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { reset(); }

    [[nodiscard]] int get() const noexcept { return number_; }
    void reset(int number = -1) noexcept {
        if (number_ >= 0) {
            close(number_);
        }
        number_ = number;
    }

private:
    int number_;
};

struct Pipe {
    Descriptor out;  ///< to read from
    Descriptor in;

    [[nodiscard]] bool open() {
        std::array<int, 2> ends{};
        if (pipe2(ends.data(), O_CLOEXEC) != 0) {
            return false;
        }
        out.reset(ends[0]);
        in.reset(ends[1]);
        return fcntl(out.get(), F_SETFL, O_NONBLOCK) == 0;
    }
    /// Takes what is there; after the end of the stream there is nothing to wait for.
    void drain(std::string& text) {
        std::array<char, 4096> buffer{};
        while (out.get() >= 0) {
            const ssize_t size = read(out.get(), buffer.data(), buffer.size());
            if (size > 0) {
                text.append(buffer.data(), static_cast<std::size_t>(size));
                text.erase(0, text.size() - std::min(text.size(), child_output_bytes_max));
            } else if (size == 0 || errno != EINTR) {
                if (size == 0) {
                    out.reset();
                }
                return;
            }
        }
    }
};

[[noreturn]] void be_the_child(const std::function<void(const ChildReport&)>& work, pid_t parent,
                               int report, int output) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
        _exit(EXIT_FAILURE);  // it ended before the line above
    }
    const rlimit no_core{};
    setrlimit(RLIMIT_CORE, &no_core);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    int status = EXIT_SUCCESS;
    try {
        work([report](std::string_view text) { (void)!write(report, text.data(), text.size()); });
        (void)!write(report, &done_mark, sizeof(done_mark));
    } catch (const std::exception& error) {
        (void)!write(output, error.what(), std::strlen(error.what()));
        status = EXIT_FAILURE;
    }
    _exit(status);  // without the exit handlers of what may be a half-initialised driver
}

std::string failure_text(int status) {
    return WIFSIGNALED(status)
               ? std::string("crashes (") + strsignal(WTERMSIG(status)) + ")"
               : "ends the process with status " + std::to_string(WEXITSTATUS(status));
}

/// Waits for the child; `result` gets what it writes. False: not within the time limit.
bool await(pid_t child, Pipe& report, Pipe& output, const ChildLimits& limits, int& status,
           ChildResult& result) {
    const Clock::time_point start = Clock::now();
    bool told_slow = false;
    while (waitpid(child, &status, WNOHANG) == 0) {
        const auto elapsed = Clock::now() - start;
        if (elapsed >= limits.time_max) {
            return false;
        }
        if (elapsed >= limits.slow_after && !std::exchange(told_slow, true) && limits.on_slow) {
            limits.on_slow();
        }
        std::array<pollfd, 2> ends{{{report.out.get(), POLLIN, 0}, {output.out.get(), POLLIN, 0}}};
        poll(ends.data(), ends.size(), wait_slice_ms);
        report.drain(result.report);
        output.drain(result.output);
    }
    report.drain(result.report);
    output.drain(result.output);
    return true;
}

}  // namespace

ChildResult run_in_child(const std::function<void(const ChildReport&)>& work,
                         const ChildLimits& limits) {
    ChildResult result;
    Pipe report;
    Pipe output;
    const pid_t parent = getpid();
    const pid_t child = report.open() && output.open() ? fork() : -1;
    if (child < 0) {
        result.failure =
            "cannot be asked in a process of its own: " + std::generic_category().message(errno);
        return result;
    }
    if (child == 0) {
        be_the_child(work, parent, report.in.get(), output.in.get());
    }
    report.in.reset();
    output.in.reset();
    int status = 0;
    if (await(child, report, output, limits, status, result)) {
        result.ended_well = result.report.ends_with(done_mark);
        if (result.ended_well) {
            result.report.pop_back();
        } else {
            result.failure = failure_text(status);
        }
        return result;
    }
    kill(child, SIGKILL);
    // One that hangs in the kernel does not end by that either, and is not waited for.
    waitpid(child, &status, WNOHANG);
    result.failure =
        "does not answer within " +
        std::to_string(std::chrono::duration_cast<std::chrono::seconds>(limits.time_max).count()) +
        " s";
    return result;
}

}  // namespace sluice
