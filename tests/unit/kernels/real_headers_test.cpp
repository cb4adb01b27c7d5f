// Headers of the Bitcoin and Litecoin chains through the reference and every kernel.

#include "tests/unit/kernels/scan_support.hpp"
#include "tests/unit/protocol/vector_files.hpp"

#include "kernels/registry/algorithms.hpp"
#include "protocol/pow/hash256.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace sluice::kernels {
namespace {

constexpr std::size_t header_size = 80;
constexpr std::uint64_t window_before = 101;  // nonces before the true one
constexpr std::uint64_t window_after = 96;    // and after it

std::vector<Work> retarget_headers() {
    auto file = sluice::tests::open_vectors("headers/btc-retarget-headers.bin");
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    std::vector<Work> works(bytes.size() / header_size);
    for (std::size_t i = 0; i < works.size(); ++i) {
        std::memcpy(works[i].header.data(), &bytes[i * header_size], header_size);
    }
    return works;
}

std::uint32_t load_le32(const Work& work, std::size_t offset) {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;) {
        value = value << 8 | work.header[offset + i];
    }
    return value;
}

/// The target of the header's own `bits`: 23 bits of mantissa times 256^(exponent - 3).
HashBytes network_target(const Work& work) {
    const std::uint32_t bits = load_le32(work, 72);
    const std::uint32_t exponent = bits >> 24;
    HashBytes target{};
    for (std::uint32_t i = 0; i < 3; ++i) {
        target.at(exponent - 3 + i) = static_cast<std::uint8_t>(bits >> (8 * i));
    }
    return target;
}

TEST(real_headers, hash_to_their_known_ids) {
    const Algorithm& algorithm = *find_algorithm("sha256d");
    const auto rows = sluice::tests::csv_vectors("headers/btc-retarget-headers.csv");
    const auto works = retarget_headers();
    ASSERT_EQ(works.size(), 827U);
    ASSERT_EQ(rows.size(), works.size());
    for (std::size_t i = 0; i < works.size(); ++i) {
        HashBytes hash;
        algorithm.hash(std::span(works[i].header).first(header_size), hash);
        EXPECT_EQ(protocol::to_display_hex({hash}), rows[i][4]) << "height " << rows[i][1];
        EXPECT_TRUE(meets_target(hash, network_target(works[i])));
    }
    const auto famous = sluice::tests::csv_vectors("headers/btc-famous.csv");
    ASSERT_EQ(famous.size(), 19U);
    for (const auto& row : famous) {
        HashBytes hash;
        algorithm.hash(sluice::tests::unhex(row[2]), hash);
        EXPECT_EQ(protocol::to_display_hex({hash}), row[3]) << row[0] << " " << row[1];
    }
}

TEST(real_headers, give_every_kernel_exactly_their_true_nonce) {
    auto works = retarget_headers();
    ASSERT_EQ(works.size(), 827U);
    tests::for_each_scanner([&](const Algorithm& algorithm, Scanner& scanner) {
        if (algorithm.name != "sha256d") {
            return;
        }
        for (Work& work : works) {
            work.target = network_target(work);
            const std::uint64_t nonce = load_le32(work, algorithm.family.nonce_offset);
            const std::uint64_t first = nonce - std::min(nonce, window_before);
            const std::uint64_t end =
                std::min(nonce + 1 + window_after, tests::nonce_end(algorithm));
            const ScanResult result = scan(scanner, work, {first, end - first});
            ASSERT_EQ(result.hits.size(), 1U) << "nonce " << nonce;
            EXPECT_EQ(result.hits[0].nonce, nonce);
            EXPECT_EQ(result.hits[0].version, load_le32(work, *algorithm.family.version_offset));
            EXPECT_EQ(result.nonces_done, end - first);
        }
    });
}

TEST(real_headers, of_litecoin_give_every_kernel_exactly_their_true_nonce) {
    std::vector<Work> works;
    for (const auto& row : sluice::tests::csv_vectors("headers/scrypt.csv")) {
        if (row[0].starts_with("litecoin-") && row[0] != "litecoin-regtest-genesis") {
            const auto header = sluice::tests::unhex(row[5]);
            std::ranges::copy(header, works.emplace_back().header.begin());
        }
    }
    ASSERT_EQ(works.size(), 7U);
    tests::for_each_scanner([&](const Algorithm& algorithm, Scanner& scanner) {
        if (algorithm.name != "scrypt") {
            return;
        }
        for (Work& work : works) {
            work.target = network_target(work);
            const std::uint64_t nonce = load_le32(work, algorithm.family.nonce_offset);
            const ScanResult result = scan(scanner, work, {nonce - 11, 21});
            ASSERT_EQ(result.hits.size(), 1U) << "nonce " << nonce;
            EXPECT_EQ(result.hits[0].nonce, nonce);
        }
    });
}

}  // namespace
}  // namespace sluice::kernels
