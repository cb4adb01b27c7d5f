#include "pool/app/open_files.hpp"

#include "pool/base/log_quote.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <sys/resource.h>

namespace sluice::pool {
namespace {

/// Standard streams, the databases with their journals and locks, the log, the node's connections,
/// the signal pipe, and some to spare.
constexpr std::size_t files_of_the_process = 40;
/// Of an Asio io_context: epoll, timer and wakeup.
constexpr std::size_t files_of_an_event_loop = 3;
/// Fewer connections than this make no pool.
constexpr std::size_t peers_min = 32;

}  // namespace

Result<OpenFilesPlan> plan_open_files(std::size_t limit, const OpenFilesNeeds& needs) {
    const std::size_t event_loops = needs.shards + 2;  // the shards', the control thread's, HTTP's
    const std::size_t own = files_of_the_process + event_loops * files_of_an_event_loop +
                            needs.shards * needs.stratum_addresses + needs.http_addresses;
    if (limit < own + peers_min) {
        return Unexpected{fmt::format(
            "the limit of open files is {}, and the pool needs at least {} and one more for each "
            "miner; raise it with ulimit -n, or LimitNOFILE= in a systemd unit",
            limit, own + peers_min)};
    }
    const std::size_t peers = limit - own;
    const std::size_t http =
        needs.http_addresses == 0 ? 0 : std::min(http_connections_wanted, peers / 4);
    return OpenFilesPlan{peers - http, http};
}

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
