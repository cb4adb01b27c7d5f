#include "kernels/gpu/opencl/opencl_engine.hpp"

#include <algorithm>
#include <cassert>

namespace sluice::kernels::opencl {
namespace {

/// The count, then pairs of the nonce's offset and the version's index.
constexpr std::size_t hits_words = 1 + 2 * hits_max;
constexpr cl_uint no_hits = 0;

std::uint64_t round_up(std::uint64_t number, std::uint64_t unit) {
    return (number + unit - 1) / unit * unit;
}

}  // namespace

OpenClEngine::OpenClEngine(const OpenClKernel& kernel, const LaunchPlan& plan,
                           const Context& context, cl_device_id device, const Program& program)
    : kernel_(kernel),
      plan_(plan),
      kernels_queue_(make_queue(context, device)),
      transfers_queue_(make_queue(context, device)) {
    for (const char* const function : kernel.functions) {
        functions_.push_back(make_kernel(program, function));
    }
    const std::vector<std::byte> no_scan = kernel.scan_bytes(Work{}, {});
    for (Place& place : places_) {
        place.buffer = make_buffer(context, no_scan.size());
    }
    for (Slot& slot : slots_) {
        slot.hits = make_buffer(context, hits_words * sizeof(cl_uint));
        slot.hits_read.resize(hits_words);
        wait_for(enqueue_write(transfers_queue_, slot.hits, &no_hits, sizeof(no_hits)));
    }
    if (plan.scratch_bytes != 0) {
        scratch_ = make_buffer(context, plan.scratch_bytes);
        wait_for(enqueue_write(kernels_queue_, scratch_, &no_hits, sizeof(no_hits)));
    }
}

OpenClEngine::~OpenClEngine() {
    kernels_queue_.api().Finish(kernels_queue_.get());
    transfers_queue_.api().Finish(transfers_queue_.get());
}

void OpenClEngine::prepare(std::size_t place_index, const Work& work,
                           std::span<const std::uint32_t> versions) {
    Place& place = places_[place_index];
    try {
        if (place.written.get() != nullptr) {
            wait_for(place.written);
        }
        place.scan = kernel_.scan_bytes(work, versions);
        place.version_count = static_cast<std::uint32_t>(versions.size());
        place.written =
            enqueue_write(kernels_queue_, place.buffer, place.scan.data(), place.scan.size());
    } catch (const Error& error) {
        place.error = error.what();
    }
}

void OpenClEngine::launch(std::size_t slot_index, std::size_t place_index, NonceRange range,
                          PieceRange pieces) {
    Slot& slot = slots_[slot_index];
    const Place& place = places_[place_index];
    slot.range = range;
    slot.error = place.error;
    if (!slot.error.empty()) {
        return;
    }
    try {
        enqueue_kernels(slot, place, pieces);
        read_hits(slot);
    } catch (const Error& error) {
        slot.error = error.what();
    }
}

/// Versions of one run: as many as share a message schedule, or, in scratch memory, all of them.
cl_uint OpenClEngine::versions_together() const noexcept {
    return plan_.scratch_bytes == 0 ? plan_.shape[launch::versions] : versions_max;
}

void OpenClEngine::enqueue_kernels(Slot& slot, const Place& place, PieceRange pieces) {
    slot.first = Event{};
    const auto nonces = static_cast<cl_uint>(slot.range.count);
    const cl_uint together = versions_together();
    const std::uint64_t block_threads = plan_.shape[launch::block_threads];
    assert(plan_.scratch_bytes == 0 || nonces * place.version_count <= plan_.shape[launch::hashes]);
    for (cl_uint version = 0; version < place.version_count; version += together) {
        const cl_uint count = std::min(together, place.version_count - version);
        const std::uint64_t items =
            round_up(kernel_.work_items(plan_.shape, nonces, count), block_threads);
        for (const Kernel& function : functions_of(pieces)) {
            set_argument(function, 0, place.buffer);
            set_argument(function, 1, static_cast<cl_uint>(slot.range.first));
            set_argument(function, 2, nonces);
            set_argument(function, 3, version);
            set_argument(function, 4, count);
            set_argument(function, 5, slot.hits);
            if (plan_.scratch_bytes != 0) {
                set_argument(function, 6, scratch_);
                set_argument(function, 7, cl_uint{pieces.first});
                set_argument(function, 8, cl_uint{pieces.count});
            }
            slot.last = enqueue_kernel(kernels_queue_, function, items, block_threads);
            if (slot.first.get() == nullptr) {
                slot.first = retain(slot.last);
            }
        }
    }
    flush(kernels_queue_);
}

std::span<const Kernel> OpenClEngine::functions_of(PieceRange pieces) const noexcept {
    std::span<const Kernel> functions = functions_;
    if (pieces.end() != plan_.limits.pieces) {
        functions = functions.first(functions.size() - 1);
    }
    return pieces.first == 0 ? functions : functions.subspan(1);
}

void OpenClEngine::read_hits(Slot& slot) {
    slot.read = enqueue_read(transfers_queue_, slot.hits, slot.hits_read.data(),
                             hits_words * sizeof(cl_uint), slot.last);
    slot.emptied = enqueue_write(transfers_queue_, slot.hits, &no_hits, sizeof(no_hits));
    flush(transfers_queue_);
}

LaunchResult OpenClEngine::wait(std::size_t slot_index) {
    Slot& slot = slots_[slot_index];
    LaunchResult result;
    result.error = slot.error;
    if (!result.error.empty()) {
        return result;
    }
    try {
        wait_for(slot.last);
        wait_for(slot.read);
        add_candidates(slot, result);
        wait_for(slot.emptied);
        add_times(slot, result);
    } catch (const Error& error) {
        result.error = error.what();
    }
    return result;
}

void OpenClEngine::add_candidates(const Slot& slot, LaunchResult& result) const {
    const std::size_t found = slot.hits_read.front();
    result.overflowed = found > hits_max;
    for (std::size_t i = 0; i < std::min(found, hits_max); ++i) {
        result.candidates.push_back(
            {slot.range.first + slot.hits_read[1 + 2 * i], slot.hits_read[2 + 2 * i]});
    }
}

void OpenClEngine::add_times(const Slot& slot, LaunchResult& result) {
    const std::uint64_t start = start_ns(slot.first);
    const std::uint64_t end = end_ns(slot.last);
    const std::uint64_t free_since = last_end_ns_ == 0 ? start : last_end_ns_;
    result.busy = std::chrono::nanoseconds(end - std::min(end, std::max(start, free_since)));
    result.idle = std::chrono::nanoseconds(start - std::min(start, free_since));
    last_end_ns_ = end;
}

}  // namespace sluice::kernels::opencl
