#pragma once
/// FileLock: one process at a time owns a database, by whatever name it reaches it. Holds flock(2)
/// on the database itself, so that a symlink, a bind mount or a removed lock file lets no second
/// process in, and on "<file>.lock", which earlier versions look at. The kernel drops both when the
/// process ends in whatever way; the lock file itself stays. Closing the database's descriptor
/// drops SQLite's own locks in this process as well (fcntl(2)): destroy the Database first. Throws
/// sqlite::Error.

#include <filesystem>

namespace sluice::pool::sqlite {

class FileLock {
public:
    /// Makes the file when there is none.
    explicit FileLock(const std::filesystem::path& file);

    /// Where the file is when symlinks are followed; the write-ahead log lies beside it.
    [[nodiscard]] const std::filesystem::path& real_path() const noexcept { return real_path_; }
    /// Of the locked database, open for reading and writing.
    [[nodiscard]] int descriptor() const noexcept { return database_.get(); }

private:
    class Descriptor {
    public:
        explicit Descriptor(int descriptor) noexcept : descriptor_(descriptor) {}
        ~Descriptor();
        Descriptor(const Descriptor&) = delete;
        Descriptor& operator=(const Descriptor&) = delete;
        [[nodiscard]] int get() const noexcept { return descriptor_; }

    private:
        int descriptor_;
    };

    std::filesystem::path real_path_;
    Descriptor lock_file_;
    Descriptor database_;
};

}  // namespace sluice::pool::sqlite
