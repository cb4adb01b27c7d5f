#include "protocol/stratum_v1/handshake.hpp"

#include "base/hex.hpp"
#include "base/printable.hpp"
#include "protocol/stratum_v1/limits.hpp"
#include "protocol/stratum_v1/parameters.hpp"

#include <algorithm>

namespace sluice::protocol::stratum_v1 {
namespace {

constexpr std::string_view mask_key = "version-rolling.mask";
constexpr std::string_view min_bits_key = "version-rolling.min-bit-count";
constexpr std::string_view minimum_difficulty_key = "minimum-difficulty.value";
constexpr std::string_view info_prefix = "info.";

/// A number, or its text; nothing else says how many bits are needed.
std::uint32_t bit_count(const Json& value) {
    if (value.is_number_unsigned()) {
        return static_cast<std::uint32_t>(std::min<std::uint64_t>(value.get<std::uint64_t>(), 32));
    }
    // The text is hexadecimal wherever it was seen ("00000010"), as BIP 310 writes masks.
    return std::min<std::uint32_t>(mask_of(value).value_or(0), 32);
}

/// A value for an error message: short scalars as they are, never the inside of a list or object.
std::string shown(const Json& value) {
    if (value.is_structured()) {
        return (value.is_array() ? "a list of " : "an object of ") + std::to_string(value.size());
    }
    constexpr std::size_t size_max = 48;
    std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
    return text.size() <= size_max ? text : text.substr(0, size_max) + "...";
}

}  // namespace

bool Configure::asks(std::string_view extension) const {
    return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

Json Configure::params() const {
    Json options = Json::object();
    if (version_mask) {
        options[std::string(mask_key)] = to_hex_be32(*version_mask);
    }
    if (version_min_bits != 0) {
        options[std::string(min_bits_key)] = version_min_bits;
    }
    if (minimum_difficulty) {
        options[std::string(minimum_difficulty_key)] = *minimum_difficulty;
    }
    for (const auto& [name, value] : info) {
        options[std::string(info_prefix) + name] = value;
    }
    return Json::array({extensions, options});
}

Result<Configure, StratumError> Configure::from_params(const Json& params) {
    const Json* asked = parameter(params, 0);
    if (asked == nullptr) {
        return Unexpected{StratumError::missing_parameter};
    }
    if (!asked->is_array()) {
        return Unexpected{StratumError::wrong_type};
    }
    Configure configure;
    for (const Json& extension : *asked) {
        if (!extension.is_string()) {
            return Unexpected{StratumError::wrong_type};
        }
        configure.extensions.push_back(extension.get<std::string>());
    }
    const Json* options = parameter(params, 1);
    if (options == nullptr || !options->is_object()) {
        return configure;
    }
    for (const auto& [key, value] : options->items()) {
        if (key == mask_key) {
            configure.version_mask = mask_of(value);
            if (!configure.version_mask) {
                return Unexpected{StratumError::not_hex};
            }
        } else if (key == min_bits_key) {
            configure.version_min_bits = bit_count(value);
        } else if (key == minimum_difficulty_key) {
            configure.minimum_difficulty = positive_number(value);
        } else if (key.starts_with(info_prefix) && value.is_string()) {
            configure.info.emplace(key.substr(info_prefix.size()), value.get<std::string>());
        }
    }
    return configure;
}

bool ConfigureReply::accepts(std::string_view extension) const {
    const auto found = accepted.find(std::string(extension));
    return found != accepted.end() && found->second;
}

Json ConfigureReply::result() const {
    Json result = Json::object();
    for (const auto& [extension, accept] : accepted) {
        result[extension] = accept;
    }
    if (version_mask) {
        result[std::string(mask_key)] = to_hex_be32(*version_mask);
    }
    return result;
}

Result<ConfigureReply, StratumError> ConfigureReply::from_result(const Json& result) {
    if (!result.is_object()) {
        return Unexpected{StratumError::wrong_type};
    }
    ConfigureReply reply;
    for (const auto& [key, value] : result.items()) {
        if (key == mask_key) {
            reply.version_mask = mask_of(value);
            if (!reply.version_mask) {
                return Unexpected{StratumError::not_hex};
            }
        } else if (key.find('.') == std::string::npos) {
            // BIP 310: true, or false, or the text of an error.
            reply.accepted.emplace(key, value.is_boolean() && value.get<bool>());
        }
    }
    return reply;
}

Json Subscribe::params() const {
    return session ? Json::array({agent, *session}) : Json::array({agent});
}

Result<Subscribe, StratumError> Subscribe::from_params(const Json& params) {
    Subscribe subscribe;
    if (const Json* agent = parameter(params, 0); agent != nullptr && agent->is_string()) {
        for (const char character : agent->get_ref<const std::string&>()) {
            if (character >= 0x20 && character < 0x7f && subscribe.agent.size() < agent_size_max) {
                subscribe.agent.push_back(character);
            }
        }
    }
    if (const Json* session = parameter(params, 1); session != nullptr && session->is_string()) {
        subscribe.session = session->get<std::string>();
    }
    return subscribe;
}

Json SubscribeReply::result() const {
    return Json::array({Json::array({Json::array({"mining.set_difficulty", session}),
                                     Json::array({"mining.notify", session})}),
                        to_hex(extranonce1), extranonce2_size});
}

Result<SubscribeReply, StratumError> SubscribeReply::from_result(const Json& result) {
    const auto extranonce1 = bytes_at(result, 1);
    if (!extranonce1) {
        return Unexpected{extranonce1.error()};
    }
    const auto size = count_at(result, 2, extranonce2_size_max);
    if (!size) {
        return Unexpected{size.error()};
    }
    if (extranonce1->size() > extranonce1_size_max || *size == 0) {
        return Unexpected{StratumError::out_of_range};
    }
    SubscribeReply reply{"", *extranonce1, *size};
    // [[method, id], ...], or one such pair by itself; pools that cannot resume send others.
    const Json* subscriptions = parameter(result, 0);
    for (std::size_t i = 0; subscriptions->is_array() && i < subscriptions->size(); ++i) {
        const Json& entry = (*subscriptions)[i];
        const Json& pair = entry.is_array() ? entry : *subscriptions;
        const auto method = text_at(pair, 0);
        const auto session = text_at(pair, 1);
        if (method && session && (*method == "mining.notify" || reply.session.empty())) {
            reply.session = *session;
        }
    }
    return reply;
}

std::string SubscribeReply::fault_of(const Json& result) {
    if (!result.is_array() || result.size() < 3) {
        return "the result is " + shown(result) +
               ", not [subscriptions, extranonce1, extranonce2_size]";
    }
    if (const auto bytes = bytes_at(result, 1); !bytes || bytes->size() > extranonce1_size_max) {
        return "extranonce1 is " + shown(result[1]) + ", not 0 to " +
               std::to_string(extranonce1_size_max) + " bytes in hexadecimal";
    }
    return "extranonce2_size is " + shown(result[2]) + ", not a whole number from 1 to " +
           std::to_string(extranonce2_size_max);
}

Json Authorize::params() const { return Json::array({worker, password}); }

Result<Authorize, StratumError> Authorize::from_params(const Json& params) {
    const auto worker = text_at(params, 0);
    if (!worker) {
        return Unexpected{worker.error()};
    }
    if (worker->empty() || worker->size() > worker_size_max) {
        return Unexpected{StratumError::wrong_length};
    }
    if (has_controls(*worker)) {
        return Unexpected{StratumError::out_of_range};
    }
    Authorize authorize{*worker, ""};
    if (auto password = text_at(params, 1)) {
        authorize.password = std::move(*password);
    }
    return authorize;
}

Result<BoolReply, StratumError> BoolReply::from_result(const Json& result) {
    if (!result.is_boolean()) {
        return Unexpected{StratumError::wrong_type};
    }
    return BoolReply{result.get<bool>()};
}

}  // namespace sluice::protocol::stratum_v1
