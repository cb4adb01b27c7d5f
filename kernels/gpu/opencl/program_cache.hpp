#pragma once
/// Compiled programs in files, because a driver may take minutes for one. A file names what it was
/// compiled from and for; one that is damaged or of another driver is not used, and overwritten.
/// Any threads and processes may share a folder: files are replaced as a whole.
///
/// A file is text, then an empty line, then the program:
///   sluice OpenCL program 1
///   device: ...
///   driver: ...
///   kernel: ...
///   options: ...
///   source: SHA-256 of the source
///   program: SHA-256 of the program

#include <filesystem>
#include <string>
#include <string_view>

namespace sluice::kernels::opencl {

struct ProgramIdentity {
    std::string device;  ///< platform and device; with `kernel` and `options` it names the file
    std::string driver;  ///< version
    std::string kernel;  ///< "sha256d/opencl"
    std::string options;
    std::string source;
};

/// What the cache has. Without a program, `note` is empty (nothing there) or a line for the user.
struct CachedProgram {
    std::string program;
    std::string note;
};

class ProgramCache {
public:
    /// In $XDG_CACHE_HOME/sluice/opencl, or $HOME/.cache/sluice/opencl; without both no cache.
    ProgramCache();
    /// An empty path: no cache.
    explicit ProgramCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

    [[nodiscard]] CachedProgram load(const ProgramIdentity& identity) const;

    /// An empty text, or a line for the user that says why the program was not kept.
    [[nodiscard]] std::string store(const ProgramIdentity& identity,
                                    std::string_view program) const;

    [[nodiscard]] std::filesystem::path file_of(const ProgramIdentity& identity) const;

private:
    std::filesystem::path folder_;
};

}  // namespace sluice::kernels::opencl
