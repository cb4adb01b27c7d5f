#include "miner/pools/answer_watch.hpp"

#include "base/printable.hpp"

#include <spdlog/fmt/fmt.h>

namespace sluice::miner {

void AnswerWatch::submitted(TimePoint now) {
    if (!silent_since_) {
        silent_since_ = now;
        warned_ = false;
    }
}

void AnswerWatch::answered(TimePoint now, bool outstanding) {
    silent_since_ = outstanding ? std::optional{now} : std::nullopt;
    warned_ = false;
}

void AnswerWatch::accepted(TimePoint now, bool outstanding) {
    answered(now, outstanding);
    forget_rejects();
}

void AnswerWatch::rejected(const std::string& reason, TimePoint now, bool outstanding) {
    answered(now, outstanding);
    if (rejects_++ == 0) {
        first_reject_ = now;
    }
    last_reject_ = now;
    const std::string shown = printable(reason, reason_size_max);
    if (reasons_.size() < reasons_max || reasons_.contains(shown)) {
        ++reasons_[shown];
    } else {
        ++other_reasons_;
    }
}

void AnswerWatch::nothing_due() noexcept { silent_since_.reset(); }

bool AnswerWatch::silence_to_warn_of(TimePoint now) {
    if (warned_ || !silent_since_ || now - *silent_since_ < limits_.silence_warning) {
        return false;
    }
    warned_ = true;
    return true;
}

bool AnswerWatch::silent_too_long(TimePoint now) const {
    return silent_since_ && now - *silent_since_ >= limits_.silence_max;
}

std::string AnswerWatch::all_rejected() {
    if (rejects_ < next_summary_ || last_reject_ - first_reject_ < limits_.rejects_time_min) {
        return {};
    }
    next_summary_ = 2 * rejects_;
    std::string text =
        fmt::format("the pool rejected the last {} shares and accepted none: ", rejects_);
    const char* separator = "";
    for (const auto& [reason, count] : reasons_) {
        text += fmt::format("{}{} x \"{}\"", separator, count, reason);
        separator = ", ";
    }
    if (other_reasons_ != 0) {
        text += fmt::format(", {} x other reasons", other_reasons_);
    }
    return text;
}

void AnswerWatch::forget_rejects() {
    rejects_ = 0;
    next_summary_ = limits_.rejects_max;
    reasons_.clear();
    other_reasons_ = 0;
}

}  // namespace sluice::miner
