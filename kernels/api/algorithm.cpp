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
    for (std::size_t i = algorithm.family.nonce_size; i-- > 0;) {
        nonce = nonce << 8 | known.header[algorithm.family.nonce_offset + i];
    }
    return nonce;
}

HashBytes reference_hash(const Algorithm& algorithm, const Work& work, std::uint32_t version,
                         std::uint64_t nonce) noexcept {
    const HeaderFamily& family = algorithm.family;
    auto header = work.header;
    if (family.version_offset) {
        store_le(header.data() + *family.version_offset, sizeof(version), version);
    }
    store_le(header.data() + family.nonce_offset, family.nonce_size, nonce);
    const auto bytes = std::span(header).first(family.size);
    HashBytes hash;
    if (algorithm.epochs != nullptr) {
        assert(work.state != nullptr);
        algorithm.epochs->hash(bytes, *work.state, hash);
    } else {
        algorithm.hash(bytes, hash);
    }
    return hash;
}

std::vector<std::uint32_t> versions_of(const Algorithm& algorithm, const Work& work) {
    assert(work.version_count <= versions_max);
    if (work.version_count != 0) {
        return {work.versions.begin(), work.versions.begin() + work.version_count};
    }
    std::uint32_t own_version = 0;
    for (std::size_t i = sizeof(own_version); algorithm.family.version_offset && i-- > 0;) {
        own_version = own_version << 8 | work.header[*algorithm.family.version_offset + i];
    }
    return {own_version};
}

bool meets_target(const HashBytes& hash, const HashBytes& target) noexcept {
    return !std::lexicographical_compare(target.rbegin(), target.rend(), hash.rbegin(),
                                         hash.rend());
}

}  // namespace sluice::kernels
