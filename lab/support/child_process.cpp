#include "lab/support/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <system_error>
#include <thread>
#include <utility>

namespace sluice::lab {
namespace {

constexpr auto patience = std::chrono::seconds(5);
constexpr auto look_interval = std::chrono::milliseconds(10);
constexpr int status_not_run = 127;  // as shells have it

void redirect(int descriptor, const char* path, int flags) {
    const int file = ::open(path, flags | O_CLOEXEC, 0600);
    if (file < 0 || ::dup2(file, descriptor) < 0) {
        ::_exit(status_not_run);
    }
}

/// In the child, where only async-signal-safe calls are allowed (POSIX fork).
[[noreturn]] void become(const char* path, char* const* arguments, const char* output_file,
                         const char* error_file, pid_t parent) {
    // A stopped process takes no other signal than this one.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) {
        ::_exit(status_not_run);
    }
    ::setpgid(0, 0);  // Ctrl-C reaches the laboratory alone, which ends its children in order
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
    redirect(STDOUT_FILENO, output_file, O_WRONLY | O_CREAT | O_TRUNC);
    redirect(STDERR_FILENO, error_file, O_WRONLY | O_CREAT | O_TRUNC);
    ::execv(path, arguments);
    ::_exit(status_not_run);
}

}  // namespace

Result<std::string, std::string> find_program(const std::string& name) {
    std::error_code ignored;
    const auto own_folder = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
    const char* search = std::getenv("PATH");
    std::istringstream folders(own_folder.string() + ':' + (search != nullptr ? search : ""));
    for (std::string folder; std::getline(folders, folder, ':');) {
        const std::string path = (std::filesystem::path(folder) / name).string();
        if (!folder.empty() && ::access(path.c_str(), X_OK) == 0 &&
            std::filesystem::is_regular_file(path, ignored)) {
            return path;
        }
    }
    return Unexpected{"the program " + name + " is neither in " + own_folder.string() +
                      ", beside this one, nor in PATH; build it (cmake --build " +
                      own_folder.parent_path().string() + " --target " + name +
                      ") or add its folder to PATH"};
}

Result<ChildProcess, std::string> ChildProcess::start(const std::string& path,
                                                      const std::vector<std::string>& arguments,
                                                      const std::string& output_file,
                                                      const std::string& error_file) {
    std::vector<std::string> texts{path};
    texts.insert(texts.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) {
        return Unexpected{path + " cannot be started: " + std::generic_category().message(errno)};
    }
    if (child == 0) {
        become(path.c_str(), pointers.data(), output_file.c_str(), error_file.c_str(), parent);
    }
    return ChildProcess(child);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept : pid_(std::exchange(other.pid_, 0)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
    end();
    pid_ = std::exchange(other.pid_, 0);
    return *this;
}

bool ChildProcess::running() const {
    siginfo_t info{};  // left as it is while the child runs
    return pid_ != 0 &&
           ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == 0;
}

void ChildProcess::signal(int number) const {
    if (pid_ != 0) {
        ::kill(pid_, number);
    }
}

void ChildProcess::end() {
    if (pid_ == 0) {
        return;
    }
    signal(SIGTERM);
    signal(SIGCONT);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (running() && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(look_interval);
    }
    signal(SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
}

}  // namespace sluice::lab
