#pragma once
/// LineSplitter turns received bytes into lines and keeps what is not yet a line, within a limit.
/// Forgives what clients send around lines: "\r\n", blank lines, NUL bytes in front. Not
/// thread-safe.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace sluice::pool {

class LineSplitter {
public:
    explicit LineSplitter(std::size_t line_size_max) : line_size_max_(line_size_max) {}

    /// Room to receive into. Ends the life of all lines given before.
    [[nodiscard]] std::span<char> prepare();
    /// `size` bytes were received into the room.
    void commit(std::size_t size) noexcept { end_ += size; }

    /// The next whole line without its end, never blank.
    [[nodiscard]] std::optional<std::string_view> next() noexcept;

    /// The line being received is longer than the limit; nothing more can come of this stream.
    [[nodiscard]] bool overflowed() const noexcept { return end_ - begin_ > line_size_max_; }

    /// What was received and not given yet.
    [[nodiscard]] std::string_view pending() const noexcept {
        return {buffer_.data() + begin_, end_ - begin_};
    }

private:
    static constexpr std::size_t room_min = 512;

    const std::size_t line_size_max_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;     ///< first byte of the line being received
    std::size_t searched_ = 0;  ///< no line end before here
    std::size_t end_ = 0;
};

}  // namespace sluice::pool
