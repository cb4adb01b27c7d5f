#include "pool/dialects/stratum_v1/line_splitter.hpp"

#include <algorithm>
#include <cstring>

namespace sluice::pool {

std::span<char> LineSplitter::prepare() {
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        searched_ -= begin_;
        end_ -= begin_;
        begin_ = 0;
    }
    if (buffer_.size() - end_ < room_min) {
        buffer_.resize(std::max(buffer_.size() * 2, end_ + room_min));
    }
    return {buffer_.data() + end_, buffer_.size() - end_};
}

std::optional<std::string_view> LineSplitter::next() noexcept {
    constexpr std::string_view leading{"\0 \t", 3};
    constexpr std::string_view trailing{"\r \t"};
    while (searched_ < end_) {
        const auto* found = static_cast<const char*>(
            std::memchr(buffer_.data() + searched_, '\n', end_ - searched_));
        if (found == nullptr) {
            searched_ = end_;
            break;
        }
        const auto line_end = static_cast<std::size_t>(found - buffer_.data());
        std::string_view line{buffer_.data() + begin_, line_end - begin_};
        begin_ = searched_ = line_end + 1;
        line.remove_prefix(std::min(line.find_first_not_of(leading), line.size()));
        const auto last = line.find_last_not_of(trailing);
        if (last != std::string_view::npos) {
            return line.substr(0, last + 1);
        }
    }
    return std::nullopt;
}

}  // namespace sluice::pool
