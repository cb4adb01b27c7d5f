#include "kernels/registry/algorithms.hpp"

#include "kernels/algorithms/scrypt/row.hpp"
#include "kernels/algorithms/sha256d/row.hpp"

#include <algorithm>

namespace sluice::kernels {
namespace {

constexpr Algorithm algorithm_table[] = {sha256d::row, scrypt::row};

}  // namespace

std::span<const Algorithm> algorithms() noexcept { return algorithm_table; }

const Algorithm* find_algorithm(std::string_view name) noexcept {
    const auto found = std::ranges::find(algorithm_table, name, &Algorithm::name);
    return found == std::end(algorithm_table) ? nullptr : found;
}

}  // namespace sluice::kernels
