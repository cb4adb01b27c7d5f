#pragma once
/// LaunchEngine over OpenCL: one algorithm's kernel on one device, in a context of its own, so that
/// a device error ends with it. Kernels run one after another in one queue; a second queue brings
/// hits back while the next launch runs. Belongs to one thread.

#include "kernels/gpu/launch_engine.hpp"
#include "kernels/gpu/opencl/launch_plan.hpp"
#include "kernels/gpu/opencl/opencl_handles.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sluice::kernels::opencl {

class OpenClEngine final : public LaunchEngine {
public:
    /// `program` was built for `plan` in `context`. Throws Error, of is_out_of_memory() when the
    /// device has not the memory of the plan.
    OpenClEngine(const OpenClKernel& kernel, const LaunchPlan& plan, const Context& context,
                 cl_device_id device, const Program& program);
    ~OpenClEngine() override;

    [[nodiscard]] LaunchLimits limits() const noexcept override { return plan_.limits; }
    [[nodiscard]] std::size_t scratch_bytes() const noexcept override {
        return plan_.scratch_bytes;
    }
    void prepare(std::size_t place, const Work& work,
                 std::span<const std::uint32_t> versions) override;
    void launch(std::size_t slot, std::size_t place, NonceRange range, PieceRange pieces) override;
    [[nodiscard]] LaunchResult wait(std::size_t slot) override;

private:
    struct Place {
        std::vector<std::byte> scan;  ///< stays while it is being written to the device
        Buffer buffer;
        Event written;
        std::uint32_t version_count = 0;
        std::string error;
    };
    struct Slot {
        Buffer hits;
        std::vector<cl_uint> hits_read;
        NonceRange range;
        Event first;    ///< kernel of the launch
        Event last;     ///< kernel of the launch
        Event read;     ///< of the hits
        Event emptied;  ///< the hits are set to none
        std::string error;
    };

    [[nodiscard]] cl_uint versions_together() const noexcept;
    void enqueue_kernels(Slot& slot, const Place& place, PieceRange pieces);
    [[nodiscard]] std::span<const Kernel> functions_of(PieceRange pieces) const noexcept;
    void read_hits(Slot& slot);
    void add_candidates(const Slot& slot, LaunchResult& result) const;
    void add_times(const Slot& slot, LaunchResult& result);

    const OpenClKernel& kernel_;
    LaunchPlan plan_;
    Queue kernels_queue_;
    Queue transfers_queue_;
    std::vector<Kernel> functions_;
    Buffer scratch_;
    std::array<Place, places> places_;
    std::array<Slot, slots> slots_;
    std::uint64_t last_end_ns_ = 0;  ///< of the device's clock; 0: nothing was launched
};

}  // namespace sluice::kernels::opencl
