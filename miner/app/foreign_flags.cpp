#include "miner/app/foreign_flags.hpp"

#include <algorithm>
#include <array>

namespace sluice::miner {
namespace {

using Value = ForeignFlag::Value;

constexpr std::string_view no_tls = "TLS is not supported; take the pool's plain Stratum port";
constexpr std::string_view no_monitoring =
    "there is no monitoring port; --status-interval sets how often the state is logged";
constexpr std::string_view no_solo =
    "the miner speaks Stratum only; to mine on a node of your own run sluice-pool, whose "
    "configuration names the address that is paid";
constexpr std::string_view choose_devices =
    "-d chooses devices, such as -d cuda0,cuda1,opencl0,cpu; --list-devices shows them";
constexpr std::string_view tuned =
    "launch shapes are tuned per device; -i sets a GPU's launch, --tune measures again";
constexpr std::string_view cool =
    "there is no temperature limit; the driver's power limit cools a card, such as "
    "nvidia-smi -i 0 -pl 280";
constexpr std::string_view no_fee = "the miner takes no fee";
constexpr std::string_view follows_own_host =
    "the miner follows a pool to other ports of its own host only";

constexpr std::array flags{
    ForeignFlag{"-c --config", Value::one, false,
                "there is no configuration file; the command line says everything"},
    ForeignFlag{"-b --api-bind --api-listen --api-port --api-allow --http-enabled --http-host "
                "--http-port --http-access-token --api-access-token --api-worker-id --api-id",
                Value::one, false, no_monitoring},
    ForeignFlag{"-x --proxy --socks-proxy", Value::one, false,
                "proxies are not supported; a forwarder such as ssh -L 3333:POOL:3333 HOST can "
                "stand between, with -o 127.0.0.1:3333"},
    ForeignFlag{"--tls --tls-fingerprint --cert --no-tls-verify", Value::one, false, no_tls},
    ForeignFlag{"--max-temp --temp-limit --temperature-limit --temp-cutoff --temp-target "
                "--temp-overheat --resume-temp",
                Value::one, false, cool},
    ForeignFlag{"--cpu-affinity", Value::one, false,
                "start it under taskset, such as taskset -c 0-7 sluice-miner ..."},
    ForeignFlag{"--cpu-priority", Value::one, false,
                "start it under nice, such as nice -n 19 sluice-miner ..."},
    ForeignFlag{"--cpu-max-threads-hint", Value::one, false, "-t sets the CPU's threads"},
    ForeignFlag{"--cuda-devices --opencl-devices --opencl-platform --gpu-platform --gpu-devices "
                "--cuda --opencl --cpu --no-cpu --no-cuda --no-opencl",
                Value::one, false, choose_devices},
    ForeignFlag{"-w --worksize -g --gpu-threads -l --launch-config --cuda-launch --lookup-gap "
                "--thread-concurrency",
                Value::one, false, tuned},
    ForeignFlag{"-B --background", Value::none, false,
                "a service manager or nohup keeps it in the background: nohup sluice-miner ... &"},
    ForeignFlag{"-S --syslog", Value::none, false,
                "the log goes to standard error: 2>&1 | logger, or a systemd unit"},
    ForeignFlag{"--log-file", Value::one, false, "the log goes to standard error: 2>>FILE"},
    ForeignFlag{"--rig-id --worker", Value::one, false,
                "the rig's name goes behind the user: -u ADDRESS.RIG"},
    ForeignFlag{"--coin", Value::one, false, "-a names the algorithm: sha256d or scrypt"},
    ForeignFlag{"--coinbase-addr --coinbase-sig --no-gbt", Value::one, false, no_solo},
    ForeignFlag{"-m --diff-multiplier -f --diff-factor", Value::one, false,
                "shares are counted as the pool counts them; --suggest-difficulty asks it for a "
                "difficulty"},
    ForeignFlag{"--cputest", Value::none, false, "--self-test checks every kernel"},
    ForeignFlag{"--bench --stress", Value::one, false, "--benchmark measures every kernel"},
    ForeignFlag{"-v --verbose", Value::none, false, "-D logs more, -V shows the version"},
    ForeignFlag{"--print-time", Value::one, false, "--status-interval sets the time between lines"},
    ForeignFlag{"--donate-level --donate-over-proxy", Value::one, true, no_fee},
    ForeignFlag{"--no-longpoll", Value::none, true, "Stratum has no long polling"},
    ForeignFlag{"--no-getwork", Value::none, true, "the miner speaks Stratum only"},
    ForeignFlag{"--no-redirect", Value::none, true, follows_own_host},
    ForeignFlag{"--nicehash", Value::none, true,
                "extranonce changes are subscribed to at every pool"},
    ForeignFlag{"-k --keepalive", Value::none, true,
                "a pool that falls silent is noticed by --timeout"},
    ForeignFlag{"-s --scantime", Value::one, true,
                "the work is never older than the pool's last job"},
    ForeignFlag{"-N --statsavg", Value::one, true, "the status shows means of 10 s and of 60 s"},
};

/// The word without a value behind its '='.
std::string_view name_of(std::string_view word) {
    return word.starts_with("--") ? word.substr(0, word.find('=')) : word;
}

bool has_name(const ForeignFlag& flag, std::string_view name) {
    std::string_view rest = flag.names;
    while (!rest.empty()) {
        const std::size_t space = std::min(rest.find(' '), rest.size());
        if (rest.substr(0, space) == name) {
            return true;
        }
        rest.remove_prefix(std::min(space + 1, rest.size()));
    }
    return false;
}

}  // namespace

std::span<const ForeignFlag> foreign_flags() noexcept { return flags; }

const ForeignFlag* find_foreign_flag(std::string_view word) noexcept {
    const auto found = std::ranges::find_if(
        flags, [name = name_of(word)](const ForeignFlag& flag) { return has_name(flag, name); });
    return found == flags.end() ? nullptr : &*found;
}

std::string advice_on(const ForeignFlag& flag, std::string_view word) {
    return std::string{name_of(word)} +
           (flag.needless ? " is not needed: " : " is not known here: ") + std::string{flag.advice};
}

std::vector<std::string> remove_needless(std::vector<std::string>& words) {
    std::vector<std::string> notes;
    std::vector<std::string> kept;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const ForeignFlag* flag = find_foreign_flag(words[i]);
        if (flag == nullptr || !flag->needless) {
            kept.push_back(std::move(words[i]));
            continue;
        }
        notes.push_back(advice_on(*flag, words[i]));
        const bool value_follows = flag->value == Value::one && name_of(words[i]) == words[i] &&
                                   i + 1 < words.size() && !words[i + 1].starts_with('-');
        i += value_follows ? 1 : 0;
    }
    words = std::move(kept);
    return notes;
}

}  // namespace sluice::miner
