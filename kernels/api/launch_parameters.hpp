#pragma once
/// How a GPU kernel is launched: what autotuning searches and what --intensity overrides. The
/// numbers are rows that belong to the algorithm whose kernels read them, so that files, tables and
/// tuning loop over rows and know no algorithm. Regular values; CPU kernels have none.

#include "kernels/api/work.hpp"

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace sluice::kernels {

/// One number of a launch. A row is a constant that lives as long as the program.
struct LaunchParameter {
    std::string_view name;   ///< in profiles, JSON and error messages: "lookup_gap"
    std::string_view words;  ///< in tables, with the number for the braces: "lookup gap {}"
    std::uint32_t max;       ///< the range is 1 to max; a kernel or a device may take less
    int place;               ///< in tables and files: rising, no two of an algorithm alike
};

/// A launch of this many hashes takes a tenth of a second on the fastest GPU.
inline constexpr std::uint32_t launch_hashes_max = std::uint32_t{1} << 30;

/// The rows of every algorithm; others stand in the algorithm's launch_parameters.hpp.
namespace launch {
/// Threads of a block (CUDA) or work group (OpenCL).
inline constexpr LaunchParameter block_threads{"block_threads", "{} threads", 8192, 0};
/// Headers that share a message schedule.
inline constexpr LaunchParameter versions{"versions", "{} versions", versions_max, 2};
/// Hashes of one launch: how long new work waits, or, for hashes in memory, how many are in flight.
inline constexpr LaunchParameter hashes{"launch_hashes", "{} hashes a launch", launch_hashes_max,
                                        9};
}  // namespace launch

class LaunchShape {
public:
    static constexpr std::size_t parameters_max = 8;

    struct Setting {
        const LaunchParameter* parameter = nullptr;
        std::uint32_t value = 0;

        constexpr bool operator==(const Setting&) const = default;
    };

    /// Every number is the kernel's own default.
    constexpr LaunchShape() = default;
    constexpr LaunchShape(std::initializer_list<Setting> settings) {
        for (const Setting& setting : settings) {
            set(*setting.parameter, setting.value);
        }
    }

    /// 0: the kernel's own default.
    [[nodiscard]] constexpr std::uint32_t operator[](const LaunchParameter& parameter) const {
        for (const Setting& setting : settings()) {
            if (setting.parameter == &parameter) {
                return setting.value;
            }
        }
        return 0;
    }

    /// 0 takes the number out. At most parameters_max rows are set.
    constexpr void set(const LaunchParameter& parameter, std::uint32_t value) {
        std::size_t at = 0;
        while (at < size_ && settings_[at].parameter->place < parameter.place) {
            ++at;
        }
        const bool known = at < size_ && settings_[at].parameter == &parameter;
        if (known && value != 0) {
            settings_[at].value = value;
        } else if (known) {
            for (--size_; at < size_; ++at) {
                settings_[at] = settings_[at + 1];
            }
            settings_[size_] = {};
        } else if (value != 0) {
            assert(size_ < parameters_max);
            for (std::size_t i = size_++; i > at; --i) {
                settings_[i] = settings_[i - 1];
            }
            settings_[at] = {&parameter, value};
        }
    }

    [[nodiscard]] constexpr LaunchShape with(const LaunchParameter& parameter,
                                             std::uint32_t value) const {
        LaunchShape shape = *this;
        shape.set(parameter, value);
        return shape;
    }

    /// Takes the others' numbers where this one has defaults.
    [[nodiscard]] constexpr LaunchShape or_else(const LaunchShape& defaults) const {
        LaunchShape shape = defaults;
        for (const Setting& setting : settings()) {
            shape.set(*setting.parameter, setting.value);
        }
        return shape;
    }

    /// The numbers that are set, in their place.
    [[nodiscard]] constexpr std::span<const Setting> settings() const {
        return {settings_.data(), size_};
    }

    constexpr bool operator==(const LaunchShape&) const = default;

private:
    std::array<Setting, parameters_max> settings_{};
    std::size_t size_ = 0;
};

/// "lookup_gap 3 (right: 1, 2, 4 or 8)".
[[nodiscard]] std::string shape_mistake(const LaunchParameter& parameter, std::uint64_t value,
                                        std::string_view right);

/// Empty where every number is in its row's range; else what is wrong with one.
[[nodiscard]] std::string range_mistake(const LaunchShape& shape);

}  // namespace sluice::kernels
