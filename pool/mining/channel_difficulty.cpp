#include "pool/mining/channel_difficulty.hpp"

#include <algorithm>
#include <cmath>

namespace sluice::pool {
namespace {

/// Fewer shares say little about a hashrate: half of it either way.
constexpr std::uint64_t shares_for_estimate = 4;

}  // namespace

ChannelDifficulty::ChannelDifficulty(const ShareDifficultyOptions& options, int wishes_max)
    : start_(options.start),
      followed_min_(std::max(std::min(options.min, followed_network_min), share_difficulty_floor)),
      vardiff_on_(options.vardiff),
      wishes_left_(wishes_max) {
    vardiff_options_.share_interval_s = 60 / options.shares_per_minute;
    vardiff_options_.memory_s = options.memory_s;
    vardiff_options_.min.value = std::max(options.min, share_difficulty_floor);
    vardiff_options_.max.value = std::min(options.max, share_difficulty_ceiling);
}

void ChannelDifficulty::raise_floor(double floor) noexcept {
    if (floor <= vardiff_options_.min.value || !use_wish()) {
        return;
    }
    const double min = std::max(vardiff_options_.min.value, floor);
    vardiff_options_.min.value = std::min(min, vardiff_options_.max.value);
    if (vardiff_) {
        vardiff_->set_difficulty(vardiff_options_, vardiff_->current());
    }
}

void ChannelDifficulty::suggest(double difficulty) noexcept {
    if (shares_ == 0) {
        wish(Origin::suggestion, difficulty);
    }
}

void ChannelDifficulty::demand(double difficulty) noexcept { wish(Origin::password, difficulty); }

void ChannelDifficulty::recall(double difficulty) noexcept { wish(Origin::recalled, difficulty); }

void ChannelDifficulty::start(ClockReading at) noexcept {
    worked_until_ = at.steady;
    vardiff_.emplace(vardiff_options_, protocol::Difficulty{bounded(start_)}, at.steady);
}

void ChannelDifficulty::on_share(double credited, ClockReading at) noexcept {
    ++shares_;
    earned_ = credited;
    if (vardiff_on_) {
        static_cast<void>(vardiff_->on_share(vardiff_options_, {credited}, at.steady));
        learn(credited, at);
    }
}

void ChannelDifficulty::learn(double credited, ClockReading at) noexcept {
    const double elapsed_s =
        std::max(0.0, std::chrono::duration<double>(at.steady - worked_until_).count());
    const double kept = std::exp(-elapsed_s / vardiff_options_.memory_s);
    work_ = work_ * kept + credited;
    time_s_ = time_s_ * kept + elapsed_s;
    worked_until_ = std::max(worked_until_, at.steady);
    if (shares_ < shares_for_estimate) {
        return;
    }
    // Shares kept from an earlier connection may come all at once: what they weigh together is the
    // most that they can show.
    const double interval_s = vardiff_options_.share_interval_s;
    const double estimate = work_ * interval_s / std::max(time_s_, interval_s);
    // Within the limits of all pools, not the session's: those a miner can narrow.
    earned_ = std::clamp(difficulty::clean_difficulty({estimate}).value, share_difficulty_floor,
                         share_difficulty_ceiling);
}

void ChannelDifficulty::on_idle(ClockReading at) noexcept {
    if (vardiff_on_ && vardiff_) {
        static_cast<void>(vardiff_->on_idle(vardiff_options_, at.steady));
    }
}

double ChannelDifficulty::current() const noexcept {
    return vardiff_ ? vardiff_->current().value : bounded(start_);
}

double ChannelDifficulty::for_job(const NetworkTerms& network) const noexcept {
    // Exact: the unit is a power of two.
    const double hashes_per_difficulty = 0x1p32 / static_cast<double>(network.hash_unit);
    const auto whole_hashes_from = [&](double difficulty) {
        return std::ceil(difficulty * hashes_per_difficulty) / hashes_per_difficulty;
    };
    if (const double wanted = whole_hashes_from(current()); wanted <= network.difficulty) {
        return wanted;
    }
    const double highest = difficulty::clean_difficulty_below({network.difficulty}).value;
    const double hashes = std::max(1.0, std::floor(highest * hashes_per_difficulty));
    return std::min(whole_hashes_from(current()),
                    std::max(hashes / hashes_per_difficulty, whole_hashes_from(followed_min_)));
}

bool ChannelDifficulty::use_wish() noexcept {
    if (wishes_left_ == 0) {
        return false;
    }
    --wishes_left_;
    return true;
}

double ChannelDifficulty::bounded(double difficulty) const noexcept {
    return std::clamp(difficulty, vardiff_options_.min.value, vardiff_options_.max.value);
}

void ChannelDifficulty::wish(Origin origin, double difficulty) noexcept {
    const bool repeated = origin == origin_ && difficulty == start_;
    if (origin < origin_ || repeated || (origin != Origin::recalled && !use_wish())) {
        return;
    }
    origin_ = origin;
    start_ = difficulty;
    if (vardiff_) {
        vardiff_->set_difficulty(vardiff_options_, {bounded(difficulty)});
    }
}

}  // namespace sluice::pool
