#pragma once
/// Recorded headers as version bits look at them, read from a file: raw 80-byte headers one after
/// another, or CSV with the columns height and signalled (0 or 1) or version (hex), and time if
/// known. Regular use is single-threaded.

#include "base/result.hpp"
#include "difficulty/signalling/version_bits.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sluice::lab {

/// A part of a chain from some height on.
struct VoteRecord {
    difficulty::Height first_height = 0;
    std::vector<std::uint32_t> versions;
    std::vector<std::int64_t> times;  ///< as many as versions, or none

    bool operator==(const VoteRecord&) const = default;
};

/// That part as version bits look at it. Blocks below it, which the file does not show, are silent;
/// the last `blocks_guessed` of them carry its first timestamp, the others the timestamp 0.
class RecordedVotes final : public difficulty::SignalView {
public:
    /// Blocks of a record without timestamps take `assumed_time`.
    RecordedVotes(VoteRecord record, std::int64_t assumed_time, std::uint64_t blocks_guessed)
        : record_(std::move(record)),
          assumed_time_(assumed_time),
          blocks_guessed_(blocks_guessed) {}

    [[nodiscard]] difficulty::Height first_height() const noexcept { return record_.first_height; }
    [[nodiscard]] bool has_times() const noexcept { return !record_.times.empty(); }

    [[nodiscard]] difficulty::Height next_height() const override {
        return record_.first_height + record_.versions.size();
    }
    [[nodiscard]] std::int64_t time_at(difficulty::Height height) const override;
    [[nodiscard]] std::uint32_t version_at(difficulty::Height height) const override {
        return height < first_height() ? 0 : record_.versions[height - first_height()];
    }
    /// One branch only: the height names the block.
    [[nodiscard]] protocol::Hash256 id_at(difficulty::Height height) const override;

private:
    VoteRecord record_;
    std::int64_t assumed_time_;
    std::uint64_t blocks_guessed_;
};

/// The blocks of a chain below some height.
class VotesBelow final : public difficulty::SignalView {
public:
    VotesBelow(const difficulty::SignalView& chain, difficulty::Height end)
        : chain_(chain), end_(end) {}

    [[nodiscard]] difficulty::Height next_height() const override { return end_; }
    [[nodiscard]] std::int64_t time_at(difficulty::Height height) const override {
        return chain_.time_at(height);
    }
    [[nodiscard]] std::uint32_t version_at(difficulty::Height height) const override {
        return chain_.version_at(height);
    }
    [[nodiscard]] protocol::Hash256 id_at(difficulty::Height height) const override {
        return chain_.id_at(height);
    }

private:
    const difficulty::SignalView& chain_;
    difficulty::Height end_;
};

struct VoteFileOptions {
    std::optional<difficulty::Height> first_height =
        std::nullopt;  ///< of raw headers that do not begin with a genesis block
    int bit = 0;       ///< that the column "signalled" is about
};

/// The error names the file and the height or line, and says what would be right: headers cut off,
/// out of order or not linked, a column missing, a number that is none.
[[nodiscard]] Result<VoteRecord> read_vote_record(const std::string& path,
                                                  const VoteFileOptions& options);

}  // namespace sluice::lab
