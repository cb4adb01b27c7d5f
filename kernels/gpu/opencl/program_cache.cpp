#include "kernels/gpu/opencl/program_cache.hpp"

#include "base/whole_file.hpp"
#include "kernels/hash/sha256.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <span>
#include <system_error>

namespace sluice::kernels::opencl {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "sluice OpenCL program 1\n";
constexpr std::string_view program_label = "program: ";

std::string sha256_hex(std::string_view text) {
    HashBytes hash;
    sha256d::sha256({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, hash);
    std::string hex;
    for (const std::uint8_t byte : hash) {
        hex += "0123456789abcdef"[byte >> 4];
        hex += "0123456789abcdef"[byte & 15];
    }
    return hex;
}

/// A file's lines from the device to the source.
std::string identity_text(const ProgramIdentity& identity) {
    return "device: " + identity.device + "\ndriver: " + identity.driver +
           "\nkernel: " + identity.kernel + "\noptions: " + identity.options +
           "\nsource: " + sha256_hex(identity.source) + "\n";
}

std::string program_line(std::string_view program) {
    return std::string(program_label) + sha256_hex(program) + "\n\n";
}

fs::path default_folder() {
    if (const char* const cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != 0) {
        return fs::path(cache) / "sluice" / "opencl";
    }
    if (const char* const home = std::getenv("HOME"); home != nullptr && *home != 0) {
        return fs::path(home) / ".cache" / "sluice" / "opencl";
    }
    return {};
}

}  // namespace

ProgramCache::ProgramCache() : folder_(default_folder()) {}

fs::path ProgramCache::file_of(const ProgramIdentity& identity) const {
    const std::string place = identity.device + "\n" + identity.kernel + "\n" + identity.options;
    return folder_ / (sha256_hex(place).substr(0, 16) + ".program");
}

CachedProgram ProgramCache::load(const ProgramIdentity& identity) const {
    if (folder_.empty()) {
        return {};
    }
    const fs::path path = file_of(identity);
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        return {};
    }
    const std::string file{std::istreambuf_iterator<char>(in), {}};
    const std::string ours = std::string(magic) + identity_text(identity);
    const std::size_t line_at = file.find(std::string("\n") + std::string(program_label));
    const std::size_t program_at = file.find("\n\n");
    if (!file.starts_with(magic) || line_at == std::string::npos ||
        program_at == std::string::npos) {
        return {{}, "the compiled program " + path.string() + " is damaged; compiling it again"};
    }
    if (std::string_view(file).substr(0, line_at + 1) != ours) {
        return {{},
                "the compiled program " + path.string() +
                    " is of another device, driver or version of Sluice; compiling it again"};
    }
    std::string program = file.substr(program_at + 2);
    if (std::string_view(file).substr(line_at + 1, program_at + 1 - line_at) !=
        program_line(program)) {
        return {{}, "the compiled program " + path.string() + " is damaged; compiling it again"};
    }
    return {std::move(program), {}};
}

std::string ProgramCache::store(const ProgramIdentity& identity, std::string_view program) const {
    if (folder_.empty()) {
        return {};
    }
    std::string text = std::string(magic) + identity_text(identity) + program_line(program);
    text += program;
    const std::error_code error = replace_file(file_of(identity), text);
    return error ? "cannot keep the compiled program in " + folder_.string() + ": " +
                       error.message() + " (it is compiled again at the next start)"
                 : "";
}

}  // namespace sluice::kernels::opencl
