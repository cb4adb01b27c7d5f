// A shared library with NVML's functions and one device, at 0000:01:00.0, that has no fan. What it
// is told by the environment variable FAKE_NVML: "broken", its start fails.

#include <cstdlib>
#include <cstring>

extern "C" {

struct FakeDevice {
    int tag;
};
struct FakeMemory {
    unsigned long long total, free, used;
};

constexpr int not_supported = 3;  // NVML_ERROR_NOT_SUPPORTED
constexpr int not_found = 6;      // NVML_ERROR_NOT_FOUND
constexpr int no_driver = 9;      // NVML_ERROR_DRIVER_NOT_LOADED

static FakeDevice device{7};
static bool started = false;

int nvmlInit_v2() {
    const char* mode = std::getenv("FAKE_NVML");
    started = mode == nullptr || std::strcmp(mode, "broken") != 0;
    return started ? 0 : no_driver;
}

int nvmlShutdown() {
    started = false;
    return 0;
}

int nvmlDeviceGetHandleByPciBusId_v2(const char* pci_bus_id, FakeDevice** out) {
    if (!started || std::strcmp(pci_bus_id, "0000:01:00.0") != 0) {
        return not_found;
    }
    *out = &device;
    return 0;
}

int nvmlDeviceGetTemperature(FakeDevice* which, int sensor, unsigned* out) {
    *out = 64;
    return which->tag == 7 && sensor == 0 ? 0 : not_supported;
}

int nvmlDeviceGetPowerUsage(FakeDevice*, unsigned* out) {
    *out = 312500;
    return 0;
}

int nvmlDeviceGetEnforcedPowerLimit(FakeDevice*, unsigned* out) {
    *out = 350000;
    return 0;
}

int nvmlDeviceGetFanSpeed(FakeDevice*, unsigned*) { return not_supported; }

int nvmlDeviceGetClockInfo(FakeDevice*, int domain, unsigned* out) {
    *out = domain == 1 ? 1980 : 2619;
    return 0;
}

int nvmlDeviceGetMemoryInfo(FakeDevice*, FakeMemory* out) {
    *out = {80'000'000'000, 70'000'000'000, 10'000'000'000};
    return 0;
}
}
