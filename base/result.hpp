#pragma once
/// Result<T, E>: a value or the error that prevented it, with the member names of C++23's
/// std::expected (gcc 12 has none). A peer's or a user's mistake is a Result; a bug is an
/// assertion. Regular value type; no thread affinity.

#include <cassert>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace sluice {

/// Wraps an error so that it converts to any Result<T, E>.
template <class E>
struct Unexpected {
    E error;
};
template <class E>
Unexpected(E) -> Unexpected<E>;

template <class T, class E = std::string>
class [[nodiscard]] Result {
public:
    using value_type = T;
    using error_type = E;

    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}

    template <class G>
    requires std::is_convertible_v<G, E> Result(Unexpected<G> unexpected)
        : state_(std::in_place_index<1>, std::move(unexpected.error)) {}

    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] const T& value() const& {
        assert(has_value());
        return *std::get_if<0>(&state_);
    }
    [[nodiscard]] T& value() & {
        assert(has_value());
        return *std::get_if<0>(&state_);
    }
    [[nodiscard]] T&& value() && {
        assert(has_value());
        return std::move(*std::get_if<0>(&state_));
    }
    [[nodiscard]] const E& error() const& {
        assert(!has_value());
        return *std::get_if<1>(&state_);
    }

    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }

    [[nodiscard]] T value_or(T fallback) const& {
        return has_value() ? value() : std::move(fallback);
    }

    bool operator==(const Result&) const = default;

private:
    std::variant<T, E> state_;
};

/// Result without a value: success, or the error.
template <class E>
class [[nodiscard]] Result<void, E> {
public:
    using value_type = void;
    using error_type = E;

    Result() = default;

    template <class G>
    requires std::is_convertible_v<G, E> Result(Unexpected<G> unexpected)
        : error_(std::move(unexpected.error)), failed_(true) {}

    [[nodiscard]] bool has_value() const noexcept { return !failed_; }
    explicit operator bool() const noexcept { return has_value(); }
    [[nodiscard]] const E& error() const& {
        assert(failed_);
        return error_;
    }

    bool operator==(const Result&) const = default;

private:
    E error_{};
    bool failed_ = false;
};

}  // namespace sluice
