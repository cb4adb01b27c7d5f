#include "kernels/algorithms/scrypt/scrypt.hpp"

#include "kernels/hash/sha256.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <vector>

namespace sluice::kernels::scrypt {
namespace {

using Bytes = std::span<const std::uint8_t>;

/// HMAC (RFC 2104) with one key: the hash values after the key's inner and outer block.
class HmacSha256 {
public:
    explicit HmacSha256(Bytes key) noexcept {
        std::array<std::uint8_t, sha256d::block_size> padded{};
        if (key.size() > padded.size()) {
            HashBytes hashed;
            sha256d::sha256(key, hashed);
            std::ranges::copy(hashed, padded.begin());
        } else {
            std::ranges::copy(key, padded.begin());
        }
        inner_ = after_pad(padded, 0x36);
        outer_ = after_pad(padded, 0x5c);
    }

    void operator()(Bytes message, HashBytes& out) const noexcept {
        HashBytes inner;
        sha256d::sha256_rest(inner_, sha256d::block_size, message, inner);
        sha256d::sha256_rest(outer_, sha256d::block_size, inner, out);
    }

private:
    static sha256d::State after_pad(std::array<std::uint8_t, sha256d::block_size> key,
                                    std::uint8_t pad) noexcept {
        sha256d::Block block;
        for (auto& byte : key) {
            byte ^= pad;
        }
        for (std::size_t i = 0; i < block.size(); ++i) {
            block[i] = sha256d::load_be32(&key[4 * i]);
        }
        sha256d::State state = sha256d::initial_state;
        sha256d::compress(state, block);
        return state;
    }

    sha256d::State inner_;
    sha256d::State outer_;
};

void quarter_round(std::uint32_t& a, std::uint32_t& b, std::uint32_t& c,
                   std::uint32_t& d) noexcept {
    b ^= std::rotl(a + d, 7);
    c ^= std::rotl(b + a, 9);
    d ^= std::rotl(c + b, 13);
    a ^= std::rotl(d + c, 18);
}

void xor_blocks(std::span<SalsaBlock> to, std::span<const SalsaBlock> from) noexcept {
    for (std::size_t i = 0; i < to.size(); ++i) {
        for (std::size_t k = 0; k < to[i].size(); ++k) {
            to[i][k] ^= from[i][k];
        }
    }
}

void copy_blocks(std::span<const SalsaBlock> from, std::span<SalsaBlock> to) noexcept {
    for (std::size_t i = 0; i < from.size(); ++i) {
        to[i] = from[i];
    }
}

void load_blocks(Bytes bytes, std::span<SalsaBlock> blocks) noexcept {
    for (SalsaBlock& block : blocks) {
        for (std::uint32_t& word : block) {
            word = static_cast<std::uint32_t>(bytes[0]) |
                   static_cast<std::uint32_t>(bytes[1]) << 8 |
                   static_cast<std::uint32_t>(bytes[2]) << 16 |
                   static_cast<std::uint32_t>(bytes[3]) << 24;
            bytes = bytes.subspan(4);
        }
    }
}

void store_blocks(std::span<const SalsaBlock> blocks, std::span<std::uint8_t> bytes) noexcept {
    for (const SalsaBlock& block : blocks) {
        for (const std::uint32_t word : block) {
            for (std::size_t i = 0; i < 4; ++i) {
                bytes[i] = static_cast<std::uint8_t>(word >> (8 * i));
            }
            bytes = bytes.subspan(4);
        }
    }
}

}  // namespace

void salsa20_8(SalsaBlock& block) noexcept {
    SalsaBlock x = block;
    for (int double_round = 0; double_round < 4; ++double_round) {
        quarter_round(x[0], x[4], x[8], x[12]);
        quarter_round(x[5], x[9], x[13], x[1]);
        quarter_round(x[10], x[14], x[2], x[6]);
        quarter_round(x[15], x[3], x[7], x[11]);
        quarter_round(x[0], x[1], x[2], x[3]);
        quarter_round(x[5], x[6], x[7], x[4]);
        quarter_round(x[10], x[11], x[8], x[9]);
        quarter_round(x[15], x[12], x[13], x[14]);
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
        block[i] += x[i];
    }
}

void block_mix(std::span<const SalsaBlock> in, std::span<SalsaBlock> out) noexcept {
    assert(in.size() == out.size() && in.size() % 2 == 0 && !in.empty());
    SalsaBlock x = in.back();
    for (std::size_t i = 0; i < in.size(); ++i) {
        xor_blocks({&x, 1}, in.subspan(i, 1));
        salsa20_8(x);
        // Even blocks come first, odd ones behind them (step 3).
        out[i / 2 + (i % 2) * (in.size() / 2)] = x;
    }
}

void ro_mix(std::span<SalsaBlock> b, std::size_t n, std::span<SalsaBlock> scratch) noexcept {
    assert(std::has_single_bit(n) && n > 1);
    assert(scratch.size() >= b.size() * (n + 1));
    const auto mixed = scratch.subspan(n * b.size(), b.size());
    const auto v = [&](std::size_t i) { return scratch.subspan(i * b.size(), b.size()); };
    for (std::size_t i = 0; i < n; ++i) {
        copy_blocks(b, v(i));
        block_mix(v(i), b);
    }
    for (std::size_t i = 0; i < n; ++i) {
        // Integerify: the last block as a little-endian number, modulo a power of two.
        const std::uint64_t low = static_cast<std::uint64_t>(b.back()[1]) << 32 | b.back()[0];
        xor_blocks(b, v(low & (n - 1)));
        block_mix(b, mixed);
        copy_blocks(mixed, b);
    }
}

void pbkdf2_hmac_sha256(Bytes password, Bytes salt, std::uint32_t iterations,
                        std::span<std::uint8_t> out) {
    const HmacSha256 hmac(password);
    std::vector<std::uint8_t> salt_and_index(salt.begin(), salt.end());
    salt_and_index.resize(salt.size() + 4);
    for (std::uint32_t index = 1; !out.empty(); ++index) {
        for (std::size_t i = 0; i < 4; ++i) {
            salt_and_index[salt.size() + i] = static_cast<std::uint8_t>(index >> (24 - 8 * i));
        }
        HashBytes u;
        hmac(salt_and_index, u);
        HashBytes t = u;
        for (std::uint32_t c = 1; c < iterations; ++c) {
            hmac(HashBytes(u), u);
            for (std::size_t i = 0; i < t.size(); ++i) {
                t[i] ^= u[i];
            }
        }
        const std::size_t size = std::min(out.size(), t.size());
        std::copy_n(t.begin(), size, out.begin());
        out = out.subspan(size);
    }
}

void scrypt(Bytes password, Bytes salt, const Parameters& cost, std::span<SalsaBlock> scratch,
            std::span<std::uint8_t> out) {
    std::vector<SalsaBlock> b(2 * cost.r * cost.p);
    std::vector<std::uint8_t> bytes(b.size() * sizeof(SalsaBlock));
    pbkdf2_hmac_sha256(password, salt, 1, bytes);
    load_blocks(bytes, b);
    for (std::size_t i = 0; i < cost.p; ++i) {
        ro_mix(std::span(b).subspan(2 * cost.r * i, 2 * cost.r), cost.n, scratch);
    }
    store_blocks(b, bytes);
    pbkdf2_hmac_sha256(password, bytes, 1, out);
}

void scrypt(Bytes password, Bytes salt, const Parameters& cost, std::span<std::uint8_t> out) {
    std::vector<SalsaBlock> scratch(scratch_blocks(cost.n, cost.r));
    scrypt(password, salt, cost, scratch, out);
}

void litecoin_hash(Bytes header, HashBytes& out) noexcept {
    assert(header.size() == header_size);
    scrypt(header, header, litecoin, out);
}

}  // namespace sluice::kernels::scrypt
