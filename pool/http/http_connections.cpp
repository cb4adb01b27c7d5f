#include "pool/http/http_connections.hpp"

#include <algorithm>
#include <utility>

namespace sluice::pool {

HttpConnections::Slot::Slot(HttpConnections& connections, std::string address,
                            std::function<void()> close)
    : connections_(connections) {
    ++connections_.by_address_[address];
    place_ = connections_.places_.insert(connections_.places_.end(),
                                         {.address = std::move(address), .close = {}});
    place_->close = [this, close = std::move(close)] {
        open_ = false;
        close();
    };
}

HttpConnections::Slot::~Slot() {
    if (open_) {
        connections_.remove(place_);
    }
}

void HttpConnections::Slot::served() {
    if (open_) {
        place_->served = true;
        connections_.places_.splice(connections_.places_.end(), connections_.places_, place_);
    }
}

void HttpConnections::make_room(const std::string& address, std::size_t all_max,
                                std::size_t per_address_max) {
    const auto own = by_address_.find(address);
    if (own != by_address_.end() && own->second >= per_address_max) {
        close_first_of(address);
    } else if (places_.size() >= all_max && !places_.empty()) {
        const auto most = std::ranges::max_element(by_address_, {},
                                                   [](const auto& entry) { return entry.second; });
        close_first_of(std::string(most->first));
    }
}

void HttpConnections::close_first_of(const std::string& address) {
    auto place = std::ranges::find_if(
        places_, [&](const Place& one) { return one.address == address && !one.served; });
    if (place == places_.end()) {
        place = std::ranges::find(places_, address, &Place::address);
    }
    const std::function<void()> close = std::move(place->close);
    remove(place);
    close();
}

void HttpConnections::remove(Places::iterator place) {
    const auto count = by_address_.find(place->address);
    if (--count->second == 0) {
        by_address_.erase(count);
    }
    places_.erase(place);
}

}  // namespace sluice::pool
