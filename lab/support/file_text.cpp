#include "lab/support/file_text.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

namespace sluice::lab {
namespace {

constexpr std::size_t file_bytes_max = std::size_t{1} << 30;

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

std::string reason(int error) { return std::generic_category().message(error); }

}  // namespace

Result<std::string, std::string> read_file(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        return Unexpected{path + ": is a folder, not a file"};
    }
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
    if (!file) {
        return Unexpected{path + ": " + reason(errno)};
    }
    std::string text;
    std::size_t got = 0;
    do {
        constexpr std::size_t chunk = std::size_t{1} << 16;
        const std::size_t size = text.size();
        text.resize(size + chunk);
        got = std::fread(text.data() + size, 1, chunk, file.get());
        text.resize(size + got);
        if (text.size() > file_bytes_max) {
            return Unexpected{path + ": larger than 1 GiB; is it a file of headers?"};
        }
    } while (got > 0);
    if (std::ferror(file.get()) != 0) {
        return Unexpected{path + ": cannot be read to its end"};
    }
    return text;
}

Result<void, std::string> write_file(const std::string& path, const std::string& text) {
    WholeFile file(path);
    file.stream() << text;
    return keep(file, path);
}

Result<void, std::string> keep(WholeFile& file, const std::string& path) {
    if (const std::error_code error = file.keep()) {
        return Unexpected{path + ": " + error.message() + "; nothing was kept"};
    }
    return {};
}

}  // namespace sluice::lab
