#include "pool/server/session_difficulty.hpp"

#include <algorithm>

namespace sluice::pool {

SessionDifficulty::SessionDifficulty(const ShareDifficultyOptions& options)
    : start_(options.start), vardiff_on_(options.vardiff) {
    vardiff_options_.share_interval_s = 60 / options.shares_per_minute;
    vardiff_options_.memory_s = options.memory_s;
    vardiff_options_.min.value = std::max(options.min, share_difficulty_floor);
    vardiff_options_.max.value = std::min(options.max, share_difficulty_ceiling);
}

void SessionDifficulty::raise_floor(double floor) noexcept {
    const double min = std::max(vardiff_options_.min.value, floor);
    vardiff_options_.min.value = std::min(min, vardiff_options_.max.value);
    if (vardiff_) {
        vardiff_->set_difficulty(vardiff_options_, vardiff_->current());
    }
}

void SessionDifficulty::suggest(double difficulty) noexcept {
    if (!has_shares_) {
        wish(Origin::suggestion, difficulty);
    }
}

void SessionDifficulty::demand(double difficulty) noexcept { wish(Origin::password, difficulty); }

void SessionDifficulty::recall(double difficulty) noexcept { wish(Origin::recalled, difficulty); }

void SessionDifficulty::start(Moment at) noexcept {
    vardiff_.emplace(vardiff_options_, protocol::Difficulty{bounded(start_)}, at.steady);
}

void SessionDifficulty::on_share(double credited, Moment at) noexcept {
    has_shares_ = true;
    if (vardiff_on_) {
        static_cast<void>(vardiff_->on_share(vardiff_options_, {credited}, at.steady));
    }
}

void SessionDifficulty::on_idle(Moment at) noexcept {
    if (vardiff_on_ && vardiff_) {
        static_cast<void>(vardiff_->on_idle(vardiff_options_, at.steady));
    }
}

double SessionDifficulty::current() const noexcept {
    return vardiff_ ? vardiff_->current().value : bounded(start_);
}

double SessionDifficulty::for_job(double network) const noexcept {
    if (current() <= network) {
        return current();
    }
    return std::max(difficulty::clean_difficulty_below({network}).value,
                    vardiff_options_.min.value);
}

double SessionDifficulty::bounded(double difficulty) const noexcept {
    return std::clamp(difficulty, vardiff_options_.min.value, vardiff_options_.max.value);
}

void SessionDifficulty::wish(Origin origin, double difficulty) noexcept {
    if (origin < origin_) {
        return;
    }
    origin_ = origin;
    start_ = difficulty;
    if (vardiff_) {
        vardiff_->set_difficulty(vardiff_options_, {bounded(difficulty)});
    }
}

}  // namespace sluice::pool
