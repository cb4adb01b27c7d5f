#include "pool/ledger/ledger.hpp"

#include "pool/ledger/books.hpp"
#include "pool/ledger/commit_queue.hpp"

#include <spdlog/spdlog.h>

#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace sluice::pool {

class Ledger::Impl {
public:
    Impl(const std::filesystem::path& file, const LedgerOptions& options)
        : retry_interval_(options.retry_interval),
          writer_(file),
          reader_(file),
          queue_(options.queued_credits_max, options.group_interval),
          thread_([this] { run(); }) {}

    ~Impl() {
        queue_.close();
        thread_.join();
    }

    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    CommitQueue& queue() { return queue_; }

    void set_on_committed(OnCommitted listener) {
        const std::lock_guard lock(listener_mutex_);
        listener_ = std::move(listener);
    }

    /// Runs `use` on the writing connection; what it throws becomes an error.
    template <class Use>
    Result<void> write(Use use) {
        const std::lock_guard lock(writer_mutex_);
        try {
            return use(writer_);
        } catch (const std::exception& error) {
            return Unexpected{std::string(error.what())};
        }
    }

    /// Runs `use` on the reading connection.
    template <class Use>
    auto read(Use use) -> Result<decltype(use(std::declval<BooksReader&>()))> {
        const std::lock_guard lock(reader_mutex_);
        try {
            return use(reader_);
        } catch (const std::exception& error) {
            return Unexpected{std::string(error.what())};
        }
    }

private:
    void run() {
        while (std::optional<CreditGroup> group = queue_.next_group()) {
            if (!commit(*group)) {
                return;
            }
            {
                const std::lock_guard lock(listener_mutex_);
                if (listener_) {
                    listener_(group->last_ticket);
                }
            }
            queue_.group_committed();
        }
    }

    /// Tries until the group is durable. False when the ledger closes and the disk still refuses.
    bool commit(const CreditGroup& group) {
        const std::vector<CreditRow> rows = sum_by_worker(group.credits);
        std::int64_t number = 0;  // of this commit, once an attempt has taken one
        bool failed = false;
        for (;;) {
            const bool last_attempt = queue_.closing();
            const Result<void> written = write([&](BooksWriter& books) -> Result<void> {
                if (number != 0 && books.has_commit(number)) {
                    return {};
                }
                number = books.next_commit();
                books.write_credits(number, rows);
                return {};
            });
            if (written) {
                if (failed) {
                    spdlog::info("ledger recovered shares={}", group.credits.size());
                }
                return true;
            }
            queue_.group_failed(written.error());
            if (!failed) {
                spdlog::error("ledger commit failed, replies wait shares={} error=\"{}\"",
                              group.credits.size(), written.error());
                failed = true;
            }
            if (last_attempt) {
                spdlog::error("ledger closed with credits that were never acknowledged shares={}",
                              queue_.status().queued);
                return false;
            }
            queue_.wait_for_close(retry_interval_);
        }
    }

    const std::chrono::milliseconds retry_interval_;
    std::mutex writer_mutex_;
    BooksWriter writer_;
    std::mutex reader_mutex_;
    BooksReader reader_;
    std::mutex listener_mutex_;
    OnCommitted listener_;
    CommitQueue queue_;
    std::thread thread_;
};

Result<std::unique_ptr<Ledger>> Ledger::open(const std::filesystem::path& file,
                                             const LedgerOptions& options) {
    try {
        return std::unique_ptr<Ledger>(new Ledger(std::make_unique<Impl>(file, options)));
    } catch (const std::exception& error) {
        return Unexpected{std::string(error.what())};
    }
}

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ledger::~Ledger() = default;

void Ledger::set_on_committed(OnCommitted listener) {
    impl_->set_on_committed(std::move(listener));
}

std::optional<Ticket> Ledger::push(std::vector<Credit> credits) {
    return impl_->queue().push(std::move(credits));
}

Result<void> Ledger::flush() { return impl_->queue().flush(); }

LedgerStatus Ledger::status() const { return impl_->queue().status(); }

Result<void> Ledger::record_block(const BlockRecord& block, protocol::ByteSpan raw) {
    return impl_->write([&](BooksWriter& books) -> Result<void> {
        books.insert_block(block, raw);
        return {};
    });
}

Result<void> Ledger::update_block(const protocol::Hash256& hash, BlockStatus status,
                                  std::string_view reason) {
    return impl_->write([&](BooksWriter& books) -> Result<void> {
        if (!books.update_block(hash, status, reason)) {
            return Unexpected{"no block " + protocol::to_display_hex(hash) + " in the ledger"};
        }
        return {};
    });
}

Result<std::vector<BlockRecord>> Ledger::blocks(std::size_t limit) const {
    return impl_->read([&](BooksReader& books) { return books.blocks(limit); });
}

Result<std::vector<PendingBlock>> Ledger::pending_blocks() const {
    return impl_->read([](BooksReader& books) { return books.pending_blocks(); });
}

Result<std::vector<WorkerRecord>> Ledger::workers(std::size_t limit) const {
    return impl_->read([&](BooksReader& books) { return books.workers(limit); });
}

Result<LedgerTotals> Ledger::totals() const {
    return impl_->read([](BooksReader& books) { return books.totals(); });
}

std::optional<double> Ledger::worker_difficulty(std::string_view worker) const {
    return impl_->read([&](BooksReader& books) { return books.worker_difficulty(worker); })
        .value_or(std::nullopt);
}

}  // namespace sluice::pool
