#pragma once
/// WorkerDifficulties: the share difficulty each worker left with, so that a returning one starts
/// there. Asks the ledger once for a name it does not know, and remembers what it did not know
/// either. Thread-safe.

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sluice::pool {

class WorkerDifficulties {
public:
    /// What the ledger knows of a worker; called without a lock held, may block for a read.
    using Lookup = std::function<std::optional<double>(std::string_view worker)>;

    explicit WorkerDifficulties(Lookup ledger) : ledger_(std::move(ledger)) {}

    [[nodiscard]] std::optional<double> find(const std::string& worker);
    void store(const std::string& worker, double difficulty);

private:
    /// Names kept, about 100 bytes each; beyond it an arbitrary one is left to the ledger.
    static constexpr std::size_t names_max = 100'000;

    /// The mutex is held.
    void make_room();

    const Lookup ledger_;
    std::mutex mutex_;
    std::unordered_map<std::string, std::optional<double>> difficulties_;  ///< nullopt: a stranger
};

}  // namespace sluice::pool
