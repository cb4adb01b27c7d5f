#include "kernels/sha256d/prepared_scan.hpp"

namespace sluice::kernels::sha256d {

PreparedScan prepare_scan(const Work& work, std::span<const std::uint32_t> versions) {
    PreparedScan scan;

    Block first;
    for (std::size_t i = 0; i < first.size(); ++i) {
        first[i] = load_be32(&work.header[4 * i]);
    }
    auto& w = scan.words;
    w = {};
    for (std::size_t i = 0; i < 3; ++i) {
        w[i] = load_be32(&work.header[block_size + 4 * i]);
    }
    w[4] = 0x80000000;  // the padding's one bit
    w[15] = 80 * 8;     // the message's length in bits
    w[16] = small_sigma1(w[14]) + w[9] + small_sigma0(w[1]) + w[0];
    w[17] = small_sigma1(w[15]) + w[10] + small_sigma0(w[2]) + w[1];

    scan.version_count = static_cast<std::uint32_t>(versions.size());
    for (std::size_t v = 0; v < versions.size(); ++v) {
        auto& [midstate, after_w2] = scan.versions[v];
        first[0] = __builtin_bswap32(versions[v]);
        midstate = initial_state;
        compress(midstate, first);
        after_w2 = midstate;
        for (std::size_t t = 0; t < 3; ++t) {
            round(after_w2, round_constants[t] + w[t]);
        }
    }

    scan.target_top = static_cast<std::uint32_t>(work.target[31]) << 24 |
                      static_cast<std::uint32_t>(work.target[30]) << 16 |
                      static_cast<std::uint32_t>(work.target[29]) << 8 |
                      static_cast<std::uint32_t>(work.target[28]);
    return scan;
}

}  // namespace sluice::kernels::sha256d
