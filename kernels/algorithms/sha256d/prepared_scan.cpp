#include "kernels/algorithms/sha256d/prepared_scan.hpp"

#include <bit>

namespace sluice::kernels::sha256d {
namespace {

Words second_block_words(const Work& work) {
    Words known{};
    for (std::size_t t = 0; t < 3; ++t) {
        known[t] = load_be32(&work.header[block_size + 4 * t]);
    }
    known[4] = 0x80000000;  // the padding's one bit
    known[15] = 80 * 8;     // the message's length in bits
    known[16] = known_part(known, 16);
    known[17] = known_part(known, 17);

    Words words = known;
    for (std::size_t t = 18; t < words.size(); ++t) {
        words[t] = known_part(known, t);
    }
    return words;
}

PreparedVersion prepare_version(const Block& first_block, const Words& k_plus_words) {
    PreparedVersion version{.midstate = initial_state, .after_w3 = {}, .h_k_w = {}};
    compress(version.midstate, first_block);
    version.after_w3 = version.midstate;
    for (std::size_t t = 0; t < 4; ++t) {
        round(version.after_w3, k_plus_words[t]);
    }
    for (std::size_t i = 0; i < version.h_k_w.size(); ++i) {
        version.h_k_w[i] = version.after_w3[7 - i] + k_plus_words[4 + i];
    }
    return version;
}

/// The bits above the highest one of `number`.
std::uint32_t leading_zeros(std::uint32_t number) {
    return number == 0 ? ~0U : ~(~0U >> std::countl_zero(number));
}

}  // namespace

PreparedScan prepare_scan(const Work& work, std::span<const std::uint32_t> versions) {
    PreparedScan scan;
    scan.words = second_block_words(work);
    for (std::size_t t = 0; t < scan.words.size(); ++t) {
        scan.k_plus_words[t] = round_constants[t] + scan.words[t];
    }

    Block first_block;
    for (std::size_t i = 0; i < first_block.size(); ++i) {
        first_block[i] = load_be32(&work.header[4 * i]);
    }
    scan.version_count = static_cast<std::uint32_t>(versions.size());
    for (std::size_t v = 0; v < versions.size(); ++v) {
        first_block[0] = __builtin_bswap32(versions[v]);
        scan.versions[v] = prepare_version(first_block, scan.k_plus_words);
    }

    // The target is little-endian: its top word is the last.
    scan.target_top = __builtin_bswap32(load_be32(&work.target[28]));
    scan.zero_bits = __builtin_bswap32(leading_zeros(scan.target_top));
    return scan;
}

}  // namespace sluice::kernels::sha256d
