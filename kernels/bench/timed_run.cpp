#include "kernels/bench/timed_run.hpp"

#include "kernels/api/epoch_states.hpp"

#include <algorithm>
#include <utility>

namespace sluice::kernels {
namespace {

constexpr std::uint64_t nonces_end = std::uint64_t{1} << 32;

/// More hits than this in one scan cost time to check: the target is made harder.
constexpr std::size_t hits_goal_max = 64;

/// Leading zero bits of the target at first: hits come often enough to be a check, and seldom
/// enough that hashing them again costs a CPU nothing.
unsigned target_zero_bits(const Algorithm& algorithm) { return is_slow(algorithm) ? 12 : 18; }

void make_harder(HashBytes& target) {
    for (std::size_t i = 0; i + 1 < target.size(); ++i) {
        target[i] = static_cast<std::uint8_t>(target[i] >> 1 | target[i + 1] << 7);
    }
    target.back() = static_cast<std::uint8_t>(target.back() >> 1);
}

double seconds_of(std::chrono::nanoseconds time) {
    return std::chrono::duration<double>(time).count();
}

}  // namespace

Work benchmark_work(const Algorithm& algorithm, std::uint32_t versions) {
    Work work;
    if (const auto known = algorithm.known_headers(); !known.empty()) {
        work.header = known.front().header;
        work.state = EpochStates(algorithm).of(work.header);
    }
    for (std::uint32_t i = 0; i < versions; ++i) {
        work.versions[i] = 0x2000'0000 | i << 13;
    }
    work.version_count = versions;
    work.target.fill(0xff);
    for (unsigned bit = 0; bit < target_zero_bits(algorithm); ++bit) {
        make_harder(work.target);
    }
    return work;
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

TimedRun::TimedRun(const Algorithm& algorithm, Work work, std::uint64_t first)
    : algorithm_(algorithm), work_(std::move(work)), next_(first) {}

void TimedRun::warm_up() {
    while (in_flight_.size() < scanner_->depth()) {
        enqueue();
    }
    Turn not_counted;
    last_collected_ = Clock::now();
    for (std::size_t left = in_flight_.size(); left > 0 && error_.empty(); --left) {
        collect(not_counted);
        enqueue();
    }
}

TimedRun::Turn TimedRun::run(std::chrono::milliseconds time, const GoOn& go_on) {
    Turn turn;
    const double cpu_start = thread_cpu_seconds();
    const TimePoint start = Clock::now();
    last_collected_ = start;
    while (last_collected_ - start < time && error_.empty() && go_on()) {
        while (in_flight_.size() < scanner_->depth()) {
            enqueue();
        }
        collect(turn);
    }
    while (!in_flight_.empty() && error_.empty()) {
        (void)go_on();
        collect(turn);
    }
    in_flight_.clear();
    turn.seconds = seconds_of(last_collected_ - start);
    turn.cpu_seconds = thread_cpu_seconds() - cpu_start;
    return turn;
}

void TimedRun::enqueue() {
    const std::uint64_t count = batch_.nonces(scanner_->launch_nonces(work_.version_count));
    const NonceRange range{next_, std::min(count, nonces_end - next_)};
    in_flight_.push_back({range, work_.target, Clock::now()});
    scanner_->enqueue(work_, range, {});
    next_ = (next_ + range.count) % nonces_end;
}

void TimedRun::collect(Turn& turn) {
    const ScanResult result = scanner_->collect();
    const Scan scan = in_flight_.front();
    in_flight_.pop_front();
    const TimePoint now = Clock::now();
    batch_.measured(result.nonces_done, now - std::max(scan.start, last_collected_));
    last_collected_ = now;
    ++turn.scans;
    turn.hashes += static_cast<double>(result.hashes_done);
    turn.device_busy_seconds += seconds_of(result.device_busy);
    turn.device_idle_seconds += seconds_of(result.device_idle);
    error_ = result.device_error;
    check(result, scan.target);
}

void TimedRun::check(const ScanResult& result, const HashBytes& target) {
    for (const Hit& hit : result.hits) {
        const HashBytes hash = reference_hash(algorithm_, work_, hit.version, hit.nonce);
        ++hits_checked_;
        hits_wrong_ += !meets_target(hash, target);
    }
    hits_wrong_ += result.hardware_errors;
    if (result.hits.size() > hits_goal_max && target == work_.target) {
        make_harder(work_.target);
    }
}

}  // namespace sluice::kernels
