#include "miner/tuning/launch_shape_json.hpp"

#include <concepts>
#include <cstdint>
#include <limits>

namespace sluice::miner {
namespace {

using Json = nlohmann::ordered_json;

/// Calls `visit(name, member)` for every member of a shape.
template <class Shape, class Visit>
void for_each_member(Shape& shape, Visit visit) {
    visit("block_threads", shape.block_threads);
    visit("nonces_per_thread", shape.nonces_per_thread);
    visit("versions", shape.versions);
    visit("lookup_gap", shape.lookup_gap);
    visit("launch_hashes", shape.launch_hashes);
}

}  // namespace

Json to_json(const kernels::LaunchShape& shape) {
    Json object = Json::object();
    for_each_member(shape, [&](const char* name, std::unsigned_integral auto number) {
        if (number != 0) {
            object[name] = number;
        }
    });
    return object;
}

kernels::LaunchShape launch_shape_from(const Json& object) {
    kernels::LaunchShape shape;
    if (!object.is_object()) {
        return shape;
    }
    for_each_member(shape, [&]<std::unsigned_integral Number>(const char* name, Number& number) {
        const auto found = object.find(name);
        if (found != object.end() && found->is_number_unsigned() &&
            found->template get<std::uint64_t>() <= std::numeric_limits<Number>::max()) {
            number = found->template get<Number>();
        }
    });
    return shape;
}

}  // namespace sluice::miner
