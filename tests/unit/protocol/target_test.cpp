#include "protocol/pow/target.hpp"

#include "tests/unit/protocol/vector_files.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace sluice::protocol {
namespace {

UInt256 number(const std::string& display_hex) {
    return to_uint256(from_display_hex(display_hex).value());
}

constexpr std::uint32_t sign_bit = 0x00800000;

TEST(compact_target, agrees_with_the_reference_cases) {
    int cases = 0;
    const auto vectors = tests::json_vectors("difficulty/unit-cases.json");
    for (const auto& unit_case : vectors.at("cases")) {
        if (unit_case.at("rule") != "compact" || !unit_case.at("inputs").contains("bits")) {
            continue;
        }
        ++cases;
        SCOPED_TRACE(unit_case.at("id").get<std::string>());
        const auto& expected = unit_case.at("expected");
        const auto bits = from_hex_be32(unit_case.at("inputs").at("bits").get<std::string>());
        const CompactTarget decoded = decode_compact(bits.value());
        EXPECT_EQ(decoded.negative, expected.at("negative").get<bool>());
        EXPECT_EQ(decoded.overflowed, expected.at("overflow").get<bool>());
        if (expected.contains("target")) {
            EXPECT_EQ(decoded.target.value, number(expected.at("target")));
            const std::uint32_t sign = decoded.negative ? sign_bit : 0;
            EXPECT_EQ(to_hex_be32(encode_compact(decoded.target) | sign),
                      expected.at("canonical_bits"));
        }
    }
    EXPECT_EQ(cases, 20);
}

TEST(compact_target, refuses_what_no_proof_of_work_may_use) {
    int cases = 0;
    const auto vectors = tests::json_vectors("difficulty/unit-cases.json");
    for (const auto& unit_case : vectors.at("cases")) {
        if (unit_case.at("rule") != "check-pow") {
            continue;
        }
        ++cases;
        const auto& inputs = unit_case.at("inputs");
        const auto bits = from_hex_be32(inputs.at("bits").get<std::string>());
        const auto hash = from_display_hex(inputs.at("hash").get<std::string>());
        const UInt256 limit = number(unit_case.at("params").at("pow_limit"));
        const CompactTarget decoded = decode_compact(bits.value());
        const bool valid =
            decoded.valid() && decoded.target.value <= limit && meets(hash.value(), decoded.target);
        EXPECT_EQ(valid, unit_case.at("expected").at("valid").get<bool>()) << unit_case.at("id");
    }
    EXPECT_EQ(cases, 15);
}

TEST(compact_target, rejects_negative_mantissa) {
    EXPECT_TRUE(decode_compact(0x04923456).negative);
    EXPECT_FALSE(decode_compact(0x04923456).valid());
}

TEST(compact_target, takes_a_zero_mantissa_with_the_sign_bit_as_zero) {
    EXPECT_FALSE(decode_compact(0x04800000).negative);
    EXPECT_FALSE(decode_compact(0x04800000).valid());
}

TEST(compact_target, overflows_exactly_past_256_bits) {
    for (const std::uint32_t fits : {0x2000ffffU, 0x207fffffU, 0x2100ffffU, 0x220000ffU}) {
        EXPECT_FALSE(decode_compact(fits).overflowed) << to_hex_be32(fits);
        EXPECT_TRUE(decode_compact(fits).valid()) << to_hex_be32(fits);
    }
    for (const std::uint32_t too_large : {0x21010000U, 0x22000100U, 0x23000001U, 0xff000001U}) {
        EXPECT_TRUE(decode_compact(too_large).overflowed) << to_hex_be32(too_large);
        EXPECT_FALSE(decode_compact(too_large).valid()) << to_hex_be32(too_large);
    }
    EXPECT_FALSE(decode_compact(0xff000000).overflowed);
}

TEST(compact_target, encodes_the_shortest_form_with_a_clear_sign_bit) {
    EXPECT_EQ(encode_compact({UInt256{0}}), 0U);
    EXPECT_EQ(encode_compact({UInt256{0x7f}}), 0x017f0000U);
    EXPECT_EQ(encode_compact({UInt256{0x80}}), 0x02008000U);
    EXPECT_EQ(encode_compact({UInt256{0x7fffff}}), 0x037fffffU);
    EXPECT_EQ(encode_compact({UInt256{0x800000}}), 0x04008000U);
    EXPECT_EQ(encode_compact(difficulty_1_target()), 0x1d00ffffU);
    EXPECT_EQ(encode_compact({~UInt256{0}}), 0x2100ffffU);
}

TEST(target, compares_all_256_bits) {
    Hash256 hash;
    hash.bytes.fill(0x5a);
    const Target exact{to_uint256(hash)};
    EXPECT_TRUE(meets(hash, exact));
    EXPECT_TRUE(meets(hash, {exact.value + 1}));
    EXPECT_FALSE(meets(hash, {exact.value - 1}));
    EXPECT_EQ(to_hash256(exact.value), hash);
}

TEST(work, is_the_expected_number_of_hashes) {
    EXPECT_EQ(work_of({~UInt256{0}}), 1);
    EXPECT_EQ(work_of({UInt256{1} << 255}), 1);
    EXPECT_EQ(work_of({(UInt256{1} << 255) - 1}), 2);
    EXPECT_EQ(work_of({UInt256{0}}), 0);
    EXPECT_EQ(work_of(difficulty_1_target()), 0x100010001);  // well known: 4295032833
    EXPECT_EQ(work_of(decode_compact(0x207fffff).target), 2);
}

TEST(share_target, is_exact_for_whole_and_fractional_difficulties) {
    const UInt256 unit = difficulty_1_target().value;
    EXPECT_EQ(share_target({1}).value, unit);
    EXPECT_EQ(share_target({7}).value, unit / 7);
    EXPECT_EQ(share_target({0.5}).value, unit * 2);
    EXPECT_EQ(share_target({1.5}).value, unit * 2 / 3);
    EXPECT_EQ(share_target({1}, 65536).value, unit * 65536);
    EXPECT_EQ(share_target({std::ldexp(1, 100)}).value, unit >> 100);
}

TEST(share_target, is_capped_at_every_hash) {
    const UInt256 every_hash = ~UInt256{0};
    EXPECT_EQ(share_target({std::ldexp(1, -32)}).value, UInt256{0xffff} << 240);
    EXPECT_EQ(share_target({std::ldexp(1, -33)}).value, every_hash);
    EXPECT_EQ(share_target({std::ldexp(1, -20)}, 65536).value, every_hash);
    EXPECT_EQ(share_target({1e-300}).value, every_hash);
    EXPECT_EQ(share_target({1e300}).value, 0);
}

TEST(difficulty, of_a_share_target_is_the_difficulty_again) {
    for (const double difficulty : {1e-6, 0.001, 1.0, 3.7, 65536.0, 1e12}) {
        EXPECT_NEAR(difficulty_of(share_target({difficulty})).value / difficulty, 1, 1e-12);
    }
}

}  // namespace
}  // namespace sluice::protocol
