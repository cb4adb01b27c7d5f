#include "lab/sim/gap_histogram.hpp"

namespace sluice::lab::sim {

double GapHistogram::quantile(double part) const {
    const double rank = part * static_cast<double>(total_);
    double below = 0;
    for (std::size_t bin = 0; bin < bins; ++bin) {
        const auto count = static_cast<double>(counts_[bin]);
        if (count > 0 && below + count >= rank) {
            const auto low = std::bit_cast<double>((first_bin + bin) << bin_shift);
            const auto high = std::bit_cast<double>((first_bin + bin + 1) << bin_shift);
            return low + (high - low) * (rank - below) / count;
        }
        below += count;
    }
    return 0;
}

}  // namespace sluice::lab::sim
