#pragma once
/// Waits for the ledger thread, on the test's own thread.

#include "base/result.hpp"
#include "pool/ledger/ledger.hpp"

#include <thread>

namespace sluice::test {

/// Waits until everything that was pushed and recorded is durable; the ledger's error when the disk
/// refuses it.
inline Result<void> settled(const pool::Ledger& books) {
    for (;;) {
        const pool::LedgerStatus status = books.status();
        if (status.queued == 0 && status.blocks_queued == 0) {
            return {};
        }
        if (!status.healthy) {
            return Unexpected{status.error};
        }
        std::this_thread::yield();
    }
}

}  // namespace sluice::test
