#include "kernels/algorithms/scrypt/row.hpp"
#include "kernels/verify/known_header.hpp"

namespace sluice::kernels::scrypt {
namespace {

// Blocks of the Litecoin chain, with their proof-of-work hash (the block's id is another one).
constexpr KnownHeader known_header_table[] = {
    // Height 0.
    known_header("0100000000000000000000000000000000000000000000000000000000000000"
                 "00000000d9ced4ed1130f7b7faad9be25323ffafa33232a17c3edf6cfd97bee6"
                 "bafbdd97b9aa8e4ef0ff0f1ecd513f7c",
                 "0000050c34a64b415b6b15b37f2216634b5b1669cb9a2e38d76f7213b0671e00"),
    // Of July 2013; the first example of Litecoin Core's src/test/scrypt_tests.cpp.
    known_header("020000004c1271c211717198227392b029a64a7971931d351b387bb80db027f2"
                 "70411e398a07046f7d4a08dd815412a8712f874a7ebf0507e3878bd24e20a3b7"
                 "3fd750a667d2f451eac7471b00de6659",
                 "00000000002bef4107f882f6115e0b01f348d21195dacd3582aa2dabd7985806"),
};

}  // namespace

std::span<const KnownHeader> known_headers() noexcept { return known_header_table; }

}  // namespace sluice::kernels::scrypt
