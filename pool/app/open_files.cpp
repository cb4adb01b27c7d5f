#include "pool/app/open_files.hpp"

#include "pool/log/log_quote.hpp"

#include <spdlog/spdlog.h>

#include <cerrno>
#include <cstring>

#include <sys/resource.h>

namespace sluice::pool {

std::size_t raise_open_files_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        constexpr std::size_t usual_limit = 1024;
        spdlog::warn("open files limit unknown error={}", log_quote(std::strerror(errno)));
        return usual_limit;
    }
    const rlim_t before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
        spdlog::warn("open files limit not raised limit={} error={}", before,
                     log_quote(std::strerror(errno)));
        return static_cast<std::size_t>(before);
    }
    spdlog::info("open files limit={} before={}", limit.rlim_cur, before);
    return static_cast<std::size_t>(limit.rlim_cur);
}

}  // namespace sluice::pool
