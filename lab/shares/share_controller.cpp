#include "lab/shares/share_controller.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice::lab {
namespace {

constexpr std::array<ShareControllerRow, 6> rows{{
    {"sluice", "Gamma-Poisson estimate, moves when the error exceeds its own uncertainty", 18, 10,
     make_sluice},
    {"btcpool", "powers of two by the shares of a window of 900 s", 6, 30, make_btcpool},
    {"ckpool", "moving average of 300 s with a band, looks only when shares come", 18, 3600,
     make_ckpool},
    {"datum", "halves or doubles, jumps x4 and more after 8 fast shares", 8, 40, make_datum},
    {"miningcore", "mean of the last 10 gaps within +-30 %, every 90 s", 4, 30, make_miningcore},
    {"public-pool", "powers of two by the time of the last 31 shares, every 60 s", 2, 60,
     make_public_pool},
}};

}  // namespace

std::span<const ShareControllerRow> share_controllers() noexcept { return rows; }

double power_of_two_below(double value) noexcept {
    int exponent = 0;
    (void)std::frexp(value, &exponent);  // value = mantissa * 2^exponent, 1/2 <= mantissa < 1
    return std::ldexp(1.0, exponent - 1);
}

}  // namespace sluice::lab
