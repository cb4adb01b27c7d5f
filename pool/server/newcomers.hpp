#pragma once
/// Newcomers: the connections of a shard that have had no accepted share yet, in the order they
/// came. When there is no room for another, the one that came first makes it. Not thread-safe.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace sluice::pool {

class Connection;

class Newcomers {
public:
    void add(Connection* connection, const std::string& address) {
        const std::uint64_t number = ++last_;
        numbers_[connection] = {number, address};
        all_[number] = connection;
        by_address_[{address, number}] = connection;
    }

    void remove(Connection* connection) {
        const auto found = numbers_.find(connection);
        if (found != numbers_.end()) {
            const auto& [number, address] = found->second;
            all_.erase(number);
            by_address_.erase({address, number});
            numbers_.erase(found);
        }
    }

    [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
    /// nullptr: there is none.
    [[nodiscard]] Connection* oldest() const {
        return all_.empty() ? nullptr : all_.begin()->second;
    }
    [[nodiscard]] Connection* oldest_of(const std::string& address) const {
        const auto found = by_address_.lower_bound({address, 0});
        return found == by_address_.end() || found->first.first != address ? nullptr
                                                                           : found->second;
    }

private:
    using Arrival = std::pair<std::uint64_t, std::string>;  ///< number and address

    std::uint64_t last_ = 0;
    std::map<Connection*, Arrival> numbers_;
    std::map<std::uint64_t, Connection*> all_;
    std::map<std::pair<std::string, std::uint64_t>, Connection*> by_address_;
};

}  // namespace sluice::pool
