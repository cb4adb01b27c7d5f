#include "base/excerpt.hpp"

#include <algorithm>

namespace sluice {

std::string excerpt(std::string_view text, std::size_t size_max) {
    std::string out(text.substr(0, size_max));
    std::ranges::replace_if(
        out, [](unsigned char letter) { return letter < 0x20 || letter >= 0x7f; }, ' ');
    return text.size() > size_max ? out + "..." : out;
}

}  // namespace sluice
