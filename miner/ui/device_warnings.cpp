#include "miner/ui/device_warnings.hpp"

#include "miner/ui/share_log.hpp"

#include <spdlog/fmt/fmt.h>

namespace sluice::miner {

std::string audit_text(const DeviceSnapshot& device) {
    const ShareAudit::Count& count = device.audit.judged();
    const bool too_few = device.audit.verdict() == ShareAudit::Verdict::too_few;
    const double claimed = device.hashes_per_second_mean;
    const char* meaning =
        too_few ? "it loses shares that it should find, or counts hashes that it does not do; the "
                  "pool will see the smaller figure"
                : "it counts too few hashes, or hashes the same headers twice";
    return fmt::format(
        "{} claims {} but found {} share(s) where {:.1f} were expected, as {} would: {}",
        device.name, hashrate_text(claimed), count.found, count.expected,
        hashrate_text(claimed * static_cast<double>(count.found) / count.expected), meaning);
}

std::string hardware_error_text(const DeviceSnapshot& device) {
    return fmt::format(
        "{}: {} of {} hits were wrong; the card computes wrongly: lower its clocks or power limit, "
        "and look at its temperature",
        device.name, device.hardware_errors, device.hardware_errors + device.hits);
}

std::string warning_text(const DeviceWarning& warning) {
    switch (warning.doubt) {
        case DeviceDoubt::audit:
            return audit_text(warning.device);
        case DeviceDoubt::hardware_errors:
            return hardware_error_text(warning.device);
    }
    return {};
}

}  // namespace sluice::miner
