#pragma once
/// Reports the step that a long operation is about to start. The functions are as thread-safe as
/// what they call.

#include "kernels/api/device.hpp"
#include "miner/base/worker_handle.hpp"

#include <functional>

namespace sluice::miner {

/// Called before each call into a device that might never return. False: nobody needs the answer
/// any more.
using ProgressCallback = std::function<bool(WorkerPhase next)>;

/// For what nobody watches or ends.
[[nodiscard]] inline bool unwatched(WorkerPhase) { return true; }

/// The same for the steps of a new scanner; `alive` must outlive it.
[[nodiscard]] inline kernels::StepNotice notice_to(const ProgressCallback& alive) {
    return [&alive](kernels::ScannerStep step) {
        (void)alive(step == kernels::ScannerStep::build ? WorkerPhase::starting
                                                        : WorkerPhase::testing);
    };
}

}  // namespace sluice::miner
