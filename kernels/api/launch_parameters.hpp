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
#include <string>
#include <string_view>
#include <vector>

namespace sluice::kernels {

/// One number of a launch. A row is a constant that lives as long as the program.
struct LaunchParameter {
    std::string_view name;   ///< in profiles, JSON and error messages: "lookup_gap"
    std::string_view words;  ///< in tables, with the number for the braces: "lookup gap {}"
    std::uint32_t max;       ///< the range is 1 to max; a kernel or a device may take less
    /// In tables and files; no two of an algorithm alike, and below LaunchShape::places_max.
    std::size_t place;
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
    static constexpr std::size_t places_max = 10;

    struct Setting {
        const LaunchParameter* parameter = nullptr;  ///< null: the place is the default's
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
        const Setting& setting = places_[parameter.place];
        return setting.parameter == &parameter ? setting.value : 0;
    }

    /// 0 takes the number out.
    constexpr void set(const LaunchParameter& parameter, std::uint32_t value) {
        assert(parameter.place < places_max);
        places_[parameter.place] = value == 0 ? Setting{} : Setting{&parameter, value};
    }

    [[nodiscard]] constexpr LaunchShape with(const LaunchParameter& parameter,
                                             std::uint32_t value) const {
        LaunchShape shape = *this;
        shape.set(parameter, value);
        return shape;
    }

    /// Takes the others' numbers where this one has defaults.
    [[nodiscard]] constexpr LaunchShape or_else(const LaunchShape& defaults) const {
        LaunchShape shape = *this;
        for (std::size_t i = 0; i < places_max; ++i) {
            if (places_[i].parameter == nullptr) {
                shape.places_[i] = defaults.places_[i];
            }
        }
        return shape;
    }

    /// The numbers that are set, in their place.
    [[nodiscard]] std::vector<Setting> settings() const;

    constexpr bool operator==(const LaunchShape&) const = default;

private:
    std::array<Setting, places_max> places_{};
};

/// "lookup_gap 3 (right: 1, 2, 4 or 8)".
[[nodiscard]] std::string shape_mistake(const LaunchParameter& parameter, std::uint64_t value,
                                        std::string_view right);

/// Empty where every number is in its row's range; else what is wrong with one.
[[nodiscard]] std::string range_mistake(const LaunchShape& shape);

}  // namespace sluice::kernels
