#include "miner/kernel_profile.hpp"

#include "kernels/version.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace sluice::miner {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

KernelProfile KernelProfile::load(const std::filesystem::path& file) {
    KernelProfile profile;
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
        return profile;
    }
    std::ifstream in(file);
    const Json document = Json::parse(in, nullptr, false);
    if (!document.is_object() ||
        document.value("kernels_version", Json{}) != Json(kernels::kernels_version)) {
        return profile;
    }
    for (const Json& entry : document.value("fastest", Json::array())) {
        if (entry.is_object()) {
            profile.set(text_of(entry, "device"), text_of(entry, "algorithm"),
                        text_of(entry, "kernel"));
        }
    }
    return profile;
}

std::optional<std::string> KernelProfile::find(std::string_view device,
                                               std::string_view algorithm) const {
    const auto found = kernels_.find(Key{device, algorithm});
    return found != kernels_.end() ? std::optional{found->second} : std::nullopt;
}

void KernelProfile::set(std::string_view device, std::string_view algorithm, std::string kernel) {
    kernels_.insert_or_assign(Key{device, algorithm}, std::move(kernel));
}

Result<void> KernelProfile::save(const std::filesystem::path& file) const {
    Json fastest = Json::array();
    for (const auto& [key, kernel] : kernels_) {
        fastest.push_back({{"device", key.first}, {"algorithm", key.second}, {"kernel", kernel}});
    }
    const Json document{{"kernels_version", kernels::kernels_version}, {"fastest", fastest}};
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    std::filesystem::path draft = file;
    draft += ".";
    draft += std::to_string(getpid());
    if (std::ofstream out(draft); !(out << document.dump(2) << '\n') || !out.flush()) {
        return Unexpected{"cannot write " + draft.string()};
    }
    std::filesystem::rename(draft, file, error);
    if (error) {
        return Unexpected{"cannot write " + file.string() + ": " + error.message()};
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
