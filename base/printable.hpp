#pragma once
/// Makes text from outside (a pool's, a node's, a driver's, a file's) fit for a terminal, a log
/// line, the ledger and the page. Pure, any thread.

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice {

/// A message, reason or name in a log line.
inline constexpr std::size_t printable_size_max = 256;

/// At most `size_max` bytes of `text`, "..." where there are more, with everything but printable
/// ASCII replaced: no terminal escape, no forged log line.
[[nodiscard]] inline std::string printable(std::string_view text,
                                           std::size_t size_max = printable_size_max,
                                           char replacement = '?') {
    std::string clean{text.substr(0, size_max)};
    for (char& c : clean) {
        if (c < 0x20 || c > 0x7e) {
            c = replacement;
        }
    }
    if (text.size() > size_max) {
        clean += "...";
    }
    return clean;
}

/// Whether valid UTF-8 holds characters that end a line or change how text around them is shown:
/// C0 and C1 controls, line and paragraph separators, bidirectional controls (UAX #9, table 3).
[[nodiscard]] bool has_controls(std::string_view utf8) noexcept;

/// Characters of valid UTF-8: columns of a terminal, but for what is twice as wide.
[[nodiscard]] std::size_t width_of(std::string_view utf8) noexcept;

}  // namespace sluice
