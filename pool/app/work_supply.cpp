#include "pool/app/work_supply.hpp"

#include <utility>

namespace sluice::pool {

WorkSupply::WorkSupply(std::chrono::seconds withdraw_after, TimePoint at)
    : withdraw_after_(withdraw_after), troubled_since_(at) {}

void WorkSupply::source(bool connected, const std::string& detail, TimePoint at) {
    connected_ = connected;
    source_problem_ = connected ? std::string{} : detail;
    note(at);
}

void WorkSupply::job_made(TimePoint at) {
    job_problem_.clear();
    note(at);
}

void WorkSupply::job_failed(std::string problem, TimePoint at) {
    job_problem_ = std::move(problem);
    note(at);
}

const std::string& WorkSupply::problem() const noexcept {
    return source_problem_.empty() ? job_problem_ : source_problem_;
}

bool WorkSupply::is_withdrawn(TimePoint at) const noexcept {
    return withdraw_after_.count() > 0 && troubled_since_ &&
           at - *troubled_since_ >= withdraw_after_;
}

void WorkSupply::note(TimePoint at) {
    if (connected_ && job_problem_.empty()) {
        troubled_since_.reset();
    } else {
        troubled_since_ = troubled_since_.value_or(at);
    }
}

}  // namespace sluice::pool
