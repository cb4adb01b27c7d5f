#pragma once
/// The version of the kernels as a whole.

namespace sluice::kernels {

/// Goes up with every change to a kernel's speed or name: what was measured with another version
/// (the miner's choice of a kernel, a GPU's launch shape) is measured again.
inline constexpr int kernels_version = 4;

}  // namespace sluice::kernels
