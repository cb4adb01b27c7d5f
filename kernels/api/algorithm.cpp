#include "kernels/api/algorithm.hpp"

#include <algorithm>
#include <cassert>

namespace sluice::kernels {
namespace {

void store_le(std::uint8_t* out, std::size_t size, std::uint64_t value) noexcept {
    for (std::size_t i = 0; i < size; ++i) {
        out[i] = static_cast<std::uint8_t>(value >> (8 * i));
    }
}

}  // namespace

std::string qualified_name(const Algorithm& algorithm, std::string_view kernel) {
    return std::string(algorithm.name) + "/" + std::string(kernel);
}

std::string_view unqualified_name(const Algorithm& algorithm, std::string_view kernel) {
    const std::string prefix = qualified_name(algorithm, "");
    return kernel.starts_with(prefix) ? kernel.substr(prefix.size()) : kernel;
}

bool names_kernel(std::string_view name, const Algorithm& algorithm, std::string_view kernel) {
    return name.empty() || unqualified_name(algorithm, name) == kernel;
}

std::uint64_t nonce_of(const Algorithm& algorithm, const KnownHeader& known) noexcept {
    std::uint64_t nonce = 0;
    for (std::size_t i = algorithm.nonce_size; i-- > 0;) {
        nonce = nonce << 8 | known.header[algorithm.nonce_offset + i];
    }
    return nonce;
}

HashBytes reference_hash(const Algorithm& algorithm, const Work& work, std::uint32_t version,
                         std::uint64_t nonce) noexcept {
    auto header = work.header;
    store_le(header.data() + algorithm.version_offset, sizeof(version), version);
    store_le(header.data() + algorithm.nonce_offset, algorithm.nonce_size, nonce);
    HashBytes hash;
    algorithm.hash(std::span(header).first(algorithm.header_size), hash);
    return hash;
}

std::vector<std::uint32_t> versions_of(const Algorithm& algorithm, const Work& work) {
    assert(work.version_count <= versions_max);
    if (work.version_count != 0) {
        return {work.versions.begin(), work.versions.begin() + work.version_count};
    }
    std::uint32_t own_version = 0;
    for (std::size_t i = sizeof(own_version); i-- > 0;) {
        own_version = own_version << 8 | work.header[algorithm.version_offset + i];
    }
    return {own_version};
}

bool meets_target(const HashBytes& hash, const HashBytes& target) noexcept {
    return !std::lexicographical_compare(target.rbegin(), target.rend(), hash.rbegin(),
                                         hash.rend());
}

}  // namespace sluice::kernels
