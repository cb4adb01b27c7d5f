#pragma once
/// Reads a mining.submit line with nlohmann's SAX interface: no document is built, and the fields
/// land in buffers of fixed size inside the reader. (The lexer keeps small buffers of its own.)
/// One reader serves one thread; what it gives is valid until its next read().

#include "protocol/stratum/error.hpp"
#include "protocol/stratum/limits.hpp"
#include "protocol/stratum/submit.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace sluice::protocol::stratum {

/// Text of at most N bytes. A longer one is remembered as too long and reads as empty.
template <std::size_t N>
class BoundedText {
public:
    void clear() noexcept { size_ = 0, too_long_ = false; }
    void assign(std::string_view text) noexcept {
        too_long_ = text.size() > N;
        size_ = too_long_ ? 0 : text.copy(bytes_.data(), N);
    }
    [[nodiscard]] std::string_view view() const noexcept { return {bytes_.data(), size_}; }
    [[nodiscard]] bool too_long() const noexcept { return too_long_; }

private:
    std::array<char, N> bytes_{};
    std::size_t size_ = 0;
    bool too_long_ = false;
};

class SubmitReader {
public:
    enum class Kind {
        submit,     ///< share(), worker() and job_id() may be asked
        other,      ///< well-formed, another method or a reply: give it to read_message()
        malformed,  ///< error() says why
    };

    /// Reads one line without its newline; the caller bounds its length.
    [[nodiscard]] Kind read(std::string_view line);

    [[nodiscard]] StratumError error() const noexcept { return error_; }
    /// The id as a JSON token with the digits that were sent; "null" when there was none.
    [[nodiscard]] std::string_view id() const noexcept;
    [[nodiscard]] std::string_view worker() const noexcept { return fields_[0].view(); }
    [[nodiscard]] std::string_view job_id() const noexcept { return fields_[1].view(); }
    [[nodiscard]] Result<SubmittedShare, StratumError> share() const noexcept;

private:
    friend class SubmitHandler;

    static constexpr std::size_t field_count = 6;
    using Field = BoundedText<worker_size_max>;

    BoundedText<id_size_max> id_;
    std::array<Field, field_count> fields_;
    std::array<bool, field_count> is_text_{};  ///< the parameter was there, as a string
    bool version_bits_bad_ = false;            ///< the sixth is neither a string nor null
    StratumError error_ = StratumError::not_json;
};

}  // namespace sluice::protocol::stratum
