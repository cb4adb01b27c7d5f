#include "protocol/stratum_v1/submit.hpp"

#include "base/hex.hpp"
#include "protocol/stratum_v1/parameters.hpp"

namespace sluice::protocol::stratum_v1 {

Json Submit::params() const {
    Json params = Json::array({worker, job_id_json(job_id, job_id_is_number),
                               to_hex(share.extranonce2.span()), to_hex_be32(share.time),
                               to_hex_be32(share.nonce)});
    if (share.version_bits) {
        params.push_back(to_hex_be32(*share.version_bits));
    }
    return params;
}

Result<Submit, StratumError> Submit::from_params(const Json& params) {
    std::array<std::string, 5> fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto text = i == 1 ? job_id_at(params, i) : text_at(params, i);
        if (!text) {
            return Unexpected{text.error()};
        }
        fields[i] = std::move(*text);
    }
    std::optional<std::string_view> version_bits;
    if (const Json* value = parameter(params, 5); value != nullptr && !value->is_null()) {
        if (!value->is_string()) {
            return Unexpected{StratumError::wrong_type};
        }
        version_bits = value->get_ref<const std::string&>();
    }
    const auto share = decode_share(fields[2], fields[3], fields[4], version_bits);
    if (!share) {
        return Unexpected{share.error()};
    }
    return Submit{std::move(fields[0]), std::move(fields[1]), *share, params[1].is_number()};
}

Result<SubmittedShare, StratumError> decode_share(
    std::string_view extranonce2, std::string_view time, std::string_view nonce,
    std::optional<std::string_view> version_bits) noexcept {
    SubmittedShare share;
    if (extranonce2.empty() || extranonce2.size() % 2 != 0 ||
        extranonce2.size() / 2 > extranonce2_size_max) {
        return Unexpected{StratumError::wrong_length};
    }
    share.extranonce2.size = extranonce2.size() / 2;
    if (!from_hex_into(extranonce2, {share.extranonce2.bytes.data(), share.extranonce2.size})) {
        return Unexpected{StratumError::not_hex};
    }
    const auto time_read = read_hex32(time);
    const auto nonce_read = read_hex32(nonce);
    for (const auto* number : {&time_read, &nonce_read}) {
        if (!*number) {
            return Unexpected{number->error()};
        }
    }
    share.time = *time_read;
    share.nonce = *nonce_read;
    if (version_bits && !version_bits->empty()) {
        const auto bits = read_hex32(*version_bits);
        if (!bits) {
            return Unexpected{bits.error()};
        }
        share.version_bits = *bits;
    }
    return share;
}

}  // namespace sluice::protocol::stratum_v1
