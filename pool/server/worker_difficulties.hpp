#pragma once
/// WorkerDifficulties: the share difficulty each worker left with, so that a returning one starts
/// there. Asks the books once for a name it does not know, and remembers what they did not know
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
    /// What the books know of a worker; called without a lock held, may block for a read.
    using Lookup = std::function<std::optional<double>(std::string_view worker)>;

    explicit WorkerDifficulties(Lookup books) : books_(std::move(books)) {}

    [[nodiscard]] std::optional<double> find(const std::string& worker);
    void store(const std::string& worker, double difficulty);

private:
    /// Names kept, about 100 bytes each; beyond it an arbitrary one is left to the books.
    static constexpr std::size_t names_max = 100'000;

    /// The mutex is held.
    void make_room();

    const Lookup books_;
    std::mutex mutex_;
    std::unordered_map<std::string, std::optional<double>> difficulties_;  ///< nullopt: a stranger
};

}  // namespace sluice::pool
