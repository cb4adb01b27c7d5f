#pragma once
/// FileWatch notices that the files of an open database are no longer those at their paths:
/// removed, renamed, replaced, truncated, or overwritten by an older copy. SQLite itself would go
/// on writing into files that nobody will find again. One thread at a time; cheap enough for every
/// commit (some microseconds). Throws sqlite::Error. Layout of the header:
/// sqlite.org/fileformat2.html, 1.3.

#include "pool/sqlite/file_lock.hpp"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace sluice::pool::sqlite {

/// Which file it is, whatever its name.
struct FileId {
    dev_t device = 0;
    ino_t inode = 0;

    bool operator==(const FileId&) const = default;
};

/// nullopt: there is no such file, or it cannot be reached. Symlinks are followed.
[[nodiscard]] std::optional<FileId> file_id(const std::filesystem::path& path);

class FileWatch {
public:
    /// To be made when the connection has written once, so that its write-ahead log exists. `lock`
    /// must outlive the watch; `file` is the path that the operator gave.
    FileWatch(const FileLock& lock, const std::filesystem::path& file);

    /// Throws, naming the path, when a file is not the one that was opened.
    void check();

private:
    struct Watched {
        std::filesystem::path path;
        std::optional<FileId> id;
    };

    void check_contents();

    const FileLock& lock_;
    std::filesystem::path file_;
    std::vector<Watched> watched_;
    off_t size_seen_ = 0;
    std::optional<std::uint32_t> changes_seen_;  ///< the header's file change counter
};

}  // namespace sluice::pool::sqlite
