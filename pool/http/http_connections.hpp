#pragma once
/// HttpConnections: which connections of visitors are open, and which one makes way for a newcomer
/// when there are too many, so that connections that ask for nothing never shut the page to others.
/// Not thread-safe.

#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>

namespace sluice::pool {

class HttpConnections {
public:
    HttpConnections() = default;
    HttpConnections(const HttpConnections&) = delete;
    HttpConnections& operator=(const HttpConnections&) = delete;

    /// Closes one connection of this address if it has `per_address_max`, else, where there are
    /// `all_max`, of those addresses that have most: the longest idle that never asked for
    /// anything, else the longest idle.
    void make_room(const std::string& address, std::size_t all_max, std::size_t per_address_max);

    [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }

private:
    struct Place {
        std::string address;
        std::function<void()> close;
        bool served = false;  ///< had a request
    };
    using Places = std::list<Place>;

public:
    /// One connection while it lives.
    class Slot {
    public:
        /// `close` is called once at most, when the connection must make way.
        Slot(HttpConnections& connections, std::string address, std::function<void()> close);
        ~Slot();
        Slot(const Slot&) = delete;
        Slot& operator=(const Slot&) = delete;

        /// A request came: this connection is now the last to make way.
        void served();

    private:
        HttpConnections& connections_;
        Places::iterator place_;
        bool open_ = true;
    };

private:
    void remove(Places::iterator place);

    Places places_;  ///< the longest idle first
    std::map<std::string, std::size_t> by_address_;
};

}  // namespace sluice::pool
