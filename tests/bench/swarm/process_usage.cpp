#include "tests/bench/swarm/process_usage.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

namespace sluice::swarm {
namespace {

std::string read_text(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Result<double> parse_cpu_s(std::string_view stat, double ticks_per_second) {
    // The second field is the program's name in parentheses, which may hold anything.
    const std::size_t name_end = stat.rfind(')');
    if (name_end == std::string_view::npos) {
        return Unexpected{std::string("no program name in parentheses")};
    }
    std::istringstream fields{std::string(stat.substr(name_end + 1))};
    constexpr int first_field = 3;
    constexpr int user_time_field = 14;
    std::string skipped;
    for (int field = first_field; field < user_time_field; ++field) {
        fields >> skipped;
    }
    double user = 0;
    double system = 0;
    if (!(fields >> user >> system)) {
        return Unexpected{std::string("fewer than 15 fields")};
    }
    return (user + system) / ticks_per_second;
}

Result<ProcessUsage> read_process_usage(int pid) {
    namespace fs = std::filesystem;
    const std::string folder = "/proc/" + std::to_string(pid);
    const auto cpu_s =
        parse_cpu_s(read_text(folder + "/stat"), static_cast<double>(::sysconf(_SC_CLK_TCK)));
    if (!cpu_s) {
        return Unexpected{"process " + std::to_string(pid) + " cannot be read: " + cpu_s.error()};
    }
    ProcessUsage usage{.cpu_s = *cpu_s};
    std::istringstream pages{read_text(folder + "/statm")};
    std::uint64_t total = 0;
    std::uint64_t resident = 0;
    pages >> total >> resident;
    usage.rss_bytes = resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    std::error_code error;
    for (fs::directory_iterator at(folder + "/fd", error), end; !error && at != end;
         at.increment(error)) {
        ++usage.descriptors;
    }
    if (error) {
        return Unexpected{folder + "/fd: " + error.message() + "; run as the process's user"};
    }
    return usage;
}

std::string cpu_model() {
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("model name")) {
            const std::size_t at = line.find(": ");
            return at == std::string::npos ? "unknown" : line.substr(at + 2);
        }
    }
    return "unknown";
}

}  // namespace sluice::swarm
