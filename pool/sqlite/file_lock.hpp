#pragma once
/// FileLock: one process at a time owns a database. Holds flock(2) on "<file>.lock", which the
/// kernel drops when the process ends in whatever way; the lock file itself stays. Throws
/// sqlite::Error.

#include <filesystem>

namespace sluice::pool::sqlite {

class FileLock {
public:
    explicit FileLock(const std::filesystem::path& file);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    int descriptor_;
};

}  // namespace sluice::pool::sqlite
