#include "kernels/api/launch_shape.hpp"

#include "kernels/api/work.hpp"

namespace sluice::kernels {
namespace {

std::string unless_at_most(std::string_view member, std::uint64_t value, std::uint64_t most) {
    return value <= most ? "" : shape_mistake(member, value, "1 to " + std::to_string(most));
}

}  // namespace

std::string shape_mistake(std::string_view member, std::uint64_t value, std::string_view right) {
    return std::string(member) + " " + std::to_string(value) + " (right: " + std::string(right) +
           ")";
}

std::string nonces_mistake(const LaunchShape& shape) {
    return unless_at_most("nonces_per_thread", shape.nonces_per_thread, nonces_per_thread_max);
}

std::string versions_mistake(const LaunchShape& shape) {
    return unless_at_most("versions", shape.versions, versions_max);
}

std::string launch_hashes_mistake(const LaunchShape& shape) {
    return unless_at_most("launch_hashes", shape.launch_hashes, launch_hashes_max);
}

}  // namespace sluice::kernels
