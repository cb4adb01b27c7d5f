#include "kernels/api/algorithm.hpp"

#include "kernels/registry/algorithms.hpp"
#include "kernels/verify/reference_scan.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <set>

namespace sluice::kernels {
namespace {

TEST(algorithms, are_found_by_their_unique_names) {
    std::set<std::string_view> names;
    for (const Algorithm& algorithm : algorithms()) {
        EXPECT_TRUE(names.insert(algorithm.name).second) << algorithm.name;
        EXPECT_EQ(find_algorithm(algorithm.name), &algorithm);
    }
    EXPECT_TRUE(names.contains("sha256d"));
    EXPECT_EQ(find_algorithm(""), nullptr);
    EXPECT_EQ(find_algorithm("sha256"), nullptr);
}

TEST(algorithms, have_their_fields_inside_the_header) {
    for (const Algorithm& algorithm : algorithms()) {
        EXPECT_LE(algorithm.family.size, header_size_max);
        EXPECT_LE(algorithm.family.nonce_offset + algorithm.family.nonce_size,
                  algorithm.family.size);
        EXPECT_LE(*algorithm.family.version_offset + 4, algorithm.family.size);
        EXPECT_GE(algorithm.share_difficulty_unit, 1U);
    }
}

TEST(algorithms, reproduce_their_known_headers) {
    for (const Algorithm& algorithm : algorithms()) {
        EXPECT_FALSE(algorithm.known_headers().empty()) << algorithm.name;
        for (const KnownHeader& known : algorithm.known_headers()) {
            HashBytes hash;
            algorithm.hash(std::span(known.header).first(algorithm.family.size), hash);
            EXPECT_EQ(hash, known.hash) << algorithm.name;
        }
    }
}

TEST(reference_hash, puts_version_and_nonce_little_endian_into_the_header) {
    const Algorithm& algorithm = *find_algorithm("sha256d");
    const KnownHeader& known = algorithm.known_headers().front();
    Work work{.header = known.header};
    std::memset(&work.header[algorithm.family.nonce_offset], 0xee, algorithm.family.nonce_size);
    std::memset(&work.header[*algorithm.family.version_offset], 0xee, 4);
    EXPECT_EQ(reference_hash(algorithm, work, 1, 0x7c2bac1d), known.hash);
}

TEST(versions_of, gives_the_headers_own_version_when_none_is_listed) {
    const Algorithm& algorithm = *find_algorithm("sha256d");
    Work work;
    work.header[*algorithm.family.version_offset] = 0x04;
    work.header[*algorithm.family.version_offset + 3] = 0x20;
    work.versions = {7, 8, 9};
    EXPECT_EQ(versions_of(algorithm, work), (std::vector<std::uint32_t>{0x20000004}));
    work.version_count = 2;
    EXPECT_EQ(versions_of(algorithm, work), (std::vector<std::uint32_t>{7, 8}));
}

TEST(meets_target, compares_all_256_bits_from_the_last_byte_down) {
    HashBytes hash{};
    HashBytes target{};
    EXPECT_TRUE(meets_target(hash, target));
    hash[0] = 1;
    EXPECT_FALSE(meets_target(hash, target));
    target[0] = 1;
    EXPECT_TRUE(meets_target(hash, target));
    hash[0] = 0xff;
    target = {};
    target[31] = 1;
    EXPECT_TRUE(meets_target(hash, target));
    hash[31] = 1;
    EXPECT_FALSE(meets_target(hash, target));
    target[1] = 1;
    EXPECT_TRUE(meets_target(hash, target));
}

}  // namespace
}  // namespace sluice::kernels
