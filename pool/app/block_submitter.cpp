#include "pool/app/block_submitter.hpp"

#include "pool/app/monitor_views.hpp"
#include "pool/base/backoff.hpp"
#include "pool/base/log_exception.hpp"
#include "pool/base/log_quote.hpp"
#include "protocol/pow/target.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <string>
#include <utility>

namespace sluice::pool {
namespace {

namespace asio = boost::asio;

/// Ends the wait on the timer, and every later one.
void end_waits(asio::steady_timer& timer) {
    timer.expires_at(asio::steady_timer::time_point::min());
}

asio::awaitable<void> wait_on(std::shared_ptr<asio::steady_timer> timer) {
    boost::system::error_code ended;
    co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ended));
}

constexpr const char* rival_accepted = "another block of this pool was accepted first";

}  // namespace

BlockSubmitter::BlockSubmitter(asio::io_context& control, TemplateSource& source, Ledger& ledger,
                               Monitor& monitor, BlockWatch& watch, BlockSubmitterOptions options)
    : control_(control),
      source_(source),
      ledger_(ledger),
      monitor_(monitor),
      watch_(watch),
      options_(options) {}

void BlockSubmitter::submit(FoundBlock found) {
    if (!remember(found.id)) {
        return;
    }
    const protocol::Hash256& previous = found.header.previous;
    const auto rivals = rivals_.find(previous);
    auto submission = make_submission(found);
    if (previous == built_on_) {
        return drop(*submission, rival_accepted);
    }
    if (rivals != rivals_.end() && rivals->second.size() > spares_max) {
        return drop(*submission,
                    fmt::format("{} blocks of this pool on the same previous block wait already",
                                rivals->second.size()));
    }
    submission->raw =
        assemble_block(*found.job, found.header, found.extranonce1, found.extranonce2);
    record(*submission);
    enqueue(std::move(submission));
}

BlockSubmitter::SubmissionPtr BlockSubmitter::make_submission(const FoundBlock& found) const {
    auto submission = std::make_shared<Submission>();
    submission->record = {.height = found.job->block_template->height,
                          .hash = found.id,
                          .worker = found.worker,
                          .time_ms = found.time_ms,
                          .difficulty = protocol::difficulty_of(found.job->network_target).value,
                          .reward = found.job->block_template->coinbase_value,
                          .status = BlockStatus::pending,
                          .reason = {}};
    submission->previous = found.header.previous;
    submission->share_difficulty = found.share_difficulty;
    submission->timer = std::make_shared<asio::steady_timer>(control_, options_.record_wait);
    return submission;
}

bool BlockSubmitter::remember(const protocol::Hash256& id) {
    if (!known_.insert(id).second) {
        return false;
    }
    known_order_.push_back(id);
    if (known_order_.size() > known_max) {
        known_.erase(known_order_.front());
        known_order_.pop_front();
    }
    return true;
}

void BlockSubmitter::tip_moved(const protocol::Hash256& tip) {
    if (built_on_ == tip) {
        spdlog::info("the source's tip is {} again: blocks on it are submitted",
                     protocol::to_display_hex(tip));
        built_on_.reset();
    }
}

void BlockSubmitter::resubmit_pending() {
    auto pending = ledger_.pending_blocks();
    if (!pending) {
        spdlog::error("blocks of earlier runs cannot be read error={}", log_quote(pending.error()));
        return;
    }
    for (PendingBlock& block : *pending) {
        if (block.raw.size() < protocol::block_header_size) {
            continue;
        }
        const std::span<const std::uint8_t, protocol::block_header_size> header(
            block.raw.data(), protocol::block_header_size);
        spdlog::info("block of an earlier run submitted again height={} hash={}",
                     block.block.height, protocol::to_display_hex(block.block.hash));
        auto submission = std::make_shared<Submission>();
        submission->record = std::move(block.block);
        submission->previous = protocol::parse_header(header).previous;
        submission->raw = std::move(block.raw);
        remember(submission->record.hash);
        submission->timer = std::make_shared<asio::steady_timer>(control_);
        end_waits(*submission->timer);
        submission->shown = true;  // with the other blocks of the ledger, when the pool started
        enqueue(std::move(submission));
    }
}

std::size_t BlockSubmitter::waiting() const noexcept {
    std::size_t count = 0;
    for (const auto& [previous, rivals] : rivals_) {
        count += rivals.size();
    }
    return count;
}

void BlockSubmitter::stop() {
    stopped_ = true;
    for (const auto& [previous, rivals] : rivals_) {
        end_waits(*rivals.front()->timer);
    }
}

void BlockSubmitter::record(Submission& submission) {
    try {
        ledger_.record_block(submission.record, submission.raw,
                             [timer = submission.timer](const Result<void>&) {
                                 asio::post(timer->get_executor(), [timer] { end_waits(*timer); });
                             });
    } catch (const std::exception& error) {
        spdlog::error("block not recorded height={} hash={} error={}; submitting it all the same",
                      submission.record.height, protocol::to_display_hex(submission.record.hash),
                      log_quote(error.what()));
    }
}

void BlockSubmitter::enqueue(SubmissionPtr submission) {
    const protocol::Hash256 previous = submission->previous;
    std::deque<SubmissionPtr>& rivals = rivals_[previous];
    rivals.push_back(std::move(submission));
    if (rivals.size() == 1) {
        asio::co_spawn(control_, submit_in_order(previous), log_exception("block submitter"));
    }
}

asio::awaitable<void> BlockSubmitter::submit_in_order(protocol::Hash256 previous) {
    std::deque<SubmissionPtr>& rivals = rivals_.at(previous);
    while (!rivals.empty() && !stopped_) {
        const SubmissionPtr submission = rivals.front();
        try {
            if (previous == built_on_) {
                mark_superseded(*submission);
            } else {
                co_await submit_to_source(submission);
            }
        } catch (const std::exception& error) {
            spdlog::error("block left to the next start height={} hash={} error={}",
                          submission->record.height,
                          protocol::to_display_hex(submission->record.hash),
                          log_quote(error.what()));
        }
        rivals.pop_front();
    }
    rivals_.erase(previous);
}

asio::awaitable<void> BlockSubmitter::submit_to_source(SubmissionPtr submission) {
    co_await wait_on(submission->timer);
    if (submission->timer->expiry() != asio::steady_timer::time_point::min()) {
        spdlog::warn("block submitted before the ledger has it height={} waited_ms={}",
                     submission->record.height, options_.record_wait.count());
    }
    // The block leaves first: the Monitor's lock may be held by whoever reads the page.
    asio::post(control_, [this, submission] { show(*submission); });
    Backoff backoff(options_.retry_min, options_.retry_max);
    for (;;) {
        const BlockVerdict verdict = co_await try_once(submission);
        conclude(*submission, verdict);
        if (verdict.status != BlockStatus::pending) {
            if (verdict.status != BlockStatus::rejected) {
                watch_.follow(submission->record);
            }
            co_return;
        }
        if (stopped_) {
            co_return;
        }
        submission->timer->expires_after(backoff.next());
        co_await wait_on(submission->timer);
        if (stopped_) {
            co_return;
        }
    }
}

asio::awaitable<BlockVerdict> BlockSubmitter::try_once(SubmissionPtr submission) {
    try {
        co_return co_await source_.submit_block(submission->raw, submission->record.hash);
    } catch (const std::exception& error) {
        co_return BlockVerdict{BlockStatus::pending, error.what()};
    }
}

void BlockSubmitter::drop(Submission& submission, std::string reason) {
    submission.record.status = BlockStatus::orphaned;
    submission.record.reason = std::move(reason);
    record(submission);
    report_verdict(submission, {BlockStatus::orphaned, submission.record.reason},
                   spdlog::level::info);
}

void BlockSubmitter::mark_superseded(Submission& submission) {
    conclude(submission, {BlockStatus::orphaned, rival_accepted}, spdlog::level::info);
}

void BlockSubmitter::show(Submission& submission) {
    if (std::exchange(submission.shown, true)) {
        return;
    }
    monitor::PoolBlock row = shown_block(submission.record);
    if (submission.share_difficulty > 0) {
        row.share_difficulty = submission.share_difficulty;
    }
    row.verdict = BlockStatus::pending;
    monitor_.block_found(std::move(row));
}

void BlockSubmitter::conclude(Submission& submission, const BlockVerdict& verdict,
                              spdlog::level::level_enum failure_level) {
    BlockRecord& record = submission.record;
    record.status = verdict.status;
    if (verdict.status == BlockStatus::pending) {
        spdlog::error("block undecided height={} hash={} reason={}; {}", record.height,
                      protocol::to_display_hex(record.hash), log_quote(verdict.reason),
                      stopped_ ? "it is submitted again at the next start" : "trying again");
        return;
    }
    if (verdict.status == BlockStatus::accepted) {
        built_on_ = submission.previous;
    }
    ledger_.update_block(record.hash, record.status, verdict.reason);
    report_verdict(submission, verdict, failure_level);
}

void BlockSubmitter::report_verdict(Submission& submission, const BlockVerdict& verdict,
                                    spdlog::level::level_enum failure_level) {
    const BlockRecord& record = submission.record;
    const std::string hash = protocol::to_display_hex(record.hash);
    if (verdict.status == BlockStatus::accepted) {
        spdlog::info("block accepted height={} hash={} worker={} difficulty={:.6g}", record.height,
                     hash, log_quote(record.worker), record.difficulty);
    } else {
        spdlog::log(failure_level, "block {} height={} hash={} worker={} reason={}",
                    to_string(record.status), record.height, hash, log_quote(record.worker),
                    log_quote(verdict.reason));
    }
    show(submission);
    monitor_.block_verdict(hash, record.status, verdict.reason);
}

}  // namespace sluice::pool
