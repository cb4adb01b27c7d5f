#pragma once
/// The Scanner of GPU backends: cuts scans into launches of a few milliseconds, keeps two of them
/// in flight, also from one scan to the next, so that the device never waits for the host, looks at
/// the stop token before each, and re-verifies every candidate by the reference. Belongs to one
/// thread.

#include "kernels/api/algorithm.hpp"
#include "kernels/api/scanner.hpp"
#include "kernels/gpu/launch_engine.hpp"
#include "kernels/gpu/launch_sizer.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace sluice::kernels {

class LaunchScanner final : public Scanner {
public:
    /// `algorithm` must outlive the scanner.
    LaunchScanner(const Algorithm& algorithm, std::unique_ptr<LaunchEngine> engine);

    [[nodiscard]] std::size_t depth() const noexcept override { return LaunchEngine::places; }
    [[nodiscard]] std::size_t scratch_bytes() const noexcept override {
        return engine_->scratch_bytes();
    }
    [[nodiscard]] std::uint64_t launch_nonces(std::uint64_t versions) const noexcept override {
        return sizer_.fixed_nonces(versions);
    }
    /// Launches at once what fits into free slots.
    void enqueue(const Work& work, NonceRange range, StopToken stop) override;
    using Scanner::collect;
    [[nodiscard]] ScanResult collect(const HitNotice& on_hit) override;

private:
    struct Scan {
        Work work;
        NonceRange range;
        StopToken stop;
        std::vector<std::uint32_t> versions;
        std::size_t place;
        std::uint64_t nonces_launched = 0;  ///< with all their pieces
        NonceRange started{};               ///< behind these
        std::uint32_t pieces_launched = 0;  ///< of `started`
        std::size_t launches_in_flight = 0;
        bool failed = false;  ///< one of its launches did
        ScanResult result;
    };
    struct Launch {
        Scan* scan;
        NonceRange range;
        PieceRange pieces;
        std::size_t slot;
    };

    void fill_slots();
    void launch_next(Scan& scan);
    void finish_oldest_launch(const HitNotice& on_hit);
    void count(const Launch& launch, const LaunchResult& launched);
    void add_hits(Scan& scan, const NonceRange& range, const LaunchResult& launched,
                  const HitNotice& on_hit);

    const Algorithm& algorithm_;
    std::unique_ptr<LaunchEngine> engine_;
    LaunchSizer sizer_;
    std::uint32_t pieces_;    ///< of a range
    std::deque<Scan> scans_;  ///< oldest first; a deque's elements stay where they are
    std::deque<Launch> launches_;
    std::uint64_t scans_enqueued_ = 0;
    std::uint64_t launches_made_ = 0;
    std::string error_;  ///< of the device, the first; nothing is launched behind it
};

}  // namespace sluice::kernels
