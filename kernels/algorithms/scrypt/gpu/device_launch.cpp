#include "kernels/algorithms/scrypt/gpu/device_launch.hpp"

#include "kernels/hash/sha256.hpp"

#include <algorithm>

namespace sluice::kernels::scrypt {

ScryptLaunch make_launch(const Work& work, std::span<const std::uint32_t> versions) {
    ScryptLaunch launch{};
    for (std::size_t i = 0; i < launch.header.size(); ++i) {
        launch.header[i] = sha256d::load_be32(&work.header[4 * i]);
    }
    launch.target = target_words(work.target);
    std::ranges::copy(versions, launch.versions.begin());
    launch.version_count = static_cast<std::uint32_t>(versions.size());
    return launch;
}

RomixSteps romix_steps(std::uint32_t lookup_gap, PieceRange pieces) noexcept {
    constexpr std::uint32_t fill_pieces = v_rows / piece_steps;
    const std::uint32_t piece_rows = piece_steps / lookup_gap;  // filled, or read
    return {
        std::min(pieces.first, fill_pieces) * piece_rows,
        std::min(pieces.end(), fill_pieces) * piece_rows,
        (std::max(pieces.end(), fill_pieces) - std::max(pieces.first, fill_pieces)) * piece_rows};
}

BatchPlan plan_batch(std::uint64_t bytes, std::uint64_t wanted, std::uint32_t block_hashes,
                     std::uint32_t gap) noexcept {
    const std::uint64_t wanted_blocks = std::max<std::uint64_t>(1, wanted / block_hashes);
    BatchPlan best;
    for (const std::uint32_t candidate : lookup_gaps) {
        if (gap != 0 && candidate != gap) {
            continue;
        }
        const std::uint64_t fitting = bytes / (hash_bytes(candidate) * block_hashes);
        const std::uint64_t blocks = std::min(wanted_blocks, fitting);
        if (blocks * block_hashes > best.hashes) {
            best = {candidate, blocks * block_hashes};
        }
        if (2 * blocks >= wanted_blocks) {
            break;
        }
    }
    return best;
}

}  // namespace sluice::kernels::scrypt
