#include "kernels/api/scanner.hpp"

namespace sluice::kernels {

ScanResult scan(Scanner& scanner, const Work& work, NonceRange range, StopToken stop) {
    scanner.enqueue(work, range, stop);
    return scanner.collect();
}

}  // namespace sluice::kernels
