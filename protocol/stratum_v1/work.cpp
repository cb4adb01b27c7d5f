#include "protocol/stratum_v1/work.hpp"

#include "base/hex.hpp"
#include "protocol/stratum_v1/limits.hpp"
#include "protocol/stratum_v1/parameters.hpp"

#include <algorithm>
#include <cmath>

namespace sluice::protocol::stratum_v1 {
namespace {

/// Whole numbers up to here are exact in a double.
constexpr double exact_integer_max = 9007199254740992.0;

/// A merkle branch this long stands for 2^24 transactions.
constexpr std::size_t branch_size_max = 24;

Hash256 swap_words(const Hash256& hash) {
    Hash256 swapped;
    for (std::size_t at = 0; at < swapped.bytes.size(); at += 4) {
        store_be32(swapped.bytes.data() + at, load_le32(hash.bytes.data() + at));
    }
    return swapped;
}

Result<std::vector<Hash256>, StratumError> branch_at(const Json& params, std::size_t index) {
    const Json* value = parameter(params, index);
    if (value == nullptr) {
        return Unexpected{StratumError::missing_parameter};
    }
    if (!value->is_array()) {
        return Unexpected{StratumError::wrong_type};
    }
    if (value->size() > branch_size_max) {
        return Unexpected{StratumError::out_of_range};
    }
    std::vector<Hash256> branch(value->size());
    for (std::size_t i = 0; i < branch.size(); ++i) {
        const auto text = text_at(*value, i);
        if (!text) {
            return Unexpected{text.error()};
        }
        if (!from_hex_into(*text, branch[i].bytes)) {
            return Unexpected{StratumError::not_hex};
        }
    }
    return branch;
}

/// What a pool means by mining.notify's ninth parameter, or by a boolean behind fields of its own.
bool is_clean(const Json& params) {
    constexpr std::size_t place = 8;
    if (params.size() <= place) {
        return false;
    }
    const Json& value = params[place];
    if (!value.is_boolean() && params.back().is_boolean()) {
        return params.back().get<bool>();
    }
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        return text == "true" || text == "True" || text == "1";
    }
    return value.is_boolean() ? value.get<bool>() : value.is_number() && value != 0;
}

}  // namespace

std::string to_prevhash_hex(const Hash256& previous) { return to_hex(swap_words(previous).bytes); }

std::optional<Hash256> from_prevhash_hex(std::string_view text) {
    Hash256 words;
    if (!from_hex_into(text, words.bytes)) {
        return std::nullopt;
    }
    return swap_words(words);
}

Json Notify::params() const {
    Json steps = Json::array();
    for (const Hash256& step : branch) {
        steps.push_back(to_hex(step.bytes));
    }
    return Json::array({job_id_json(job_id, job_id_is_number), to_prevhash_hex(previous),
                        to_hex(coinb1), to_hex(coinb2), steps, to_hex_be32(version),
                        to_hex_be32(bits), to_hex_be32(time), clean});
}

Result<Notify, StratumError> Notify::from_params(const Json& params) {
    const auto job_id = job_id_at(params, 0);
    const auto prevhash = text_at(params, 1);
    const auto coinb1 = bytes_at(params, 2);
    const auto coinb2 = bytes_at(params, 3);
    const auto branch = branch_at(params, 4);
    const auto version = hex32_at(params, 5);
    const auto bits = hex32_at(params, 6);
    const auto time = hex32_at(params, 7);
    for (const auto* text : {&job_id, &prevhash}) {
        if (!*text) {
            return Unexpected{text->error()};
        }
    }
    for (const auto* bytes : {&coinb1, &coinb2}) {
        if (!*bytes) {
            return Unexpected{bytes->error()};
        }
    }
    if (!branch) {
        return Unexpected{branch.error()};
    }
    for (const auto* number : {&version, &bits, &time}) {
        if (!*number) {
            return Unexpected{number->error()};
        }
    }
    const auto previous = from_prevhash_hex(*prevhash);
    if (!previous) {
        return Unexpected{StratumError::not_hex};
    }
    return Notify{.job_id = *job_id,
                  .previous = *previous,
                  .coinb1 = *coinb1,
                  .coinb2 = *coinb2,
                  .branch = *branch,
                  .version = *version,
                  .bits = *bits,
                  .time = *time,
                  .clean = is_clean(params),
                  .job_id_is_number = params[0].is_number()};
}

Json SetDifficulty::params() const {
    const double value = difficulty.value;
    if (value >= 1 && value <= exact_integer_max && std::floor(value) == value) {
        return Json::array({static_cast<std::uint64_t>(value)});
    }
    return Json::array({value});
}

Result<SetDifficulty, StratumError> SetDifficulty::from_params(const Json& params) {
    const auto difficulty = positive_number_at(params, 0);
    if (!difficulty) {
        return Unexpected{difficulty.error()};
    }
    return SetDifficulty{{*difficulty}};
}

Json SetExtranonce::params() const { return Json::array({to_hex(extranonce1), extranonce2_size}); }

Result<SetExtranonce, StratumError> SetExtranonce::from_params(const Json& params) {
    const auto extranonce1 = bytes_at(params, 0);
    if (!extranonce1) {
        return Unexpected{extranonce1.error()};
    }
    const auto size = count_at(params, 1, extranonce2_size_max);
    if (!size) {
        return Unexpected{size.error()};
    }
    if (extranonce1->size() > extranonce1_size_max || *size == 0) {
        return Unexpected{StratumError::out_of_range};
    }
    return SetExtranonce{*extranonce1, *size};
}

Json SetVersionMask::params() const { return Json::array({to_hex_be32(mask)}); }

Result<SetVersionMask, StratumError> SetVersionMask::from_params(const Json& params) {
    const Json* value = parameter(params, 0);
    if (value == nullptr) {
        return Unexpected{StratumError::missing_parameter};
    }
    const auto mask = mask_of(*value);
    if (!mask) {
        return Unexpected{StratumError::not_hex};
    }
    return SetVersionMask{*mask};
}

}  // namespace sluice::protocol::stratum_v1
