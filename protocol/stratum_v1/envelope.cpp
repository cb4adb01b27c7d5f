#include "protocol/stratum_v1/envelope.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <string>

namespace sluice::protocol::stratum_v1 {
namespace {

using Json = nlohmann::json;
using Kind = Envelope::Kind;

/// nlohmann's exception number for a number that no double can hold.
constexpr int number_overflow = 406;

/// Appends `text`, valid UTF-8, as a JSON string.
void append_json_string(BoundedText<id_size_max>& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    out.append("\"");
    for (const char& character : text) {
        const auto code = static_cast<unsigned char>(character);
        if (code < 0x20) {
            out.append("\\u00");
            out.append(digits.substr(code >> 4, 1));
            out.append(digits.substr(code & 0xf, 1));
            continue;
        }
        if (character == '"' || character == '\\') {
            out.append("\\");
        }
        out.append({&character, 1});
    }
    out.append("\"");
}

/// The SAX events of one line. Every event returns false to stop at the first mistake.
class Handler {
public:
    explicit Handler(Envelope& envelope) : envelope_(envelope) {}

    [[nodiscard]] std::optional<StratumError> error() const noexcept { return error_; }

    bool null() { return scalar(Kind::null, "null"); }
    bool boolean(bool) { return scalar(Kind::other, ""); }
    bool number_unsigned(Json::number_unsigned_t value) { return integer(value); }
    bool number_integer(Json::number_integer_t value) {
        // The lexer calls no zero signed but "-0".
        return value == 0 ? scalar(Kind::other, "-0") : integer(value);
    }
    bool number_float(Json::number_float_t, const std::string& text) {
        return scalar(Kind::other, text);
    }
    bool string(const std::string& text) { return scalar(Kind::text, text); }
    bool binary(const Json::binary_t&) { return fail(StratumError::not_json); }

    bool start_object(std::size_t) { return depth_ == 0 ? descend() : open(false); }
    bool start_array(std::size_t) {
        return depth_ == 0 ? fail(StratumError::not_an_object) : open(true);
    }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(const std::string& name) {
        if (depth_ == 1) {
            member_ = name == "id"       ? Member::id
                      : name == "method" ? Member::method
                      : name == "params" ? Member::params
                                         : Member::unknown;
        }
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& reason) {
        return fail(reason.id == number_overflow ? StratumError::out_of_range
                                                 : StratumError::not_json);
    }

private:
    enum class Member { unknown, id, method, params };

    bool fail(StratumError error) {
        error_ = error;
        return false;
    }

    template <class Integer>
    bool integer(Integer value) {
        std::array<char, 24> digits;
        const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
        return scalar(Kind::other, {digits.data(), static_cast<std::size_t>(end - digits.data())});
    }

    bool count() { return ++members_ <= json_members_max || fail(StratumError::too_many_members); }

    bool descend() { return ++depth_ <= json_depth_max || fail(StratumError::too_deep); }

    bool scalar(Kind kind, std::string_view text) {
        if (depth_ == 0) {
            return fail(StratumError::not_an_object);
        }
        if (depth_ == 1 && member_ == Member::id) {
            return count() && take_id(kind, text);
        }
        take(kind, text);
        return count();
    }

    bool take_id(Kind kind, std::string_view text) {
        envelope_.id.clear();
        if (kind == Kind::text) {
            append_json_string(envelope_.id, text);
        } else {
            envelope_.id.assign(text);
        }
        // An empty token is a boolean's; the quotes of an empty string are a token.
        return !envelope_.id.view().empty() || fail(StratumError::bad_id);
    }

    void take(Kind kind, std::string_view text) {
        if (depth_ == 1 && member_ == Member::method) {
            envelope_.method_kind = kind;
            envelope_.method.assign(kind == Kind::text ? text : std::string_view{});
        } else if (depth_ == 2 && in_parameters_) {
            if (parameter_ < envelope_.parameters.size()) {
                Envelope::Parameter& parameter = envelope_.parameters[parameter_];
                parameter.kind = kind;
                parameter.text.assign(kind == Kind::text ? text : std::string_view{});
            }
            ++parameter_;
        }
    }

    bool open(bool is_array) {
        if (depth_ == 1 && member_ == Member::id) {
            return fail(StratumError::bad_id);
        }
        take(Kind::other, "");
        if (depth_ == 1 && member_ == Member::params) {
            in_parameters_ = is_array;
            parameter_ = 0;
            for (Envelope::Parameter& parameter : envelope_.parameters) {
                parameter.kind = Kind::absent;
            }
        }
        return count() && descend();
    }

    bool close() {
        --depth_;
        in_parameters_ = in_parameters_ && depth_ > 1;
        return true;
    }

    Envelope& envelope_;
    std::optional<StratumError> error_;
    Member member_ = Member::unknown;
    int depth_ = 0;
    int members_ = 0;
    bool in_parameters_ = false;
    std::size_t parameter_ = 0;
};

}  // namespace

std::optional<StratumError> scan_envelope(std::string_view line, Envelope& envelope) {
    envelope.id.clear();
    envelope.method_kind = Kind::absent;
    envelope.method.clear();
    for (Envelope::Parameter& parameter : envelope.parameters) {
        parameter.kind = Kind::absent;
    }
    Handler handler(envelope);
    Json::sax_parse(line.begin(), line.end(), &handler);
    return handler.error();
}

}  // namespace sluice::protocol::stratum_v1
