#pragma once
/// A device and a scanner for tests that do what a script says, on whatever thread calls them.

#include "kernels/api/device.hpp"
#include "kernels/registry/algorithms.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace sluice::miner {

inline const kernels::Algorithm& sha256d() { return *kernels::find_algorithm("sha256d"); }

struct Enqueued {
    kernels::Work work;
    kernels::NonceRange range;
};

/// Everything was hashed and nothing found.
inline kernels::ScanResult done(const Enqueued& scan) {
    kernels::ScanResult result;
    result.nonces_done = scan.range.count;
    result.hashes_done = scan.range.count * std::max(1u, scan.work.version_count);
    return result;
}

inline kernels::ScanResult device_error(const std::string& text) {
    kernels::ScanResult result;
    result.device_error = text;
    return result;
}

/// Answers every scan by a script, and remembers what it was asked.
class ScriptedScanner final : public kernels::Scanner {
public:
    using Script = std::function<kernels::ScanResult(const Enqueued&)>;

    ScriptedScanner(std::size_t depth, Script script) : depth_(depth), script_(std::move(script)) {}

    std::size_t depth() const noexcept override { return depth_; }
    std::size_t scratch_bytes() const noexcept override { return scratch_bytes_; }
    void enqueue(const kernels::Work& work, kernels::NonceRange range,
                 kernels::StopToken) override {
        in_flight_.push_back({work, range});
        in_flight_most_ = std::max(in_flight_most_, in_flight_.size());
    }
    using Scanner::collect;
    kernels::ScanResult collect(const kernels::HitNotice& on_hit) override {
        const Enqueued scan = in_flight_.front();
        in_flight_.pop_front();
        kernels::ScanResult result = script_(scan);
        std::ranges::for_each(result.hits, on_hit);
        return result;
    }

    void set_scratch_bytes(std::size_t bytes) { scratch_bytes_ = bytes; }
    std::size_t in_flight_most() const { return in_flight_most_; }

private:
    std::size_t depth_;
    Script script_;
    std::deque<Enqueued> in_flight_;
    std::size_t in_flight_most_ = 0;
    std::size_t scratch_bytes_ = 0;
};

/// A GPU with one kernel, "fast", or others.
class FakeDevice final : public kernels::Device {
public:
    using MakeScanner = std::function<kernels::MakeScannerResult(const std::string& kernel,
                                                                 const kernels::LaunchShape&)>;

    explicit FakeDevice(MakeScanner make) : make_(std::move(make)) {}

    const kernels::DeviceInfo& info() const noexcept override { return details; }
    std::vector<kernels::KernelInfo> kernels(const kernels::Algorithm&) const override {
        return kernel_list;
    }
    std::vector<kernels::LaunchShape> launch_shapes(const kernels::Algorithm&,
                                                    std::string_view) const override {
        return shapes;
    }
    using Device::make_scanner;
    kernels::MakeScannerResult make_scanner(const kernels::Algorithm&, std::string_view kernel,
                                            const kernels::LaunchShape& shape,
                                            const kernels::StepNotice& notice) override {
        notice(kernels::ScannerStep::test);
        const std::string name{kernel.empty() ? kernel_list.front().name : kernel};
        kernels::MakeScannerResult made = make_(name, shape);
        made.kernel = name;
        return made;
    }

    kernels::DeviceInfo details{.backend = "cuda",
                                .index = 0,
                                .name = "Fake GPU",
                                .parallel_scanners = 1,
                                .driver = "fake 1.0",
                                .pci_bus_id = {}};
    std::vector<kernels::KernelInfo> kernel_list{
        {.name = "fast", .eligible = true, .ineligible = {}}};
    std::vector<kernels::LaunchShape> shapes;

private:
    MakeScanner make_;
};

inline kernels::MakeScannerResult made(ScriptedScanner::Script script) {
    kernels::MakeScannerResult result;
    result.scanner = std::make_unique<ScriptedScanner>(2, std::move(script));
    return result;
}

inline kernels::MakeScannerResult not_made(const std::string& error) {
    kernels::MakeScannerResult result;
    result.error = error;
    return result;
}

/// Holds threads up until it is opened.
class Gate {
public:
    void pass() {
        std::unique_lock lock{mutex_};
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }
    void open() {
        const std::lock_guard lock{mutex_};
        open_ = true;
        changed_.notify_all();
    }
    /// Returns when so many threads have come to the gate.
    void await(int threads) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return waiting_ >= threads; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;
    bool open_ = false;
};

}  // namespace sluice::miner
