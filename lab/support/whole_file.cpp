#include "lab/support/whole_file.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace sluice::lab {
namespace {

constexpr int links_max = 40;  // as Linux follows (path_resolution(7))

/// Where the file itself is, or will be, behind links.
std::string resolved(const std::string& path) {
    std::error_code error;
    std::filesystem::path file = path;
    for (int links = 0; links < links_max && std::filesystem::is_symlink(file, error); ++links) {
        file = file.parent_path() / std::filesystem::read_symlink(file, error);
    }
    return error ? path : file.string();
}

bool is_special(const std::string& path) {
    std::error_code error;
    return std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error);
}

}  // namespace

WholeFile::WholeFile(std::string path)
    : path_(std::move(path)), written_path_(is_special(path_) ? path_ : resolved(path_) + ".part") {
    errno = 0;
    out_.open(written_path_, std::ios::binary | std::ios::trunc);
    open_error_ = out_ ? 0 : errno;
}

WholeFile::~WholeFile() {
    out_.close();
    if (written_path_ != path_) {
        std::error_code ignored;
        std::filesystem::remove(written_path_, ignored);
    }
}

Result<void, std::string> WholeFile::keep() {
    const auto fail = [&](int error) {
        return Unexpected{path_ + ": " +
                          (error != 0 ? std::generic_category().message(error)
                                      : std::string("cannot be written in full; is there space?")) +
                          "; nothing was kept"};
    };
    if (open_error_ != 0) {
        return fail(open_error_);
    }
    errno = 0;
    out_.close();
    if (!out_) {
        return fail(errno);
    }
    if (written_path_ != path_) {
        std::error_code error;
        std::filesystem::rename(written_path_, resolved(path_), error);
        if (error) {
            return fail(error.value());
        }
    }
    return {};
}

}  // namespace sluice::lab
