#include "base/bytes.hpp"

namespace sluice {

void append_compact_size(Bytes& out, std::uint64_t value) {
    if (value < 0xfd) {
        out.push_back(static_cast<std::uint8_t>(value));
    } else if (value <= 0xffff) {
        out.push_back(0xfd);
        append_le(out, static_cast<std::uint16_t>(value));
    } else if (value <= 0xffff'ffff) {
        out.push_back(0xfe);
        append_le(out, static_cast<std::uint32_t>(value));
    } else {
        out.push_back(0xff);
        append_le(out, value);
    }
}

}  // namespace sluice
