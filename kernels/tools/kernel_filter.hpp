#pragma once
/// Which kernels the programs of this folder are to run, by name. Pure functions, thread-safe.

#include <string_view>

namespace sluice::kernels {

/// Whether `filter` is `name` ("cuda0 sha256d/cuda") or whole words that it begins with: "cuda0",
/// "cuda0 sha256d". So "cuda0 sha256d/cuda" leaves "cuda0 sha256d/cuda-mad" alone.
[[nodiscard]] constexpr bool selects(std::string_view filter, std::string_view name) noexcept {
    if (!name.starts_with(filter)) {
        return false;
    }
    constexpr std::string_view ends = " /";
    return filter.empty() || filter.size() == name.size() ||
           ends.find(filter.back()) != ends.npos || ends.find(name[filter.size()]) != ends.npos;
}

static_assert(selects("", "cuda0 sha256d/cuda") && selects("cuda0", "cuda0 sha256d/cuda"));
static_assert(selects("cuda0 sha256d/", "cuda0 sha256d/cuda"));
static_assert(selects("cuda0 sha256d/cuda", "cuda0 sha256d/cuda"));
static_assert(!selects("cuda0 sha256d/cuda", "cuda0 sha256d/cuda-mad"));
static_assert(!selects("cuda1", "cuda10 sha256d/cuda"));

}  // namespace sluice::kernels
