#include "pool/app/block_desk.hpp"

#include "pool/app/monitor_views.hpp"
#include "pool/log/log_exception.hpp"
#include "protocol/target.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace sluice::pool {
BlockDesk::BlockDesk(boost::asio::io_context& control, TemplateSource& source, Ledger& ledger,
                     Monitor& monitor)
    : control_(control), source_(source), ledger_(ledger), monitor_(monitor) {}

void BlockDesk::submit(FoundBlock found) {
    const auto on_same = [&](const Submission& waiting) {
        return waiting.previous == found.header.previous;
    };
    const auto rivals = static_cast<std::size_t>(std::ranges::count_if(queue_, on_same));
    if (found.header.previous == built_on_ || rivals > spares_max) {
        spdlog::debug("block dropped height={} hash={} reason=\"one at this height is enough\"",
                      found.job->block_template->height, protocol::to_display_hex(found.id));
        return;
    }
    enqueue(
        {.record = {.height = found.job->block_template->height,
                    .hash = found.id,
                    .worker = found.worker,
                    .time_ms = found.time_ms,
                    .difficulty = protocol::difficulty_of(found.job->network_target).value,
                    .reward = found.job->block_template->coinbase_value,
                    .status = BlockStatus::pending,
                    .reason = {}},
         .previous = found.header.previous,
         .raw = assemble_block(*found.job, found.header, found.extranonce1, found.extranonce2)});
}

void BlockDesk::resubmit_pending() {
    auto pending = ledger_.pending_blocks();
    if (!pending) {
        spdlog::error("blocks of earlier runs cannot be read error=\"{}\"", pending.error());
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
        enqueue({std::move(block.block), protocol::parse_header(header).previous,
                 std::move(block.raw), true});
    }
}

void BlockDesk::enqueue(Submission submission) {
    queue_.push_back(std::move(submission));
    if (!working_) {
        working_ = true;
        boost::asio::co_spawn(control_, work_off(), log_exception("block desk"));
    }
}

boost::asio::awaitable<void> BlockDesk::work_off() {
    while (!queue_.empty()) {
        const Submission& submission = queue_.front();
        if (submission.previous == built_on_) {
            supersede(submission);
        } else {
            announce(submission);
            const BlockVerdict verdict =
                co_await source_.submit_block(submission.raw, submission.record.hash);
            conclude(submission, verdict);
        }
        queue_.pop_front();
    }
    working_ = false;
}

void BlockDesk::announce(const Submission& submission) {
    const BlockRecord& record = submission.record;
    if (const auto recorded = ledger_.record_block(record, submission.raw); !recorded) {
        spdlog::error("block not recorded height={} error=\"{}\"; submitting it all the same",
                      record.height, recorded.error());
    }
    monitor_.block_found(shown_block(record));
}

void BlockDesk::supersede(const Submission& submission) {
    if (!submission.recorded) {
        return;  // nobody has heard of it
    }
    conclude(submission,
             {.accepted = false, .decided = true, .reason = "another block is accepted"});
}

void BlockDesk::conclude(const Submission& submission, const BlockVerdict& verdict) {
    const BlockRecord& record = submission.record;
    const std::string hash = protocol::to_display_hex(record.hash);
    if (!verdict.decided) {
        spdlog::error(
            "block undecided height={} hash={} reason=\"{}\"; it is kept, and submitted "
            "again at the next start",
            record.height, hash, verdict.reason);
        return;
    }
    if (verdict.accepted) {
        built_on_ = submission.previous;
        spdlog::info("block accepted height={} hash={} worker={} difficulty={:.6g}", record.height,
                     hash, record.worker, record.difficulty);
    } else {
        spdlog::warn("block rejected height={} hash={} worker={} reason=\"{}\"", record.height,
                     hash, record.worker, verdict.reason);
    }
    const BlockStatus status = verdict.accepted ? BlockStatus::accepted : BlockStatus::rejected;
    if (const auto updated = ledger_.update_block(record.hash, status, verdict.reason); !updated) {
        spdlog::error("block verdict not recorded height={} error=\"{}\"", record.height,
                      updated.error());
    }
    monitor_.block_verdict(
        hash, verdict.accepted ? monitor::BlockVerdict::accepted : monitor::BlockVerdict::rejected,
        verdict.reason);
}

}  // namespace sluice::pool
