#include "kernels/algorithms/sha256d/row.hpp"
#include "kernels/verify/known_header.hpp"

namespace sluice::kernels::sha256d {
namespace {

// Blocks of the Bitcoin chain.
constexpr KnownHeader known_header_table[] = {
    // Height 0.
    known_header("0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd"
                 "7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c",
                 "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"),
    // Height 125552.
    known_header("0100000081cd02ab7e569e8bcd9317e2fe99f2de44d49ab2b8851ba4a308000000000000e320b6c2"
                 "fffc8d750423db8b1eb942ae710e951ed797f7affc8892b0f1fc122bc7f5d74df2b9441a42a14695",
                 "00000000000000001e8d6829a8a21adc5d38d0a473b144b6765798e61f98bd1d"),
    // Height 830000.
    known_header("0080ee2578a3104f1a64159e5a953a4a1015795a1e66894bf7c00200000000000000000070adb2fd"
                 "1ac9b017ea1a2e66457af0514dfbae502efd20473e6e77c2d4cf568a410fc9655dba0317403497a1",
                 "000000000000000000011d55599ed27d7efca05f5849b755319c89eb2cffbc1f"),
};

}  // namespace

std::span<const KnownHeader> known_headers() noexcept { return known_header_table; }

}  // namespace sluice::kernels::sha256d
