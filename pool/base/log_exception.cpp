#include "pool/base/log_exception.hpp"

#include "pool/base/log_quote.hpp"

#include <spdlog/spdlog.h>

namespace sluice::pool {

void log_exception(const std::string& what, const std::exception_ptr& error) noexcept {
    if (error == nullptr) {
        return;
    }
    try {
        try {
            std::rethrow_exception(error);
        } catch (const std::exception& exception) {
            spdlog::error("{} ended by an exception error={}", what, log_quote(exception.what()));
        } catch (...) {
            spdlog::error("{} ended by an exception of no known type", what);
        }
    } catch (...) {
        // No memory for a line of the log: what ended has given some back.
    }
}

}  // namespace sluice::pool
