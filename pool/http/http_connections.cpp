#include "pool/http/http_connections.hpp"

#include <algorithm>
#include <tuple>
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
    const bool address_is_full = own != by_address_.end() && own->second >= per_address_max;
    if (places_.empty() || (!address_is_full && places_.size() < all_max)) {
        return;
    }
    const auto urgency = [&](const Place& place) {
        return std::tuple(!address_is_full || place.address == address,
                          by_address_.at(place.address), !place.served);
    };
    const auto place = std::ranges::max_element(places_, {}, urgency);  // the first of equal ones
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
