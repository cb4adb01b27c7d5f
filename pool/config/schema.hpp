#pragma once
/// The schema: one row for every configuration key. The reader, its checks, the reference page and
/// the example file are made from these rows alone, so a new key is one field of PoolConfig and one
/// row. Constant tables, any thread.

#include "pool/config/pool_config.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sluice::pool {

/// The field that a row fills; its type says what the file must hold.
using FieldRef = std::variant<std::string*, std::int64_t*, double*, bool*, std::uint32_t*,
                              std::vector<std::string>*, std::vector<Endpoint>*, HttpUrl*, int*,
                              std::size_t*, std::chrono::seconds*, std::chrono::milliseconds*>;

/// Bounds of a number's value, of a text's length or of the entries of a list.
struct KeyRange {
    double min = 0;
    double max = 0;           ///< 0: no bounds
    std::string_view unit{};  ///< of a number: what it counts; empty: it has no unit

    [[nodiscard]] constexpr bool bounded() const noexcept { return max > 0; }
};

/// What every row says.
struct KeyInfo {
    std::string_view section{};
    std::string_view name{};
    KeyRange range{};
    std::string_view help{};                      ///< one line
    std::span<const std::string_view> choices{};  ///< empty: any
};

/// A key of a section that stands once in the file.
struct PoolKey {
    KeyInfo info{};
    FieldRef (*field)(PoolConfig&) = nullptr;
};

/// A key of one [[embedded.deployment]].
struct DeploymentKey {
    KeyInfo info{};
    FieldRef (*field)(difficulty::Deployment&) = nullptr;
};

struct SectionInfo {
    std::string_view name;
    std::string_view help;  ///< one line
};

/// In the order of the reference page.
[[nodiscard]] std::span<const SectionInfo> config_sections() noexcept;
[[nodiscard]] std::span<const PoolKey> pool_keys() noexcept;
[[nodiscard]] std::span<const DeploymentKey> deployment_keys() noexcept;

inline constexpr std::string_view deployment_section = "embedded.deployment";
inline constexpr std::string_view votes_section = "votes";

/// Bytes of `pool.reward_script`: the longest standard one (a key and two opcodes) has 67; more
/// would only lengthen every job.
inline constexpr std::size_t reward_script_size_max = 128;
/// Version bits have 29 places (BIP9), so no chain has more deployments at a time.
inline constexpr std::size_t deployments_max = 29;
/// Names in [votes]; a pool may keep votes of past deployments.
inline constexpr std::size_t votes_max = 64;
/// Bytes of a deployment's name.
inline constexpr std::size_t deployment_name_size_max = 64;

}  // namespace sluice::pool
