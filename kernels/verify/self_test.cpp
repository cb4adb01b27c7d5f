#include "kernels/verify/self_test.hpp"

#include "kernels/api/epoch_states.hpp"
#include "kernels/verify/reference_scan.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace sluice::kernels {
namespace {

constexpr std::uint8_t easy_target_top = 0x1f;  // about one hash in eight is a hit

/// How much is hashed around a known header. Odd counts, so that neither end of a window falls on a
/// vector's edge.
struct Extent {
    std::uint64_t window_before;  ///< nonces before the known one
    std::uint64_t window_nonces;  ///< and in all
    std::uint64_t easy_nonces;    ///< hashed once more by the reference, with several versions
};

constexpr Extent extent_fast = {37, 83, 61};
constexpr Extent extent_slow = {5, 19, 7};  // 21 hashes still fill 16 lanes and begin the next

const Extent& extent_of(const Algorithm& algorithm) {
    return is_slow(algorithm) ? extent_slow : extent_fast;
}

/// A window with `nonce` inside it that does not leave the nonce space.
NonceRange window_around(std::uint64_t nonce, std::uint64_t last, const Extent& extent) {
    const std::uint64_t first = nonce - std::min(nonce, extent.window_before);
    return {first, std::min(extent.window_nonces, last - first + 1)};
}

HashBytes one_below(HashBytes number) {
    for (auto& byte : number) {
        if (byte-- != 0) {
            break;
        }
    }
    return number;
}

/// A scanner under test.
struct Subject {
    Scanner& scanner;
    const std::function<void()>& before_scan;
};

/// Empty if a scan finds `expected` (in order) and nothing else; otherwise `failure`, or what the
/// device says.
std::string unless_found(const Subject& subject, const Work& work, NonceRange range,
                         const std::vector<Hit>& expected, const std::string& failure) {
    subject.before_scan();
    ScanResult result = scan(subject.scanner, work, range);
    if (!result.device_error.empty()) {
        return "the device failed: " + result.device_error;
    }
    const bool found = in_order(std::move(result.hits)) == expected &&
                       result.nonces_done == range.count && !result.overflowed &&
                       result.hardware_errors == 0;
    return found ? "" : failure;
}

/// An easy target, so that one vector holds several hits, and several versions where there are any.
Work easy_work(const Algorithm& algorithm, Work work) {
    if (algorithm.family.version_offset) {
        work.version_count = 3;
        work.versions = {0x20000000, 0x3fffe000, 0x00000001};
    }
    work.target.fill(0xff);
    work.target.back() = easy_target_top;
    return work;
}

}  // namespace

std::string self_test(const Algorithm& algorithm, Scanner& scanner,
                      const std::function<void()>& before_scan) {
    const Subject subject = {scanner, before_scan};
    const std::uint64_t last = algorithm.family.nonce_max();
    const Extent& extent = extent_of(algorithm);
    EpochStates states(algorithm);
    for (const KnownHeader& known : algorithm.known_headers()) {
        const std::uint64_t nonce = nonce_of(algorithm, known);
        const NonceRange window = window_around(nonce, last, extent);
        Work work{.header = known.header, .target = known.hash, .state = states.of(known.header)};
        const Hit true_hit = {nonce, versions_of(algorithm, work).front(), known.hash};
        std::string failure = unless_found(
            subject, work, window, {true_hit},
            "it does not find the nonce " + std::to_string(nonce) + " of a known header");
        if (failure.empty()) {
            work.target = one_below(known.hash);
            failure = unless_found(
                subject, work, window, {},
                "it finds a hash above the target around nonce " + std::to_string(nonce));
        }
        work = easy_work(algorithm, work);
        for (const NonceRange range :
             {NonceRange{window.first + 1, extent.easy_nonces},
              NonceRange{last - (extent.easy_nonces - 1), extent.easy_nonces}}) {
            if (failure.empty()) {
                failure = unless_found(subject, work, range, reference_scan(algorithm, work, range),
                                       "its hits from nonce " + std::to_string(range.first) +
                                           " on differ from the reference's");
            }
        }
        if (!failure.empty()) {
            return failure;
        }
    }
    return {};
}

}  // namespace sluice::kernels
