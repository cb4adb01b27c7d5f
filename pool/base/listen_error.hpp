#pragma once
/// Why a server cannot listen on an address, in an operator's words. Pure, any thread.

#include <string>
#include <string_view>

namespace sluice::pool {

/// `error_number` is the errno of bind(2) or listen(2), `key` what to change in the configuration:
/// "[http] listen".
[[nodiscard]] std::string listen_error(int error_number, std::string_view key);

}  // namespace sluice::pool
