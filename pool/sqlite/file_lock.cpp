#include "pool/sqlite/file_lock.hpp"

#include "pool/sqlite/database.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace sluice::pool::sqlite {

FileLock::FileLock(const std::filesystem::path& file) {
    check_place(file);
    const std::string lock_file = file.string() + ".lock";
    descriptor_ = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) {
        throw Error(0, lock_file + ": cannot be created (" + std::strerror(errno) +
                           "); choose a folder that this user may write");
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor_);
        throw Error(0,
                    file.string() + ": in use by another process; stop it, or choose another file");
    }
}

FileLock::~FileLock() { ::close(descriptor_); }

}  // namespace sluice::pool::sqlite
