#include "miner/tuning/kernel_profile.hpp"

#include "base/printable.hpp"
#include "base/whole_file.hpp"
#include "kernels/api/version.hpp"
#include "miner/tuning/launch_shape_json.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <system_error>
#include <utility>

namespace sluice::miner {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

KernelProfile::KernelProfile(std::filesystem::path file) : file_(std::move(file)) { load(); }

void KernelProfile::load() {
    std::error_code error;
    if (file_.empty() || !std::filesystem::is_regular_file(file_, error)) {
        return;
    }
    std::ifstream in(file_);
    const Json document = Json::parse(in, nullptr, false);
    if (!document.is_object()) {
        error_ = file_.string() + " is damaged and not used; devices are tuned again";
        return;
    }
    if (document.value("kernels_version", Json{}) != Json(kernels::kernels_version)) {
        error_ = file_.string() + " was made with other kernels; devices are tuned again";
        return;
    }
    for (const Json& entry : document.value("fastest", Json::array())) {
        if (entry.is_object()) {
            entries_.insert_or_assign(Key{text_of(entry, "backend"), text_of(entry, "device"),
                                          text_of(entry, "algorithm")},
                                      Entry{text_of(entry, "driver"), text_of(entry, "kernel"),
                                            entry.value("launch", Json::object())});
        }
    }
}

KernelProfile::Answer KernelProfile::find(const kernels::DeviceInfo& device,
                                          const kernels::Algorithm& algorithm) const {
    const std::lock_guard lock{mutex_};
    const auto found = entries_.find(Key{device.backend, device.name, std::string{algorithm.name}});
    if (found == entries_.end()) {
        return {};
    }
    const Entry& entry = found->second;
    if (entry.driver != device.driver) {
        return {.tuned = std::nullopt,
                .remark = device.name + " was tuned with driver \"" +
                          printable(entry.driver, entry.driver.size()) + "\" and now has \"" +
                          device.driver + "\"; it is tuned again"};
    }
    return {.tuned = TunedKernel{entry.kernel, launch_shape_from(entry.launch, algorithm)},
            .remark = {}};
}

Result<void> KernelProfile::keep(const kernels::DeviceInfo& device,
                                 const kernels::Algorithm& algorithm, const TunedKernel& tuned) {
    const std::lock_guard lock{mutex_};
    entries_.insert_or_assign(Key{device.backend, device.name, std::string{algorithm.name}},
                              Entry{device.driver, tuned.kernel, to_json(tuned.shape)});
    return file_.empty() ? Result<void>{} : save();
}

Result<void> KernelProfile::save() const {
    Json fastest = Json::array();
    for (const auto& [key, entry] : entries_) {
        Json object{{"backend", key.backend},
                    {"device", key.device},
                    {"driver", entry.driver},
                    {"algorithm", key.algorithm},
                    {"kernel", entry.kernel}};
        if (entry.launch.is_object() && !entry.launch.empty()) {
            object["launch"] = entry.launch;
        }
        fastest.push_back(std::move(object));
    }
    const Json document{{"kernels_version", kernels::kernels_version}, {"fastest", fastest}};
    const std::string text = document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    if (const std::error_code error = replace_file(file_, text)) {
        return Unexpected{"cannot write " + file_.string() + ": " + error.message()};
    }
    return {};
}

std::filesystem::path default_profile_file() {
    const char* cache = std::getenv("XDG_CACHE_HOME");
    if (cache != nullptr && *cache != '\0') {
        return std::filesystem::path(cache) / "sluice" / "kernels.json";
    }
    const char* home = std::getenv("HOME");
    if (home != nullptr && *home != '\0') {
        return std::filesystem::path(home) / ".cache" / "sluice" / "kernels.json";
    }
    return {};
}

}  // namespace sluice::miner
