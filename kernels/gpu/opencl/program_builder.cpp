#include "kernels/gpu/opencl/program_builder.hpp"

#include "base/printable.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace sluice::kernels::opencl {
namespace {

std::string build_log(const Program& program, cl_device_id device) {
    std::size_t size = 0;
    program.api().GetProgramBuildInfo(program.get(), device, CL_PROGRAM_BUILD_LOG, 0, nullptr,
                                      &size);
    std::string log(size, '\0');
    program.api().GetProgramBuildInfo(program.get(), device, CL_PROGRAM_BUILD_LOG, size, log.data(),
                                      nullptr);
    log.resize(std::min(log.find('\0'), log.size()));
    return build_log_excerpt(log);
}

void build(const Program& program, cl_device_id device, const std::string& options) {
    const cl_int code =
        program.api().BuildProgram(program.get(), 1, &device, options.c_str(), nullptr, nullptr);
    if (code != CL_SUCCESS) {
        throw Error(code, "clBuildProgram, " + options + ": " + build_log(program, device));
    }
}

Program build_source(const Context& context, cl_device_id device, const ProgramIdentity& identity) {
    const char* text = identity.source.data();
    const std::size_t size = identity.source.size();
    cl_int code = CL_SUCCESS;
    const cl_program object =
        context.api().CreateProgramWithSource(context.get(), 1, &text, &size, &code);
    check(code, "clCreateProgramWithSource");
    Program program(context.shared_api(), object);
    build(program, device, identity.options);
    return program;
}

/// Nothing when the driver does not take the binary.
std::optional<Program> build_binary(const Context& context, cl_device_id device,
                                    const std::string& options, const std::string& binary) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(binary.data());
    const std::size_t size = binary.size();
    cl_int code = CL_SUCCESS;
    const cl_program object = context.api().CreateProgramWithBinary(context.get(), 1, &device,
                                                                    &size, &bytes, nullptr, &code);
    if (code != CL_SUCCESS) {
        return std::nullopt;
    }
    Program program(context.shared_api(), object);
    try {
        build(program, device, options);
    } catch (const Error&) {
        return std::nullopt;
    }
    return program;
}

/// The program as the driver compiled it; empty where the driver gives none.
std::string binary_of(const Program& program) {
    const auto gives = [&](cl_program_info what, std::size_t size, void* out) {
        return program.api().GetProgramInfo(program.get(), what, size, out, nullptr) == CL_SUCCESS;
    };
    std::size_t size = 0;
    if (!gives(CL_PROGRAM_BINARY_SIZES, sizeof(size), &size)) {
        return {};
    }
    std::string binary(size, '\0');
    char* place = binary.data();
    if (!gives(CL_PROGRAM_BINARIES, sizeof(place), &place)) {
        return {};
    }
    return binary;
}

}  // namespace

std::string build_log_excerpt(std::string_view log) {
    std::string_view first;
    std::string_view telling;
    std::size_t lines = 0;
    while (!log.empty()) {
        const std::string_view line = log.substr(0, log.find('\n'));
        log.remove_prefix(std::min(line.size() + 1, log.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        ++lines;
        first = first.empty() ? line : first;
        telling = telling.empty() && line.find("error") != std::string_view::npos ? line : telling;
    }
    if (lines == 0) {
        return "the compiler says nothing";
    }
    return printable(telling.empty() ? first : telling, build_excerpt_bytes_max) +
           (lines == 1 ? "" : " (one of " + std::to_string(lines) + " lines)");
}

BuiltProgram build_program(const Context& context, cl_device_id device,
                           const ProgramIdentity& identity, const ProgramCache& cache) {
    BuiltProgram built;
    const CachedProgram cached = cache.load(identity);
    if (!cached.note.empty()) {
        built.notes.push_back(cached.note);
    }
    if (!cached.program.empty()) {
        auto program = build_binary(context, device, identity.options, cached.program);
        if (program) {
            built.program = std::move(*program);
            return built;
        }
        built.notes.push_back("the driver does not take the compiled program " +
                              cache.file_of(identity).string() + "; compiling it again");
    }
    built.program = build_source(context, device, identity);
    const std::string binary = binary_of(built.program);
    if (!binary.empty()) {
        std::string note = cache.store(identity, binary);
        if (!note.empty()) {
            built.notes.push_back(std::move(note));
        }
    }
    return built;
}

}  // namespace sluice::kernels::opencl
