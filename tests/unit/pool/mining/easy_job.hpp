#pragma once
/// Jobs whose shares a test finds in milliseconds, and the search for them.

#include "pool/jobs/job.hpp"
#include "protocol/pow/target.hpp"
#include "protocol/stratum_v1/submit.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace sluice::pool::test {

/// A share of this difficulty takes 4096 hashes.
inline constexpr double easy_difficulty = 0x1p-20;

/// Unix time of the job's template, and of every test's clock.
inline constexpr std::uint32_t job_time = 1'700'000'000;

/// When every test's steady clock starts.
inline constexpr std::chrono::steady_clock::time_point test_start{std::chrono::hours(1)};

struct JobShape {
    std::uint32_t id = 0x10;
    std::uint8_t previous = 1;        ///< which chain tip
    std::uint32_t bits = 0x1d00ffff;  ///< far out of a test's reach
    std::uint32_t version_mask = 0x1fff'e000;
    bool clean = false;
    const char* algorithm = "sha256d";
    std::chrono::steady_clock::time_point made_at = test_start;
};

[[nodiscard]] std::shared_ptr<const Job> make_job(const JobShape& shape = {});

/// What a miner varies; the nonce is found.
struct Search {
    std::uint32_t extranonce2 = 1;
    std::uint32_t time = job_time;
    std::uint32_t nonce_from = 0;
    std::optional<std::uint32_t> version_bits{};
};

/// The first share from `nonce_from` on whose hash meets `target`.
[[nodiscard]] protocol::stratum_v1::SubmittedShare solve(const Job& job,
                                                         std::span<const std::uint8_t> extranonce1,
                                                         const protocol::Target& target,
                                                         const Search& search = {});

/// The first share that the pool takes of a job of that age.
[[nodiscard]] protocol::stratum_v1::SubmittedShare solve_at_age(
    const Job& job, std::span<const std::uint8_t> extranonce1, const Search& search,
    std::chrono::seconds age, double difficulty = easy_difficulty);

}  // namespace sluice::pool::test
