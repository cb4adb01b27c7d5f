#pragma once
/// Why a Stratum line could not be read, and the codes with which a pool refuses a request. Pure
/// values, any thread.

#include <string_view>

namespace sluice::protocol::stratum_v1 {

/// A peer's mistake in one line.
enum class StratumError {
    not_json,
    too_deep,
    too_many_members,
    not_an_object,
    bad_id,
    no_method,
    missing_parameter,
    wrong_type,
    not_hex,
    wrong_length,
    out_of_range,
};

/// What was wrong and what would be right, short enough for an error reply.
[[nodiscard]] std::string_view message(StratumError error) noexcept;

/// Error codes of the field, first element of a reply's error array.
enum class RejectCode : int {
    other = 20,
    job_not_found = 21,
    duplicate_share = 22,
    low_difficulty = 23,
    unauthorized_worker = 24,
    not_subscribed = 25,
};

/// The field's customary text of each code.
[[nodiscard]] std::string_view message(RejectCode code) noexcept;

}  // namespace sluice::protocol::stratum_v1
