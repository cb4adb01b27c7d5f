#include "pool/sqlite/file_lock.hpp"

#include "pool/sqlite/database.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace sluice::pool::sqlite {
namespace {

int open_or_make(const std::filesystem::path& file, mode_t mode) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, mode);
    if (descriptor < 0) {
        throw Error(0, file.string() + ": cannot be opened for writing or created (" +
                           std::strerror(errno) +
                           "); check the permissions of the file and of its folder, or choose "
                           "another place");
    }
    return descriptor;
}

/// Symlinks followed; makes the file when there is none, since only then it has such a path.
std::filesystem::path made_real(const std::filesystem::path& file) {
    check_place(file);
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        ::close(open_or_make(file, 0644));  // the mode that SQLite gives its files
    }
    std::filesystem::path real = std::filesystem::canonical(file, error);
    if (error) {
        throw Error(0, file.string() + ": cannot be reached (" + error.message() + ")");
    }
    return real;
}

/// A file that is itself a mount point has its write-ahead log elsewhere than its folder says: what
/// is acknowledged would be lost with that other place.
void check_not_mounted(const std::filesystem::path& file) {
    struct statx about {};
    if (::statx(AT_FDCWD, file.c_str(), 0, STATX_TYPE, &about) == 0 &&
        (about.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0) {
        throw Error(0, file.string() +
                           ": this single file is a mount point, and the write-ahead log would "
                           "lie outside of it; mount the folder that holds the file");
    }
}

int locked(int descriptor, const std::filesystem::path& file) {
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const int reason = errno;
        ::close(descriptor);
        throw Error(
            0, file.string() + (reason == EWOULDBLOCK
                                    ? ": in use by another process; stop it, or choose another file"
                                    : std::string(": cannot be locked (") + std::strerror(reason) +
                                          "); choose a file system with flock(2)"));
    }
    return descriptor;
}

}  // namespace

FileLock::Descriptor::~Descriptor() { ::close(descriptor_); }

FileLock::FileLock(const std::filesystem::path& file)
    : real_path_(made_real(file)),
      lock_file_(locked(open_or_make(real_path_.string() + ".lock", 0600), file)),
      database_(locked(open_or_make(real_path_, 0644), file)) {
    check_not_mounted(real_path_);
}

}  // namespace sluice::pool::sqlite
