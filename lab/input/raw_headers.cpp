#include "lab/input/raw_headers.hpp"

#include "base/hex.hpp"

#include <algorithm>

namespace sluice::lab {
namespace {

using protocol::BlockHeader;
using protocol::Hash256;

std::vector<BlockHeader> whole_headers(std::string_view content) {
    std::vector<BlockHeader> headers(content.size() / protocol::block_header_size);
    for (BlockHeader& header : headers) {
        protocol::HeaderBytes bytes{};
        std::ranges::copy(content.substr(0, bytes.size()), bytes.begin());
        content.remove_prefix(bytes.size());
        header = protocol::parse_header(bytes);
    }
    return headers;
}

/// Why headers[index] does not follow the one before it, whose parents may come later.
std::string broken_link(const std::vector<BlockHeader>& headers, std::size_t index,
                        difficulty::Height first_height) {
    const Hash256& parent = headers[index].previous;
    const auto found = std::ranges::find(headers, parent, protocol::block_id);
    if (found != headers.end()) {
        const auto distance = static_cast<difficulty::Height>(found - headers.begin());
        return "is out of order: its parent is the header at height " +
               std::to_string(first_height + distance) +
               "; headers must come in the order of the chain";
    }
    return "is not linked: its parent " + protocol::to_display_hex(parent) +
           " is not the header before it, " +
           protocol::to_display_hex(protocol::block_id(headers[index - 1]));
}

}  // namespace

Result<std::vector<BlockHeader>, std::string> parse_raw_headers(
    std::string_view content, const std::string& file,
    std::optional<difficulty::Height> named_height) {
    const difficulty::Height first_height = named_height.value_or(0);
    const auto header_at = [&](std::size_t index) {
        return file + ": header " + std::to_string(index + 1) + " (height " +
               std::to_string(first_height + index) + ") ";
    };
    std::vector<BlockHeader> headers = whole_headers(content);
    for (std::size_t i = 1; i < headers.size(); ++i) {
        if (headers[i].previous != protocol::block_id(headers[i - 1])) {
            return Unexpected{header_at(i) + broken_link(headers, i, first_height)};
        }
    }
    const std::size_t rest = content.size() % protocol::block_header_size;
    if (rest != 0 || headers.empty()) {
        return Unexpected{header_at(headers.size()) + "is truncated: " + std::to_string(rest) +
                          " of 80 bytes"};
    }
    if (!named_height && headers.front().previous != Hash256{}) {
        return Unexpected{file +
                          ": the headers do not begin with a genesis block: say the height of the "
                          "first, such as --first-height 822528"};
    }
    return headers;
}

}  // namespace sluice::lab
