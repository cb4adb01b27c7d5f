#pragma once
/// WorkerRecord: what the ledger knows of a worker, and the page shows of earlier runs. Regular
/// value.

#include <cstdint>
#include <string>

namespace sluice::pool {

struct WorkerRecord {
    std::string name{};
    std::int64_t shares = 0;
    std::int64_t last_credit_ms = 0;  ///< Unix time
    double last_difficulty = 0;
    double best_share = 0;  ///< highest share difficulty reached; 0: not known

    bool operator==(const WorkerRecord&) const = default;
};

}  // namespace sluice::pool
