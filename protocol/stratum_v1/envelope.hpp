#pragma once
/// One pass over a Stratum line with nlohmann's SAX interface: enforces the limits on depth and
/// members, and keeps the id as it was sent, the method and the first parameters in buffers of
/// fixed size. Builds no document. (The lexer keeps small buffers of its own.) Pure, any thread.

#include "protocol/stratum_v1/error.hpp"
#include "protocol/stratum_v1/limits.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice::protocol::stratum_v1 {

/// Text of at most N bytes. A longer one is remembered as too long and reads as empty.
template <std::size_t N>
class BoundedText {
public:
    void clear() noexcept {
        size_ = 0;
        too_long_ = false;
    }
    void assign(std::string_view text) noexcept {
        clear();
        append(text);
    }
    void append(std::string_view text) noexcept {
        if (too_long_ || text.size() > N - size_) {
            size_ = 0;
            too_long_ = true;
            return;
        }
        size_ += text.copy(bytes_.data() + size_, text.size());
    }
    [[nodiscard]] std::string_view view() const noexcept { return {bytes_.data(), size_}; }
    [[nodiscard]] bool too_long() const noexcept { return too_long_; }

private:
    std::array<char, N> bytes_;
    std::size_t size_ = 0;
    bool too_long_ = false;
};

struct Envelope {
    enum class Kind : std::uint8_t { absent, null, text, other };

    struct Parameter {
        Kind kind = Kind::absent;
        BoundedText<worker_size_max> text;  ///< of a string
    };
    /// mining.submit has five or six; more are ignored.
    static constexpr std::size_t parameters_kept = 6;

    BoundedText<id_size_max> id;  ///< a JSON token; empty when there was none
    Kind method_kind = Kind::absent;
    BoundedText<method_size_max> method;
    std::array<Parameter, parameters_kept> parameters;  ///< of a params array, not of an object

    [[nodiscard]] std::string_view id_or_null() const noexcept {
        return id.view().empty() ? std::string_view{"null"} : id.view();
    }
};

/// Reads `line` into `envelope`. On an error the envelope holds what stood before the mistake.
[[nodiscard]] std::optional<StratumError> scan_envelope(std::string_view line, Envelope& envelope);

}  // namespace sluice::protocol::stratum_v1
