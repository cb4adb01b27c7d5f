#pragma once
/// Programs that the laboratory runs beside itself. A ChildProcess ends with its object, and with
/// the laboratory, whatever may end that: the kernel sees to it. Not thread-safe; start children on
/// the thread that outlives them, since the kernel watches that thread.

#include "base/result.hpp"

#include <sys/types.h>

#include <string>
#include <vector>

namespace sluice::lab {

/// The full path of a program beside this one or in PATH; the error says where was looked.
[[nodiscard]] Result<std::string, std::string> find_program(const std::string& name);

class ChildProcess {
public:
    /// Runs the program at `path`, in a process group of its own, without input; what it prints
    /// goes to the two files.
    [[nodiscard]] static Result<ChildProcess, std::string> start(
        const std::string& path, const std::vector<std::string>& arguments,
        const std::string& output_file, const std::string& error_file);

    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess() { end(); }

    [[nodiscard]] bool running() const;
    /// Sends a signal; any thread, until end(). Nothing happens if it has ended by itself: its
    /// number is not given to another process before end().
    void signal(int number) const;
    /// Asks it to end, and after five seconds makes it. Returns when it is gone.
    void end();

private:
    explicit ChildProcess(pid_t pid) : pid_(pid) {}

    pid_t pid_;  // 0: gone
};

}  // namespace sluice::lab
