#include "protocol/stratum_v1/error.hpp"

namespace sluice::protocol::stratum_v1 {

std::string_view message(StratumError error) noexcept {
    switch (error) {
        case StratumError::not_json:
            return "Not valid JSON";
        case StratumError::too_deep:
            return "JSON nested too deeply";
        case StratumError::too_many_members:
            return "Too many JSON members";
        case StratumError::not_an_object:
            return "Not a JSON object (one request a line, no batches)";
        case StratumError::bad_id:
            return "Id must be a number, a short string or null";
        case StratumError::no_method:
            return "Method must be a string";
        case StratumError::missing_parameter:
            return "Missing parameter";
        case StratumError::wrong_type:
            return "Parameter of the wrong type";
        case StratumError::not_hex:
            return "Parameter is not hexadecimal";
        case StratumError::wrong_length:
            return "Parameter of the wrong length";
        case StratumError::out_of_range:
            return "Parameter out of range";
    }
    return "";
}

std::string_view message(RejectCode code) noexcept {
    switch (code) {
        case RejectCode::other:
            return "Other";
        case RejectCode::job_not_found:
            return "Job not found";
        case RejectCode::duplicate_share:
            return "Duplicate share";
        case RejectCode::low_difficulty:
            return "Low difficulty share";
        case RejectCode::unauthorized_worker:
            return "Unauthorized worker";
        case RejectCode::not_subscribed:
            return "Not subscribed";
    }
    return "";
}

}  // namespace sluice::protocol::stratum_v1
