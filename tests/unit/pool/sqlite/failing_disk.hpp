#pragma once
/// A disk that refuses writes, or hangs in them, while the object says so: SQLite's own hook for
/// system calls replaces pwrite and write for the whole process. One at a time, and only in a test.

#include <sqlite3.h>

#include <atomic>
#include <cerrno>

#include <unistd.h>

namespace sluice::test {

class FailingDisk {
public:
    /// `error` is the errno that writes report, for example ENOSPC. Starts working.
    explicit FailingDisk(int error) {
        error_ = error;
        failing_ = false;
        hanging_ = false;
        held_ = 0;
        install("pwrite", reinterpret_cast<sqlite3_syscall_ptr>(&pwrite_or_fail));
        install("pwrite64", reinterpret_cast<sqlite3_syscall_ptr>(&pwrite_or_fail));
        install("write", reinterpret_cast<sqlite3_syscall_ptr>(&write_or_fail));
    }
    ~FailingDisk() {
        hang(false);
        vfs()->xSetSystemCall(vfs(), nullptr, nullptr);
    }
    FailingDisk(const FailingDisk&) = delete;
    FailingDisk& operator=(const FailingDisk&) = delete;

    void fail(bool on) { failing_ = on; }
    /// From now on a write does not return, until this is called with false.
    void hang(bool on) {
        hanging_ = on;
        hanging_.notify_all();
    }
    /// Waits for a write that hangs.
    void wait_until_hanging() { held_.wait(0); }

private:
    static sqlite3_vfs* vfs() { return sqlite3_vfs_find(nullptr); }
    static void install(const char* name, sqlite3_syscall_ptr call) {
        vfs()->xSetSystemCall(vfs(), name, call);
    }

    static void hold() {
        if (hanging_) {
            ++held_;
            held_.notify_all();
            hanging_.wait(true);
        }
    }
    static ssize_t pwrite_or_fail(int file, const void* data, size_t size, off_t at) {
        hold();
        if (failing_) {
            errno = error_;
            return -1;
        }
        return ::pwrite(file, data, size, at);
    }
    static ssize_t write_or_fail(int file, const void* data, size_t size) {
        hold();
        if (failing_) {
            errno = error_;
            return -1;
        }
        return ::write(file, data, size);
    }

    inline static std::atomic<bool> failing_ = false;
    inline static std::atomic<bool> hanging_ = false;
    inline static std::atomic<int> held_ = 0;
    inline static std::atomic<int> error_ = 0;
};

}  // namespace sluice::test
