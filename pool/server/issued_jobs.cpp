#include "pool/server/issued_jobs.hpp"

#include "protocol/hex.hpp"

#include <algorithm>
#include <optional>
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
    const auto id = protocol::from_hex_be32(text.substr(0, job_digits));
    if (!id) {
        return std::nullopt;
    }
    JobName name{*id, 0};
    if (text.size() > job_digits &&
        (!protocol::from_hex_into(text.substr(job_digits), std::span(&name.reissue, 1)) ||
         name.reissue == 0)) {
        return std::nullopt;
    }
    return name;
}

}  // namespace

void IssuedJobs::issue(IssuedJob issued) {
    const protocol::Hash256& previous = issued.job->block_template->previous;
    if (!jobs_.empty() && jobs_.front().job->block_template->previous != previous) {
        jobs_.clear();
    } else if (jobs_.size() >= kept_max) {
        jobs_.erase(jobs_.begin());
    }
    jobs_.push_back(std::move(issued));
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
    return name && !jobs_.empty() && name->id <= jobs_.front().job->id;
}

void IssuedJobs::widen_masks(std::uint32_t mask) noexcept {
    for (IssuedJob& issued : jobs_) {
        issued.version_mask |= mask;
    }
}

std::uint8_t IssuedJobs::next_reissue() noexcept {
    ++last_reissue_;
    last_reissue_ = std::max<std::uint8_t>(last_reissue_, 1);
    return last_reissue_;
}

std::string id_text(const Job& job, std::uint8_t reissue) {
    if (reissue == 0) {
        return job.id_text;
    }
    return job.id_text + protocol::to_hex(std::span(&reissue, 1));
}

}  // namespace sluice::pool
