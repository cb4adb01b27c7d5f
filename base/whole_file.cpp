#include "base/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

namespace sluice {
namespace {

namespace fs = std::filesystem;

constexpr mode_t draft_mode = 0644;  // as other files have it; mkstemp's are for the owner alone

std::error_code last_error() { return {errno, std::generic_category()}; }

/// Writes all of the text and closes the file.
std::error_code write_and_close(int descriptor, std::string_view text) {
    std::error_code error;
    while (!text.empty() && !error) {
        const ssize_t written = write(descriptor, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            error = last_error();
        }
    }
    // A network's file system may tell only now that the disk is full.
    if (close(descriptor) != 0 && !error) {
        error = last_error();
    }
    return error;
}

std::error_code write_special(const fs::path& path, std::string_view text) {
    const int descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    return descriptor < 0 ? last_error() : write_and_close(descriptor, text);
}

}  // namespace

std::error_code replace_file(const fs::path& path, std::string_view text) {
    std::error_code error;
    const fs::path file = fs::exists(path, error) ? fs::canonical(path, error) : path;
    if (!error && fs::exists(file, error) && !fs::is_regular_file(file, error)) {
        return write_special(file, text);
    }
    if (const fs::path folder = file.parent_path(); !folder.empty()) {
        fs::create_directories(folder, error);
    }
    if (error) {
        return error;
    }
    std::string draft = file.string() + "." + std::string(6, 'X');  // mkstemp's placeholder
    const int descriptor = mkstemp(draft.data());
    if (descriptor < 0) {
        return last_error();
    }
    (void)fchmod(descriptor, draft_mode);
    error = write_and_close(descriptor, text);
    if (!error) {
        fs::rename(draft, file, error);
    }
    if (error) {
        std::error_code ignored;
        fs::remove(draft, ignored);
    }
    return error;
}

}  // namespace sluice
