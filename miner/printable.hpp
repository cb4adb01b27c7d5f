#pragma once
/// What the kernels' library has to make a peer's text fit for a log line. Pure, any thread.

#include "kernels/printable.hpp"

namespace sluice::miner {

using kernels::printable;
using kernels::printable_size_max;

}  // namespace sluice::miner
