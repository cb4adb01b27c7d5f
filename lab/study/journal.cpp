#include "lab/study/journal.hpp"

#include "lab/support/file_text.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace sluice::lab {
namespace {

std::string reason() { return std::generic_category().message(errno); }

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return true;
}

/// The lines that end with a line feed.
std::vector<std::string> whole_lines(std::string_view text) {
    std::vector<std::string> lines;
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return lines;
}

}  // namespace

Result<Journal, std::string> Journal::open(const std::string& path, std::string_view title) {
    Journal journal(path, ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
    if (journal.file_ < 0) {
        return Unexpected{path + ": " + reason()};
    }
    if (::flock(journal.file_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        return Unexpected{path +
                          ": another run is writing this journal; wait for it to end, or "
                          "name another file"};
    }
    std::vector<std::string> lines;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored)) {
        const auto text = read_file(path);
        if (!text) {
            return Unexpected{text.error()};
        }
        lines = whole_lines(*text);
        if (!text->empty() && (lines.empty() ? !title.starts_with(*text) : lines[0] != title)) {
            return Unexpected{path +
                              ": is not the journal of this kind of work by this version; "
                              "name another file, or remove this one to start anew"};
        }
    }
    for (const std::string& line : lines) {
        journal.size_bytes_ += static_cast<long long>(line.size()) + 1;
    }
    if (::lseek(journal.file_, journal.size_bytes_, SEEK_SET) < 0 ||
        (std::filesystem::is_regular_file(path, ignored) &&
         ::ftruncate(journal.file_, journal.size_bytes_) != 0)) {
        return Unexpected{path + ": " + reason()};
    }
    if (lines.empty()) {
        if (const auto written = journal.append(title); !written) {
            return Unexpected{written.error()};
        }
    } else {
        lines.erase(lines.begin());
    }
    journal.lines_ = std::move(lines);
    return journal;
}

Journal::Journal(Journal&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      size_bytes_(other.size_bytes_),
      lines_(std::move(other.lines_)) {}

Journal::~Journal() {
    if (file_ >= 0) {
        ::close(file_);
    }
}

Result<void, std::string> Journal::append(std::string_view line) {
    const std::string text = std::string(line) + '\n';
    if (!write_all(file_, text) || (::fdatasync(file_) != 0 && errno != EINVAL)) {
        std::string message = path_ + ": " + reason();
        // Half a line must not be taken for a whole one; dropping it needs no space.
        if (::ftruncate(file_, size_bytes_) == 0) {
            ::lseek(file_, size_bytes_, SEEK_SET);
        }
        return Unexpected{std::move(message)};
    }
    size_bytes_ += static_cast<long long>(text.size());
    return {};
}

}  // namespace sluice::lab
