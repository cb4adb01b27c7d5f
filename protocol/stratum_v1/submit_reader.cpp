#include "protocol/stratum_v1/submit_reader.hpp"

namespace sluice::protocol::stratum_v1 {

SubmitReader::Kind SubmitReader::read(std::string_view line) {
    if (const auto error = scan_envelope(line, envelope_)) {
        error_ = *error;
        return Kind::malformed;
    }
    return envelope_.method.view() == Submit::method ? Kind::submit : Kind::other;
}

Result<SubmittedShare, StratumError> SubmitReader::share() const noexcept {
    const auto& parameters = envelope_.parameters;
    for (std::size_t i = 0; i < 5; ++i) {
        if (parameters[i].kind != Envelope::Kind::text) {
            return Unexpected{parameters[i].kind == Envelope::Kind::absent
                                  ? StratumError::missing_parameter
                                  : StratumError::wrong_type};
        }
    }
    std::optional<std::string_view> version_bits;
    if (parameters[5].kind == Envelope::Kind::text) {
        if (parameters[5].text.too_long()) {
            return Unexpected{StratumError::wrong_length};
        }
        version_bits = parameters[5].text.view();
    } else if (parameters[5].kind == Envelope::Kind::other) {
        return Unexpected{StratumError::wrong_type};
    }
    return decode_share(parameters[2].text.view(), parameters[3].text.view(),
                        parameters[4].text.view(), version_bits);
}

}  // namespace sluice::protocol::stratum_v1
