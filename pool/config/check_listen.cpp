#include "pool/config/check_listen.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace sluice::pool {
namespace {

/// An address as 16 bytes; IPv4 as it is mapped into IPv6 (RFC 4291, 2.5.5.2).
struct Address {
    std::array<unsigned char, 16> bytes{};
    bool is_v4 = false;

    bool operator==(const Address&) const = default;

    [[nodiscard]] bool is_any() const {
        constexpr std::size_t v4_at = 12;
        return std::all_of(bytes.begin() + (is_v4 ? v4_at : 0), bytes.end(),
                           [](unsigned char byte) { return byte == 0; });
    }
};

Address address_of(const std::string& host) {
    Address address;
    if (inet_pton(AF_INET, host.c_str(), address.bytes.data() + 12) == 1) {
        address.is_v4 = true;
        address.bytes[10] = address.bytes[11] = 0xff;
    } else {
        inet_pton(AF_INET6, host.c_str(), address.bytes.data());
    }
    return address;
}

bool covers(const Address& wide, const Address& narrow) {
    return wide.is_any() && (!wide.is_v4 || narrow.is_v4);
}

}  // namespace

bool overlap(const Endpoint& one, const Endpoint& other) {
    if (one.port != other.port || one.port == 0) {
        return false;
    }
    const Address a = address_of(one.host);
    const Address b = address_of(other.host);
    return a == b || covers(a, b) || covers(b, a);
}

bool is_loopback(const Endpoint& endpoint) {
    const Address address = address_of(endpoint.host);
    // IPv4 may be written as mapped into IPv6 (::ffff:127.0.0.1).
    constexpr std::array<unsigned char, 13> v4_loopback{0, 0, 0, 0,   0,   0,  0,
                                                        0, 0, 0, 255, 255, 127};
    return address.bytes == address_of("::1").bytes ||
           std::equal(v4_loopback.begin(), v4_loopback.end(), address.bytes.begin());
}

std::vector<ListenClash> clashes_within(const std::vector<Endpoint>& list) {
    std::vector<ListenClash> clashes;
    for (std::size_t i = 0; i < list.size(); ++i) {
        for (std::size_t j = i + 1; j < list.size(); ++j) {
            if (overlap(list[i], list[j])) {
                clashes.push_back({list[i], list[j]});
            }
        }
    }
    return clashes;
}

std::vector<ListenClash> clashes_between(const std::vector<Endpoint>& one,
                                         const std::vector<Endpoint>& other) {
    std::vector<ListenClash> clashes;
    for (const Endpoint& a : one) {
        for (const Endpoint& b : other) {
            if (overlap(a, b)) {
                clashes.push_back({a, b});
            }
        }
    }
    return clashes;
}

}  // namespace sluice::pool
