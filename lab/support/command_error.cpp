#include "lab/support/command_error.hpp"

#include "base/join.hpp"
#include "base/nearest_name.hpp"

namespace sluice::lab {

void reject_name(const std::string& what, const std::string& name,
                 std::span<const std::string_view> known) {
    const std::string_view near = nearest_name(name, known);
    throw UsageError(what + " \"" + name + "\" is not known; there are " + join(known) +
                     (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?"));
}

}  // namespace sluice::lab
