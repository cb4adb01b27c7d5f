#pragma once
/// The completion handler for coroutines that nobody waits for: an exception is logged, never lost.
/// Any thread.

#include <spdlog/spdlog.h>

#include <exception>
#include <string>

namespace sluice::pool {

[[nodiscard]] inline auto log_exception(std::string what) {
    return [what = std::move(what)](std::exception_ptr error) {
        if (error == nullptr) {
            return;
        }
        try {
            std::rethrow_exception(error);
        } catch (const std::exception& exception) {
            spdlog::error("{} ended by an exception error=\"{}\"", what, exception.what());
        }
    };
}

}  // namespace sluice::pool
