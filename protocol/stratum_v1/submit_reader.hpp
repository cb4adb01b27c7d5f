#pragma once
/// Reads mining.submit lines on a pool's hot path: one SAX pass, no document, and no allocation of
/// its own (see envelope.hpp). One reader serves one thread; what it gives is valid until its next
/// read().

#include "protocol/stratum_v1/envelope.hpp"
#include "protocol/stratum_v1/error.hpp"
#include "protocol/stratum_v1/submit.hpp"

#include <string_view>

namespace sluice::protocol::stratum_v1 {

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
    [[nodiscard]] std::string_view id() const noexcept { return envelope_.id_or_null(); }
    /// Empty when it is too long for any authorised worker.
    [[nodiscard]] std::string_view worker() const noexcept {
        return envelope_.parameters[0].text.view();
    }
    [[nodiscard]] std::string_view job_id() const noexcept {
        return envelope_.parameters[1].text.view();
    }
    /// The numbers, when the first five parameters are there and are strings.
    [[nodiscard]] Result<SubmittedShare, StratumError> share() const noexcept;

private:
    Envelope envelope_;
    StratumError error_ = StratumError::not_json;
};

}  // namespace sluice::protocol::stratum_v1
