#include "pool/mining/issued_jobs.hpp"

#include "base/hex.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <span>

namespace sluice::pool {
namespace {

constexpr std::size_t job_digits = 8;
constexpr std::size_t reissue_digits = 2;

struct JobName {
    std::uint32_t id = 0;
    std::uint8_t reissue = 0;
};

std::optional<JobName> parse(std::string_view text) noexcept {
    if (text.size() != job_digits && text.size() != job_digits + reissue_digits) {
        return std::nullopt;
    }
    const auto id = from_hex_be32(text.substr(0, job_digits));
    if (!id) {
        return std::nullopt;
    }
    JobName name{*id, 0};
    if (text.size() > job_digits &&
        (!from_hex_into(text.substr(job_digits), std::span(&name.reissue, 1)) ||
         name.reissue == 0)) {
        return std::nullopt;
    }
    return name;
}

/// Ids count up and may wrap around.
bool is_newer(std::uint32_t id, std::uint32_t than) noexcept {
    return static_cast<std::int32_t>(id - than) > 0;
}

}  // namespace

IssuedJobs::IssuedJobs(ParkedJobs parked) : last_(parked.last) {
    for (ParkedJobs::Row& row : parked.rows) {
        if (auto job = row.job.lock()) {
            jobs_.push_back(std::move(row.issued));
            jobs_.back().job = std::move(job);
        }
    }
}

ParkedJobs IssuedJobs::park() && {
    ParkedJobs parked{{}, last_};
    parked.rows.reserve(jobs_.size());
    for (IssuedJob& issued : jobs_) {
        std::weak_ptr<const Job> job = std::exchange(issued.job, nullptr);
        parked.rows.push_back({std::move(job), std::move(issued)});
    }
    jobs_.clear();
    return parked;
}

std::optional<std::uint8_t> IssuedJobs::next_reissue(const Job& job) const noexcept {
    if (!last_ || is_newer(job.id, last_->job_id)) {
        return 0;
    }
    if (job.id != last_->job_id || last_->reissue == std::numeric_limits<std::uint8_t>::max()) {
        return std::nullopt;
    }
    return static_cast<std::uint8_t>(last_->reissue + 1);
}

void IssuedJobs::issue(IssuedJob issued) {
    const Job& job = *issued.job;
    if (!jobs_.empty() &&
        jobs_.back().job->block_template->previous != job.block_template->previous) {
        for (IssuedJob& earlier : jobs_) {
            earlier.left_at = earlier.left_at.value_or(job.made_at);
        }
    }
    forget_left(job.made_at);
    if (jobs_.size() >= kept_max) {
        jobs_.erase(jobs_.begin());
    }
    last_ = {issued.job->id, issued.reissue};
    jobs_.push_back(std::move(issued));
}

void IssuedJobs::forget_left(TimePoint now) noexcept {
    std::size_t tips = 0;
    std::optional<TimePoint> tip_left_at;
    auto kept = jobs_.end();
    while (kept != jobs_.begin()) {
        const std::optional<TimePoint>& left_at = std::prev(kept)->left_at;
        if (left_at && left_at != tip_left_at) {
            tip_left_at = left_at;
            ++tips;
        }
        if (tips > left_tips_max || (left_at && now - *left_at > left_kept)) {
            break;
        }
        --kept;
    }
    jobs_.erase(jobs_.begin(), kept);
}

const IssuedJob* IssuedJobs::find(std::string_view id_text) const noexcept {
    const auto name = parse(id_text);
    if (!name) {
        return nullptr;
    }
    const auto found = std::find_if(jobs_.rbegin(), jobs_.rend(), [&](const IssuedJob& issued) {
        return issued.job->id == name->id && issued.reissue == name->reissue;
    });
    return found == jobs_.rend() ? nullptr : &*found;
}

bool IssuedJobs::is_stale(std::string_view id_text) const noexcept {
    const auto name = parse(id_text);
    if (!name || jobs_.empty()) {
        return false;
    }
    const IssuedJob& oldest = jobs_.front();
    return name->id < oldest.job->id ||
           (name->id == oldest.job->id && name->reissue < oldest.reissue);
}

void IssuedJobs::widen_masks(std::uint32_t mask) noexcept {
    for (IssuedJob& issued : jobs_) {
        issued.version_mask |= mask;
    }
}

}  // namespace sluice::pool
