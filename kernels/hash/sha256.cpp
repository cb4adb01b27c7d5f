#include "kernels/hash/sha256.hpp"

#include <algorithm>

namespace sluice::kernels::sha256d {
namespace {

void store_be32(std::uint8_t* out, std::uint32_t value) noexcept {
    for (int shift = 24; shift >= 0; shift -= 8) {
        *out++ = static_cast<std::uint8_t>(value >> shift);
    }
}

Block load_block(const std::uint8_t* bytes) noexcept {
    Block block;
    for (std::size_t i = 0; i < block.size(); ++i) {
        block[i] = load_be32(bytes + 4 * i);
    }
    return block;
}

}  // namespace

std::uint32_t load_be32(const std::uint8_t* bytes) noexcept {
    return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
           static_cast<std::uint32_t>(bytes[2]) << 8 | static_cast<std::uint32_t>(bytes[3]);
}

void compress(State& hash, const Block& block) noexcept {
    std::array<std::uint32_t, 64> w;
    std::ranges::copy(block, w.begin());
    for (std::size_t t = 16; t < w.size(); ++t) {
        w[t] = small_sigma1(w[t - 2]) + w[t - 7] + small_sigma0(w[t - 15]) + w[t - 16];
    }
    State working = hash;
    for (std::size_t t = 0; t < w.size(); ++t) {
        round(working, round_constants[t] + w[t]);
    }
    for (std::size_t i = 0; i < hash.size(); ++i) {
        hash[i] += working[i];
    }
}

void sha256_rest(State hash, std::uint64_t hashed_bytes, std::span<const std::uint8_t> rest,
                 HashBytes& out) noexcept {
    const std::uint64_t length_bits = (hashed_bytes + rest.size()) * 8;
    for (; rest.size() >= block_size; rest = rest.subspan(block_size)) {
        compress(hash, load_block(rest.data()));
    }

    // Padding (5.1.1): a one bit, zeros, and the length in bits as a 64-bit big-endian number.
    std::array<std::uint8_t, 2 * block_size> last{};
    std::ranges::copy(rest, last.begin());
    last[rest.size()] = 0x80;
    const std::size_t last_size = rest.size() + 9 <= block_size ? block_size : 2 * block_size;
    store_be32(&last[last_size - 8], static_cast<std::uint32_t>(length_bits >> 32));
    store_be32(&last[last_size - 4], static_cast<std::uint32_t>(length_bits));
    for (std::size_t at = 0; at < last_size; at += block_size) {
        compress(hash, load_block(&last[at]));
    }

    for (std::size_t i = 0; i < hash.size(); ++i) {
        store_be32(&out[4 * i], hash[i]);
    }
}

void sha256(std::span<const std::uint8_t> message, HashBytes& out) noexcept {
    sha256_rest(initial_state, 0, message, out);
}

void sha256d(std::span<const std::uint8_t> message, HashBytes& out) noexcept {
    HashBytes once;
    sha256(message, once);
    sha256(once, out);
}

}  // namespace sluice::kernels::sha256d
