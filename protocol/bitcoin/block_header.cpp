#include "protocol/bitcoin/block_header.hpp"

#include <algorithm>

namespace sluice::protocol {

HeaderBytes serialize(const BlockHeader& header) noexcept {
    HeaderBytes bytes;
    store_le32(bytes.data(), header.version);
    std::copy(header.previous.bytes.begin(), header.previous.bytes.end(), bytes.begin() + 4);
    std::copy(header.merkle_root.bytes.begin(), header.merkle_root.bytes.end(), bytes.begin() + 36);
    store_le32(bytes.data() + 68, header.time);
    store_le32(bytes.data() + 72, header.bits);
    store_le32(bytes.data() + 76, header.nonce);
    return bytes;
}

BlockHeader parse_header(std::span<const std::uint8_t, block_header_size> bytes) noexcept {
    BlockHeader header;
    header.version = load_le32(bytes.data());
    std::copy_n(bytes.begin() + 4, 32, header.previous.bytes.begin());
    std::copy_n(bytes.begin() + 36, 32, header.merkle_root.bytes.begin());
    header.time = load_le32(bytes.data() + 68);
    header.bits = load_le32(bytes.data() + 72);
    header.nonce = load_le32(bytes.data() + 76);
    return header;
}

Hash256 block_id(const BlockHeader& header) { return sha256d(serialize(header)); }

}  // namespace sluice::protocol
