#include "pool/ledger/ledger.hpp"

#include "pool/base/log_quote.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <cstddef>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace sluice::pool {

using std::chrono::steady_clock;

namespace {

/// What `work` throws becomes an error.
template <class Work>
Result<void> attempt(Work work) {
    try {
        work();
        return {};
    } catch (const std::exception& error) {
        return Unexpected{std::string(error.what())};
    }
}

}  // namespace

Ledger::Ledger(LedgerStore store, const LedgerOptions& options)
    : retry_interval_(options.retry_interval),
      look_interval_(options.look_interval),
      writer_(std::move(store.writer)),
      reader_(std::move(store.reader)),
      queue_(options.queued_credits_max, options.group_interval) {
    log_opened(store);
    thread_ = std::thread([this] { run(); });
}

Ledger::~Ledger() {
    queue_.close();
    thread_.join();
}

void Ledger::log_opened(const LedgerStore& store) {
    const std::string name = log_quote(store.name);
    if (store.schema_before == 0) {
        spdlog::log(store.was_there ? spdlog::level::warn : spdlog::level::info,
                    "new ledger made file={} schema={}{}", name, store.schema,
                    store.was_there ? " note=\"the file was there, empty\"" : "");
        return;
    }
    const LedgerTotals totals = reader_->totals();
    spdlog::info("ledger opened file={} schema={} workers={} shares={} blocks={}", name,
                 store.schema, totals.workers, totals.shares, found_blocks(totals));
    if (store.schema_before < store.schema) {
        spdlog::info("ledger brought up to date from={} to={}", store.schema_before, store.schema);
    }
}

template <class Use>
auto Ledger::read(Use use) const -> Result<decltype(use(std::declval<LedgerReader&>()))> {
    const std::lock_guard lock(reader_mutex_);
    try {
        return use(*reader_);
    } catch (const std::exception& error) {
        return Unexpected{std::string(error.what())};
    }
}

/// Blocks go before credits: a found block must not wait for shares.
void Ledger::run() {
    std::optional<OpenGroup> group;
    for (;;) {
        const bool last_attempt = queue_.closing();
        write_blocks();
        if (!group) {
            if (auto taken = queue_.take_group()) {
                group = OpenGroup{.credits = *std::move(taken)};
            }
        }
        if (group && commit(*group)) {
            report(group->credits.last_ticket);
            queue_.group_committed();
            group.reset();
        }
        const bool refused = group || !unwritten_.empty();
        if (!refused) {
            look_at_files();
        }
        if (last_attempt && (refused || queue_.status().queued == 0)) {
            log_losses(refused);
            return;
        }
        queue_.wait(steady_clock::now() + (refused ? retry_interval_ : look_interval_));
    }
}

/// An idle pool, too, notices that its ledger is gone.
void Ledger::look_at_files() {
    const Result<void> looked = attempt([&] { writer_->check_files(); });
    if (!looked) {
        queue_.files_lost(looked.error());
    } else if (files_lost_) {
        queue_.files_found();
    }
    if (std::exchange(files_lost_, !looked) != looked.has_value()) {
        return;
    }
    if (looked) {
        spdlog::info("ledger files are back");
    } else {
        spdlog::error("ledger files lost, nothing is acknowledged error={}",
                      log_quote(looked.error()));
    }
}

/// All blocks that are not in the ledger, at once; false where that fails or none waits.
bool Ledger::write_blocks_together() {
    return unwritten_.size() > 1 && attempt([&] {
               writer_->in_one_transaction([&] {
                   for (const BlockWrite& write : unwritten_) {
                       enter(write);
                   }
               });
               writer_->check_files();
           });
}

/// Tries every block that is not in the ledger: together, which costs the disk one wait, else in
/// order up to the first that the disk refuses.
void Ledger::write_blocks() {
    for (BlockWrite& write : queue_.take_blocks()) {
        unwritten_.push_back(std::move(write));
    }
    const bool all_written = write_blocks_together();
    std::size_t written = all_written ? unwritten_.size() : 0;
    Result<void> outcome;
    for (BlockWrite& write : unwritten_) {
        if (outcome && !all_written) {
            outcome = attempt([&] {
                enter(write);
                writer_->check_files();
            });
            written += outcome ? 1 : 0;
        }
        if (const OnRecorded told = std::exchange(write.on_recorded, nullptr)) {
            told(outcome);
        }
    }
    unwritten_.erase(unwritten_.begin(), unwritten_.begin() + static_cast<std::ptrdiff_t>(written));
    if (written > 0) {
        queue_.blocks_written(written);
    }
    if (!outcome) {
        queue_.write_failed(outcome.error());
    }
    report_blocks(outcome);
}

/// Logs when the disk begins to refuse blocks, and when it takes them again.
void Ledger::report_blocks(const Result<void>& outcome) {
    if (std::exchange(blocks_failed_, !outcome) == !outcome) {
        return;
    }
    if (outcome) {
        spdlog::info("ledger took the blocks that it had refused");
    } else {
        spdlog::error("ledger refuses blocks, trying again waiting={} error={}", unwritten_.size(),
                      log_quote(outcome.error()));
    }
}

void Ledger::enter(const BlockWrite& write) {
    const BlockRecord& block = write.block;
    switch (write.kind) {
        case BlockWrite::Kind::record:
            writer_->insert_block(block, write.raw);
            break;
        case BlockWrite::Kind::verdict:
            if (!writer_->update_block(block.hash, block.status, block.reason)) {
                spdlog::error("verdict on a block that is not in the ledger hash={} status={}",
                              protocol::to_display_hex(block.hash), to_string(block.status));
            }
            break;
    }
}

/// One try to make the group durable, in files that whoever restarts the pool will find.
bool Ledger::commit(OpenGroup& group) {
    const std::size_t shares = group.credits.credits.size();
    const Result<void> written = attempt([&] {
        if (group.commit == 0 || !writer_->has_commit(group.commit)) {
            writer_->write_credits(sum_by_worker(group.credits.credits), group.commit);
        }
        writer_->check_files();
    });
    if (!written) {
        queue_.write_failed(written.error());
        if (!std::exchange(group.failed, true)) {
            spdlog::error("ledger commit failed, replies wait shares={} error={}", shares,
                          log_quote(written.error()));
        }
        return false;
    }
    if (group.failed) {
        spdlog::info("ledger recovered shares={}", shares);
    }
    return true;
}

void Ledger::report(Ticket ticket) {
    const std::lock_guard lock(listener_mutex_);
    if (listener_) {
        listener_(ticket);
    }
}

void Ledger::log_losses(bool refused) const {
    if (refused) {
        spdlog::error("ledger closed with what the disk refused shares={} blocks={}",
                      queue_.status().queued, unwritten_.size());
    }
}

void Ledger::set_on_committed(OnCommitted listener) {
    const std::lock_guard lock(listener_mutex_);
    listener_ = std::move(listener);
}

std::optional<Ticket> Ledger::push(std::vector<Credit> credits) {
    return queue_.push(std::move(credits));
}

LedgerStatus Ledger::status() const { return queue_.status(); }

void Ledger::record_block(const BlockRecord& block, Bytes raw, OnRecorded on_recorded) {
    BlockWrite write{.block = block, .raw = std::move(raw), .on_recorded = std::move(on_recorded)};
    if (queue_.push_block(write)) {
        return;
    }
    spdlog::error("block not recorded height={} hash={} error=\"too many wait for the disk\"",
                  block.height, protocol::to_display_hex(block.hash));
    if (write.on_recorded) {
        write.on_recorded(Unexpected{std::string("too many blocks wait for the disk")});
    }
}

void Ledger::update_block(const protocol::Hash256& hash, BlockStatus status,
                          std::string_view reason) {
    BlockWrite write{.block = {}, .kind = BlockWrite::Kind::verdict};
    write.block.hash = hash;
    write.block.status = status;
    write.block.reason = reason;
    if (!queue_.push_block(write)) {
        spdlog::error("verdict not recorded hash={} status={} error=\"too many wait for the disk\"",
                      protocol::to_display_hex(hash), to_string(status));
    }
}

Result<std::vector<BlockRecord>> Ledger::blocks(std::size_t limit) const {
    return read([&](LedgerReader& store) { return store.blocks(limit); });
}

Result<std::vector<PendingBlock>> Ledger::pending_blocks() const {
    return read([](LedgerReader& store) { return store.pending_blocks(); });
}

Result<LedgerTotals> Ledger::totals() const {
    return read([](LedgerReader& store) { return store.totals(); });
}

Result<std::vector<WorkerRecord>> Ledger::workers(std::size_t limit) const {
    return read([&](LedgerReader& store) { return store.workers(limit); });
}

std::optional<double> Ledger::hashes_since_block() const {
    return read([](LedgerReader& store) { return store.hashes_since_block(); })
        .value_or(std::nullopt);
}

std::optional<double> Ledger::worker_difficulty(std::string_view worker) const {
    return read([&](LedgerReader& store) { return store.worker_difficulty(worker); })
        .value_or(std::nullopt);
}

}  // namespace sluice::pool
