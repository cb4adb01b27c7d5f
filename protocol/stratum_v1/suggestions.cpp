#include "protocol/stratum_v1/suggestions.hpp"

#include "base/hex.hpp"
#include "protocol/stratum_v1/parameters.hpp"

namespace sluice::protocol::stratum_v1 {

Json SuggestDifficulty::params() const { return Json::array({difficulty.value}); }

Result<SuggestDifficulty, StratumError> SuggestDifficulty::from_params(const Json& params) {
    const auto difficulty = positive_number_at(params, 0);
    if (!difficulty) {
        return Unexpected{difficulty.error()};
    }
    return SuggestDifficulty{{*difficulty}};
}

Json SuggestTarget::params() const {
    return Json::array({to_display_hex(to_hash256(target.value))});
}

Result<SuggestTarget, StratumError> SuggestTarget::from_params(const Json& params) {
    const auto text = text_at(params, 0);
    if (!text) {
        return Unexpected{text.error()};
    }
    const auto hash = from_display_hex(*text);
    if (!hash) {
        return Unexpected{StratumError::not_hex};
    }
    const SuggestTarget suggestion{{to_uint256(*hash)}};
    if (suggestion.target.value == 0) {
        return Unexpected{StratumError::out_of_range};
    }
    return suggestion;
}

Result<ExtranonceSubscribe, StratumError> ExtranonceSubscribe::from_params(const Json&) {
    return ExtranonceSubscribe{};
}

Json MultiVersion::params() const { return Json::array({count}); }

Result<MultiVersion, StratumError> MultiVersion::from_params(const Json& params) {
    const Json* value = parameter(params, 0);
    if (value == nullptr) {
        return Unexpected{StratumError::missing_parameter};
    }
    if (!value->is_number_integer()) {
        return Unexpected{StratumError::wrong_type};
    }
    return MultiVersion{value->get<std::int64_t>()};
}

Json Capabilities::params() const {
    Json supported = Json::object();
    for (const std::string& name : names) {
        supported[name] = Json::object();
    }
    return Json::array({supported});
}

Result<Capabilities, StratumError> Capabilities::from_params(const Json& params) {
    const Json* supported = parameter(params, 0);
    if (supported == nullptr || !supported->is_object()) {
        return Unexpected{supported == nullptr ? StratumError::missing_parameter
                                               : StratumError::wrong_type};
    }
    Capabilities capabilities;
    for (const auto& [name, details] : supported->items()) {
        capabilities.names.push_back(name);
    }
    return capabilities;
}

Json GetTransactions::params() const { return Json::array({job_id}); }

Result<GetTransactions, StratumError> GetTransactions::from_params(const Json& params) {
    auto job_id = text_at(params, 0);
    if (!job_id) {
        return Unexpected{job_id.error()};
    }
    return GetTransactions{std::move(*job_id)};
}

Json GetTransactionsReply::result() const {
    Json result = Json::array();
    for (const Bytes& transaction : transactions) {
        result.push_back(to_hex(transaction));
    }
    return result;
}

Result<GetTransactionsReply, StratumError> GetTransactionsReply::from_result(const Json& result) {
    if (!result.is_array()) {
        return Unexpected{StratumError::wrong_type};
    }
    GetTransactionsReply reply;
    for (std::size_t i = 0; i < result.size(); ++i) {
        auto bytes = bytes_at(result, i);
        if (!bytes) {
            return Unexpected{bytes.error()};
        }
        reply.transactions.push_back(std::move(*bytes));
    }
    return reply;
}

Result<Ping, StratumError> Ping::from_params(const Json&) { return Ping{}; }

Result<PingReply, StratumError> PingReply::from_result(const Json& result) {
    if (result != "pong") {
        return Unexpected{StratumError::wrong_type};
    }
    return PingReply{};
}

}  // namespace sluice::protocol::stratum_v1
