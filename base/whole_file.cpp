#include "base/whole_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

namespace sluice {
namespace {

namespace fs = std::filesystem;

constexpr mode_t draft_mode = 0644;  // as other files have it; mkstemp's are for the owner alone
constexpr int links_max = 40;        // as Linux follows (path_resolution(7))

std::error_code last_error() { return {errno != 0 ? errno : EIO, std::generic_category()}; }

/// Where the file itself is, or will be, behind links.
fs::path resolved(const fs::path& path, std::error_code& error) {
    fs::path file = path;
    for (int links = 0; links < links_max && fs::is_symlink(file, error); ++links) {
        file = file.parent_path() / fs::read_symlink(file, error);
    }
    if (error == std::errc::no_such_file_or_directory) {
        error.clear();
    }
    return error ? path : file;
}

}  // namespace

WholeFile::WholeFile(const fs::path& path) : file_(resolved(path, error_)) {
    if (error_) {
        return;
    }
    std::error_code ignored;
    errno = 0;
    if (fs::exists(file_, ignored) && !fs::is_regular_file(file_, ignored)) {
        out_.open(file_, std::ios::binary);
    } else {
        std::string draft = file_.string() + "." + std::string(6, 'X');  // mkstemp's placeholder
        const int descriptor = mkstemp(draft.data());
        if (descriptor < 0) {
            error_ = last_error();
            return;
        }
        (void)fchmod(descriptor, draft_mode);
        (void)close(descriptor);
        draft_ = draft;
        out_.open(draft_, std::ios::binary);
    }
    if (!out_) {
        error_ = last_error();
    }
}

WholeFile::~WholeFile() {
    out_.close();
    if (!draft_.empty()) {
        std::error_code ignored;
        fs::remove(draft_, ignored);
    }
}

std::error_code WholeFile::keep() {
    if (error_) {
        return error_;
    }
    if (!out_) {
        return error_ = last_error();
    }
    errno = 0;
    // A network's file system may tell only now that the disk is full.
    out_.close();
    if (!out_) {
        return error_ = last_error();
    }
    if (!draft_.empty()) {
        fs::rename(draft_, file_, error_);
        if (!error_) {
            draft_.clear();
        }
    }
    return error_;
}

std::error_code replace_file(const fs::path& path, std::string_view text) {
    std::error_code error;
    if (const fs::path folder = resolved(path, error).parent_path(); !folder.empty()) {
        fs::create_directories(folder, error);
    }
    if (error) {
        return error;
    }
    WholeFile file(path);
    file.stream() << text;
    return file.keep();
}

}  // namespace sluice
