#include "protocol/pow/hash256.hpp"

#include "base/hex.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <new>

namespace sluice::protocol {
namespace {

struct DigestContext {
    std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm{
        EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free};
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                    &EVP_MD_CTX_free};

    DigestContext() {
        if (!algorithm || !context) {
            throw std::bad_alloc();
        }
    }
};

std::array<std::uint8_t, 32> sha256_of_parts(std::span<const ByteSpan> parts) {
    thread_local const DigestContext digest;
    std::array<std::uint8_t, 32> out;
    EVP_DigestInit_ex2(digest.context.get(), digest.algorithm.get(), nullptr);
    for (const ByteSpan part : parts) {
        EVP_DigestUpdate(digest.context.get(), part.data(), part.size());
    }
    EVP_DigestFinal_ex(digest.context.get(), out.data(), nullptr);
    return out;
}

}  // namespace

std::array<std::uint8_t, 32> sha256(ByteSpan bytes) { return sha256_of_parts({&bytes, 1}); }

Hash256 sha256d(ByteSpan bytes) { return sha256d_of_parts({&bytes, 1}); }

Hash256 sha256d_of_parts(std::span<const ByteSpan> parts) {
    return Hash256{sha256(sha256_of_parts(parts))};
}

std::string to_display_hex(const Hash256& hash) {
    std::array<std::uint8_t, 32> reversed = hash.bytes;
    std::reverse(reversed.begin(), reversed.end());
    return to_hex(reversed);
}

std::optional<Hash256> from_display_hex(std::string_view text) {
    Hash256 hash;
    if (!from_hex_into(text, hash.bytes)) {
        return std::nullopt;
    }
    std::reverse(hash.bytes.begin(), hash.bytes.end());
    return hash;
}

}  // namespace sluice::protocol
