#pragma once
/// ExtranonceAllocator gives every session of every shard its own extranonce1, so that no two of
/// them hash the same coinbase. A session id names the extranonce1 and the run of the pool it was
/// given in: after a restart nothing is resumed, since the shares of earlier runs are forgotten and
/// could be submitted twice. Thread-safe.

#include "pool/server/server_options.hpp"

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace sluice::pool {

using Extranonce1 = std::array<std::uint8_t, extranonce1_size>;

class ExtranonceAllocator {
public:
    /// `run` is random: it tells this run of the pool from others, and where counting starts.
    explicit ExtranonceAllocator(std::uint64_t run);

    /// One that no session holds.
    [[nodiscard]] Extranonce1 allocate();
    /// The one that `session_id` names, if it is of this run and free.
    [[nodiscard]] std::optional<Extranonce1> resume(std::string_view session_id);
    void release(const Extranonce1& extranonce1);

    [[nodiscard]] std::string session_id(const Extranonce1& extranonce1) const;

private:
    const std::uint32_t run_;
    std::mutex mutex_;
    std::uint32_t next_;
    std::unordered_set<std::uint32_t> held_;
};

}  // namespace sluice::pool
