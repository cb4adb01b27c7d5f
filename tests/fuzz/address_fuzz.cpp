// Addresses: any text is a payable script or an error with words, and networks that take the same
// text agree on the script. The input is tried as it is, and as edits of good addresses, so that
// what lies behind the checksums is reached.

#include "protocol/bitcoin/address.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace sluice;
using namespace sluice::protocol;

/// The longest standard output script: a witness program of 40 bytes after two opcodes.
constexpr std::size_t script_size_max = 42;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

constexpr std::array<std::string_view, 7> good_addresses{
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc",
    "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
    "ecregtest:prfhcnyqnl5cgrnmlfmms675w93ld7mvvq9jcw0zsn",
    "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9"};

void check_address(std::string_view text) {
    std::optional<Bytes> known;
    for (const ChainParams& chain : chain_params) {
        const auto script = script_of_address(text, chain);
        if (!script) {
            require(!script.error().empty());
            continue;
        }
        require(script->size() >= 4 && script->size() <= script_size_max);
        require(!known || *known == *script);
        known = *script;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    check_address({reinterpret_cast<const char*>(data), size});
    for (const std::string_view good : good_addresses) {
        std::string edited(good);
        for (std::size_t i = 0; i + 1 < size; i += 2) {
            edited[data[i] % edited.size()] = static_cast<char>(data[i + 1]);
        }
        check_address(edited);
    }
    return 0;
}
