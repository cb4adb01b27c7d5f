#include "miner/devices/device_selection.hpp"

#include "kernels/registry/devices.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace sluice::miner {
namespace {

std::string listing(DeviceSpan devices, std::span<const std::string> absent) {
    std::string text;
    for (std::size_t place = 0; place < devices.size(); ++place) {
        const kernels::DeviceInfo& info = devices[place]->info();
        text += (text.empty() ? "" : ", ") + std::to_string(place) + " or " + device_name(info) +
                " (" + info.name + ")";
    }
    text = text.empty() ? "no device at all" : text;
    for (const std::string& line : absent) {
        text += "; " + line;
    }
    return text;
}

/// The places that one name stands for; none: there is no such device.
std::vector<std::size_t> places_of(DeviceSpan devices, std::string_view name) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    const bool is_number = error == std::errc{} && end == name.data() + name.size();
    std::vector<std::size_t> places;
    for (std::size_t place = 0; place < devices.size(); ++place) {
        const kernels::DeviceInfo& info = devices[place]->info();
        if (is_number ? place == number : name == info.backend || name == device_name(info)) {
            places.push_back(place);
        }
    }
    return places;
}

}  // namespace

Result<std::vector<std::size_t>> find_devices(DeviceSpan devices, std::string_view names,
                                              std::span<const std::string> absent) {
    std::set<std::size_t> places;
    while (true) {
        const std::size_t comma = names.find(',');
        const std::string_view name = names.substr(0, comma);
        const auto found = places_of(devices, name);
        if (found.empty()) {
            return Unexpected{"no device \"" + std::string{name} +
                              "\"; there are: " + listing(devices, absent)};
        }
        places.insert(found.begin(), found.end());
        if (comma == std::string_view::npos) {
            return std::vector<std::size_t>{places.begin(), places.end()};
        }
        names.remove_prefix(comma + 1);
    }
}

bool can_hash(const kernels::Device& device, const kernels::Algorithm& algorithm,
              std::string_view kernel) {
    const auto kernels = device.kernels(algorithm);
    return std::ranges::any_of(kernels, [&](const kernels::KernelInfo& info) {
        return info.eligible && names_kernel(kernel, algorithm, info.name);
    });
}

std::vector<std::string> parse_backends(std::string_view names) {
    std::set<std::string> backends;
    while (!names.empty()) {
        const std::size_t comma = names.find(',');
        const std::string_view name = names.substr(0, comma);
        names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 1);
        const std::string_view backend =
            name == "0" ? "cpu" : name.substr(0, name.find_first_of("0123456789"));
        if (std::ranges::count(kernels::backends(), backend, &kernels::Backend::name) == 0) {
            return {};  // a place that any backend may have, or a mistake that lists all devices
        }
        backends.insert(std::string(backend));
    }
    return {backends.begin(), backends.end()};
}

DefaultDevices default_devices(DeviceSpan devices, const kernels::Algorithm& algorithm,
                               std::string_view kernel, bool cpu_wanted) {
    DefaultDevices chosen;
    std::vector<std::size_t> cpus;
    std::vector<std::size_t> others;
    for (std::size_t place = 0; place < devices.size(); ++place) {
        const kernels::DeviceInfo& info = devices[place]->info();
        if (!can_hash(*devices[place], algorithm, kernel)) {
            continue;
        }
        if (info.backend == "cpu") {
            cpus.push_back(place);
        } else if (info.selected_by_default) {
            chosen.places.push_back(place);
        } else {
            others.push_back(place);
        }
    }
    if (chosen.places.empty() && cpus.empty() && !kernel.empty()) {
        chosen.places = others;
        return chosen;
    }
    for (const std::size_t place : others) {
        const kernels::DeviceInfo& info = devices[place]->info();
        chosen.notes.push_back(device_name(info) + " (" + info.name +
                               ") is not used unless --devices names it");
    }
    if (chosen.places.empty() || cpu_wanted) {
        chosen.places.insert(chosen.places.begin(), cpus.begin(), cpus.end());
    } else if (!cpus.empty()) {
        chosen.notes.emplace_back(
            "the CPU is left to serve the GPUs; --devices with cpu in its list lets it mine too");
    }
    return chosen;
}

}  // namespace sluice::miner
