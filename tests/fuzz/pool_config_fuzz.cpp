// Any text either loads as a configuration without a problem, or has problems that each say
// something.

#include "pool/config/check_config.hpp"
#include "pool/config/load_config.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sluice::pool;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const ConfigResult result = parse_config(text, "fuzz.toml");
    if (result) {
        require(check_config(*result).empty());
        return 0;
    }
    require(!result.error().empty());
    for (const ConfigProblem& problem : result.error()) {
        require(!problem.problem.empty());
        require(message(problem).starts_with("fuzz.toml:"));
    }
    return 0;
}
