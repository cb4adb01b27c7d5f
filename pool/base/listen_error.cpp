#include "pool/base/listen_error.hpp"

#include <cerrno>
#include <system_error>

namespace sluice::pool {

std::string listen_error(int error_number, std::string_view key) {
    const std::string other = "choose another port in " + std::string(key);
    switch (error_number) {
        case EADDRINUSE:
            return "the port is in use by another program; stop it or " + other;
        case EACCES:
            return "this user may not use the port, as a rule one below 1024; " + other +
                   ", or give the program the right: setcap cap_net_bind_service=+ep, or "
                   "AmbientCapabilities=CAP_NET_BIND_SERVICE in its systemd unit";
        case EADDRNOTAVAIL:
            return "no interface of this machine has the address; 0.0.0.0 or [::] are all of them";
        default:
            return std::generic_category().message(error_number) + "; see " + std::string(key);
    }
}

}  // namespace sluice::pool
