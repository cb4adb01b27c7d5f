#include "pool/sqlite/file_watch.hpp"

#include "pool/sqlite/database.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace sluice::pool::sqlite {
namespace {

constexpr std::string_view remedy =
    "; what is written now would be lost: stop the pool, put the right file back, start it again";

constexpr std::size_t header_size = 100;
constexpr std::string_view header_magic{"SQLite format 3\0", 16};
constexpr std::size_t page_size_at = 16;
constexpr std::size_t change_counter_at = 24;
constexpr std::size_t page_count_at = 28;

using Header = std::array<unsigned char, header_size>;

std::uint32_t be16(const Header& header, std::size_t at) {
    return static_cast<std::uint32_t>(header[at]) << 8 | header[at + 1];
}

std::uint32_t be32(const Header& header, std::size_t at) {
    return be16(header, at) << 16 | be16(header, at + 2);
}

/// The length that the header says; a page size of 65,536 is written as 1.
off_t wanted_size(const Header& header) {
    const std::uint32_t page_size = be16(header, page_size_at);
    return off_t{be32(header, page_count_at)} * (page_size == 1 ? 65'536 : off_t{page_size});
}

}  // namespace

std::optional<FileId> file_id(const std::filesystem::path& path) {
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0) {
        return std::nullopt;
    }
    return FileId{about.st_dev, about.st_ino};
}

FileWatch::FileWatch(const FileLock& lock, const std::filesystem::path& file)
    : lock_(lock), file_(file) {
    struct stat about {};
    ::fstat(lock.descriptor(), &about);
    watched_.push_back({file, FileId{about.st_dev, about.st_ino}});
    for (const char* suffix : {"-wal", "-shm"}) {
        const std::string path = lock.real_path().string() + suffix;
        if (const auto id = file_id(path)) {
            watched_.push_back({path, id});
        }
    }
    check();
}

void FileWatch::check() {
    for (const Watched& watched : watched_) {
        const std::optional<FileId> now = file_id(watched.path);
        if (now != watched.id) {
            throw Error(0, watched.path.string() +
                               (now ? ": another file has taken its place while it was open"
                                    : ": removed or renamed while it was open") +
                               std::string(remedy));
        }
    }
    check_contents();
}

/// The file shrinks, with a header that agrees, when an operator runs VACUUM; the change counter
/// never goes back (as a 32-bit number that wraps).
void FileWatch::check_contents() {
    struct stat about {};
    Header header{};
    const bool read = ::fstat(lock_.descriptor(), &about) == 0 &&
                      ::pread(lock_.descriptor(), header.data(), header.size(), 0) ==
                          static_cast<ssize_t>(header.size());
    if (!read || (about.st_size < size_seen_ && about.st_size < wanted_size(header))) {
        throw Error(0, file_.string() + ": truncated while it was open" + std::string(remedy));
    }
    const std::uint32_t changes = be32(header, change_counter_at);
    const bool older = changes_seen_ && static_cast<std::int32_t>(changes - *changes_seen_) < 0;
    if (!std::equal(header_magic.begin(), header_magic.end(), header.begin()) || older) {
        throw Error(0, file_.string() + ": overwritten from outside while it was open" +
                           std::string(remedy));
    }
    size_seen_ = about.st_size;
    changes_seen_ = changes;
}

}  // namespace sluice::pool::sqlite
