#include "kernels/algorithms/scrypt/cpu/batch_runner.hpp"

#include "kernels/algorithms/scrypt/scrypt.hpp"

#include <algorithm>
#include <cassert>

namespace sluice::kernels::scrypt {

BatchRunner::BatchRunner(const BatchFunction& function)
    : function_(function),
      scratch_(function.scratch_bytes),
      rest_headers_(function.hashes * header_size),
      rest_hashes_(function.hashes) {}

void BatchRunner::hash(std::span<const std::uint8_t> headers, std::span<HashBytes> out) noexcept {
    assert(headers.size() == out.size() * header_size);
    while (out.size() >= lanes()) {
        function_.hash(headers.data(), static_cast<std::uint32_t*>(scratch_.data()), out.data());
        headers = headers.subspan(lanes() * header_size);
        out = out.subspan(lanes());
    }
    if (!out.empty()) {
        hash_rest(headers, out);
    }
}

void BatchRunner::hash_rest(std::span<const std::uint8_t> headers,
                            std::span<HashBytes> out) noexcept {
    if (out.size() == 1) {  // takes the reference no longer than a whole batch takes the lanes
        litecoin_hash(headers, out.front());
        return;
    }
    std::ranges::copy(headers, rest_headers_.begin());
    function_.hash(rest_headers_.data(), static_cast<std::uint32_t*>(scratch_.data()),
                   rest_hashes_.data());
    std::copy_n(rest_hashes_.begin(), out.size(), out.begin());
}

}  // namespace sluice::kernels::scrypt
