#include "kernels/gpu/opencl/device_info.hpp"

#include "base/printable.hpp"
#include "kernels/gpu/opencl/opencl_error.hpp"

#include <array>
#include <cstdio>
#include <optional>

namespace sluice::kernels::opencl {
namespace {

// Where each vendor's driver tells a device's place on the PCI bus: cl_khr_pci_bus_info,
// cl_nv_device_attribute_query and cl_amd_device_attribute_query.
constexpr cl_device_info pci_bus_info_khr = 0x410F;
constexpr cl_device_info pci_bus_id_nv = 0x4008;
constexpr cl_device_info pci_slot_id_nv = 0x4009;
constexpr cl_device_info pci_domain_id_nv = 0x400A;
constexpr cl_device_info topology_amd = 0x4037;

/// A value of a fixed size, or nothing where the driver does not know the question.
template <class Value>
std::optional<Value> ask(const Api& api, cl_device_id device, cl_device_info what) {
    Value value{};
    std::size_t size = 0;
    if (api.GetDeviceInfo(device, what, sizeof(value), &value, &size) != CL_SUCCESS ||
        size != sizeof(value)) {
        return std::nullopt;
    }
    return value;
}

/// Calls `get(size, out, size_out)` twice, for the size of a text and for the text. Names go to
/// terminals and logs.
template <class Get>
std::string text_from(Get get) {
    std::size_t size = 0;
    if (get(0, nullptr, &size) != CL_SUCCESS) {
        return {};
    }
    std::string text(size, '\0');
    if (get(size, text.data(), nullptr) != CL_SUCCESS) {
        return {};
    }
    const std::size_t first = text.find_first_not_of(' ');
    const std::size_t last = text.find_last_not_of(std::string_view(" \0", 2));
    return last == std::string::npos
               ? ""
               : printable(text.substr(first, last + 1 - first), driver_text_bytes_max);
}

std::string device_text(const Api& api, cl_device_id device, cl_device_info what) {
    return text_from([&](std::size_t size, void* out, std::size_t* size_out) {
        return api.GetDeviceInfo(device, what, size, out, size_out);
    });
}

std::string pci_bus_id(const Api& api, cl_device_id device) {
    std::array<cl_uint, 4> place{};  // domain, bus, device, function
    if (const auto khr = ask<std::array<cl_uint, 4>>(api, device, pci_bus_info_khr)) {
        place = *khr;
    } else if (const auto bus = ask<cl_uint>(api, device, pci_bus_id_nv)) {
        const cl_uint slot = ask<cl_uint>(api, device, pci_slot_id_nv).value_or(0);
        place = {ask<cl_uint>(api, device, pci_domain_id_nv).value_or(0), *bus, slot >> 3,
                 slot & 7};
    } else if (const auto amd = ask<std::array<cl_uchar, 24>>(api, device, topology_amd)) {
        place = {0, (*amd)[21], (*amd)[22], (*amd)[23]};
    } else {
        return {};
    }
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04x:%02x:%02x.%x", place[0], place[1], place[2],
                  place[3]);
    return text.data();
}

std::string why_ineligible(const Api& api, cl_device_id device) {
    const auto is = [&](cl_device_info what) {
        return ask<cl_bool>(api, device, what).value_or(CL_FALSE) == CL_TRUE;
    };
    if (!is(CL_DEVICE_AVAILABLE)) {
        return "the driver says that it is not available";
    }
    if (!is(CL_DEVICE_COMPILER_AVAILABLE)) {
        return "its driver has no compiler for OpenCL C";
    }
    if (!is(CL_DEVICE_ENDIAN_LITTLE)) {
        return "its numbers are big-endian";
    }
    return {};
}

FoundDevice describe(const Api& api, cl_device_id device, const std::string& platform) {
    const auto type = ask<cl_device_type>(api, device, CL_DEVICE_TYPE).value_or(0);
    FoundDevice found{.id = device, .info = {}, .traits = {}, .ineligible = {}};
    found.traits = {
        .is_cpu = (type & CL_DEVICE_TYPE_CPU) != 0,
        .compute_units = ask<cl_uint>(api, device, CL_DEVICE_MAX_COMPUTE_UNITS).value_or(1),
        .block_threads_max = static_cast<std::uint32_t>(
            ask<std::size_t>(api, device, CL_DEVICE_MAX_WORK_GROUP_SIZE).value_or(1)),
        .memory_bytes = ask<cl_ulong>(api, device, CL_DEVICE_GLOBAL_MEM_SIZE).value_or(0),
        .buffer_bytes_max = ask<cl_ulong>(api, device, CL_DEVICE_MAX_MEM_ALLOC_SIZE).value_or(0)};
    found.info = {.backend = "opencl",
                  .index = 0,
                  .name = device_text(api, device, CL_DEVICE_NAME),
                  .parallel_scanners = 1,
                  .driver = platform + " " + device_text(api, device, CL_DRIVER_VERSION),
                  .pci_bus_id = pci_bus_id(api, device),
                  .memory_bytes = found.traits.memory_bytes};
    found.ineligible = why_ineligible(api, device);
    return found;
}

std::vector<cl_platform_id> platforms_of(const Api& api) {
    cl_uint count = 0;
    check(api.GetPlatformIDs(0, nullptr, &count), "clGetPlatformIDs");
    std::vector<cl_platform_id> platforms(count);
    if (count != 0) {
        check(api.GetPlatformIDs(count, platforms.data(), nullptr), "clGetPlatformIDs");
    }
    return platforms;
}

std::vector<cl_device_id> devices_of(const Api& api, cl_platform_id platform) {
    cl_uint count = 0;
    const cl_int code = api.GetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 0, nullptr, &count);
    if (code == CL_DEVICE_NOT_FOUND) {
        return {};
    }
    check(code, "clGetDeviceIDs");
    std::vector<cl_device_id> devices(count);
    check(api.GetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, count, devices.data(), nullptr),
          "clGetDeviceIDs");
    return devices;
}

}  // namespace

std::vector<FoundDevice> find_devices(const Api& api, std::vector<std::string>& absent,
                                      const DriverNotice& notice) {
    std::vector<FoundDevice> found;
    std::vector<cl_platform_id> platforms;
    try {
        platforms = platforms_of(api);
        if (platforms.empty()) {
            absent.emplace_back("OpenCL: no driver is registered in /etc/OpenCL/vendors");
        }
    } catch (const Error& error) {
        absent.push_back("OpenCL: " + std::string(error.what()));
    }
    for (std::size_t place = 0; place < platforms.size(); ++place) {
        const cl_platform_id platform = platforms[place];
        // A driver may fail at the first question already, which is its name.
        const std::string number = "platform " + std::to_string(place + 1);
        if (!notice(number)) {
            continue;
        }
        const std::string name = text_from([&](std::size_t size, void* out, std::size_t* size_out) {
            return api.GetPlatformInfo(platform, CL_PLATFORM_NAME, size, out, size_out);
        });
        if (!notice(name + " (" + number + ")")) {
            continue;
        }
        try {
            const std::vector<cl_device_id> devices = devices_of(api, platform);
            for (const cl_device_id device : devices) {
                found.push_back(describe(api, device, name));
                found.back().info.index = found.size() - 1;
            }
            if (devices.empty()) {
                absent.push_back("OpenCL: the driver \"" + name + "\" has no device");
            }
        } catch (const Error& error) {
            absent.push_back("OpenCL: " + name + ": " + error.what());
        }
    }
    return found;
}

}  // namespace sluice::kernels::opencl
