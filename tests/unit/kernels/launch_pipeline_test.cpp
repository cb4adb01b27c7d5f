// LaunchScanner and the real LaunchSizer over a model of how a GPU gives blocks to its processors:
// what no unit test can ask a card. Time is the model's own.

#include "kernels/gpu/launch_scanner.hpp"
#include "kernels/registry/algorithms.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <queue>
#include <vector>

namespace sluice::kernels {
namespace {

using Seconds = double;

/// A kernel that waits in a stream for the one before it.
struct ModelKernel {
    std::uint64_t blocks;
    Seconds block_time;
    Seconds queued;
    bool is_last;  ///< of its launch
};

/// Blocks of kernels that are ready go to free places in the order in which the kernels became
/// ready: a kernel's wait until every block of those before it has its place (streams of equal
/// priority; CUDA C++ Programming Guide, "Asynchronous Concurrent Execution").
class BlockModel {
public:
    static constexpr int places = 528;  ///< 132 multiprocessors with four blocks each

    explicit BlockModel(std::size_t streams) : streams_(streams) {
        for (int i = 0; i < places; ++i) {
            free_at_.push(0);
        }
    }

    void queue(std::size_t stream, const ModelKernel& kernel) {
        streams_[stream].kernels.push_back(kernel);
    }

    struct Times {
        Seconds start, end;
    };
    /// Runs kernels until the oldest launch of `stream` has ended.
    Times finish_launch(std::size_t stream) {
        while (streams_[stream].ended.empty()) {
            run_next();
        }
        const Times times = streams_[stream].ended.front();
        streams_[stream].ended.pop_front();
        return times;
    }

private:
    struct Stream {
        std::deque<ModelKernel> kernels;
        Seconds free_at = 0;        ///< the kernel before has ended
        Seconds launch_start = -1;  ///< -1: the next kernel starts a launch
        std::deque<Times> ended;

        [[nodiscard]] Seconds ready() const { return std::max(free_at, kernels.front().queued); }
    };

    void run_next() {
        Stream* next = nullptr;
        for (Stream& stream : streams_) {
            if (!stream.kernels.empty() && (next == nullptr || stream.ready() < next->ready())) {
                next = &stream;
            }
        }
        const ModelKernel kernel = next->kernels.front();
        const Seconds ready = next->ready();
        next->kernels.pop_front();
        next->launch_start = next->launch_start < 0 ? ready : next->launch_start;
        next->free_at = dispatch(kernel, ready);
        if (kernel.is_last) {
            next->ended.push_back({next->launch_start, next->free_at});
            next->launch_start = -1;
        }
    }

    /// The end of the kernel's last block.
    Seconds dispatch(const ModelKernel& kernel, Seconds ready) {
        Seconds end = 0;
        for (std::uint64_t i = 0; i < kernel.blocks; ++i) {
            dispatched_ = std::max({dispatched_, ready, free_at_.top()});
            free_at_.pop();
            free_at_.push(dispatched_ + kernel.block_time);
            end = std::max(end, dispatched_ + kernel.block_time);
        }
        return end;
    }

    std::vector<Stream> streams_;
    std::priority_queue<Seconds, std::vector<Seconds>, std::greater<>> free_at_;
    Seconds dispatched_ = 0;  ///< the last block that has its place
};

/// sha256d on an H100: a launch is a scan and, as an option, a small kernel behind it in its
/// stream. Busy times are CudaEngine's.
class ModelEngine final : public LaunchEngine {
public:
    static constexpr double hashes_per_second = 9e9;
    static constexpr std::uint64_t block_nonces = 256 * 4;

    ModelEngine(bool has_second_kernel, std::vector<Seconds>& launches)
        : has_second_kernel_(has_second_kernel), launches_(launches) {}

    [[nodiscard]] LaunchLimits limits() const noexcept override {
        return {.hashes_first = 1U << 22, .hashes_max = 1U << 30, .nonce_step = block_nonces};
    }
    [[nodiscard]] std::size_t scratch_bytes() const noexcept override { return 0; }
    void prepare(std::size_t, const Work&, std::span<const std::uint32_t> versions) override {
        versions_ = versions.size();
    }
    void launch(std::size_t slot, std::size_t, NonceRange range, PieceRange) override {
        const std::uint64_t blocks = (range.count + block_nonces - 1) / block_nonces;
        const double block_hashes = static_cast<double>(block_nonces * versions_);
        model_.queue(slot, {.blocks = blocks,
                            .block_time = BlockModel::places * block_hashes / hashes_per_second,
                            .queued = now_,
                            .is_last = !has_second_kernel_});
        if (has_second_kernel_) {
            model_.queue(slot, {.blocks = 8, .block_time = 5e-6, .queued = now_, .is_last = true});
        }
        launches_.push_back(static_cast<double>(range.count * versions_) / hashes_per_second);
    }
    [[nodiscard]] LaunchResult wait(std::size_t slot) override {
        const BlockModel::Times times = model_.finish_launch(slot);
        const Seconds busy = std::min(times.end - times.start, times.end - previous_end_);
        previous_end_ = times.end;
        now_ = std::max(now_, times.end) + host_time;
        LaunchResult result;
        result.busy = std::chrono::nanoseconds(static_cast<std::int64_t>(busy * 1e9));
        return result;
    }

private:
    static constexpr Seconds host_time = 20e-6;

    bool has_second_kernel_;
    std::vector<Seconds>& launches_;
    BlockModel model_{slots};
    std::size_t versions_ = 1;
    Seconds now_ = 0;
    Seconds previous_end_ = 0;
};

/// How long the launches of a while of mining take, without those at the start.
std::vector<Seconds> launch_times(bool has_second_kernel, std::uint32_t versions) {
    std::vector<Seconds> launches;
    const Algorithm& algorithm = *find_algorithm("sha256d");
    LaunchScanner scanner(algorithm, std::make_unique<ModelEngine>(has_second_kernel, launches));
    Work work;
    work.version_count = versions;
    constexpr Seconds scan_time = 0.075;
    const auto nonces =
        static_cast<std::uint64_t>(scan_time * ModelEngine::hashes_per_second) / versions;
    scanner.enqueue(work, {0, nonces}, {});
    for (int scans = 0; scans < 15; ++scans) {
        scanner.enqueue(work, {0, nonces}, {});
        (void)scanner.collect();
    }
    (void)scanner.collect();
    launches.erase(launches.begin(), launches.begin() + 20);
    return launches;
}

TEST(launch_pipeline, of_one_kernel_a_launch_settles_at_the_wanted_time) {
    for (const std::uint32_t versions : {1U, 8U}) {
        const auto times = launch_times(false, versions);
        EXPECT_GT(*std::ranges::min_element(times), 0.003);
        EXPECT_LT(*std::ranges::max_element(times), 0.005);
    }
}

// Why no kernel may follow a scan in its stream: it would wait until every block of the next launch
// has its place, so that a launch's end, and the time it is given, would be its successor's.
TEST(launch_pipeline, of_two_kernels_a_launch_swings_between_short_and_very_long_ones) {
    const auto times = launch_times(true, 8);
    EXPECT_GT(*std::ranges::max_element(times), 0.010);
}

}  // namespace
}  // namespace sluice::kernels
