#include "kernels/cpu/select_kernel.hpp"

#include "kernels/registry/algorithms.hpp"
#include "kernels/verify/self_test.hpp"
#include "tests/unit/kernels/scan_support.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace sluice::kernels {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// The portable kernel with one fault.
class FaultyScanner : public ChunkScanner {
public:
    FaultyScanner() : inner_(tests::sha256d_row().cpu_kernels().back().make()) {}
    void prepare(const Work& work, std::span<const std::uint32_t> versions) override {
        inner_->prepare(work, versions);
    }

protected:
    std::unique_ptr<ChunkScanner> inner_;
};

class FindsNothing final : public FaultyScanner {
    void scan_chunk(std::uint64_t, std::uint32_t, CandidateBuffer&) noexcept override {}
};

/// Works until it reaches the last nonce of a range that ends at 2^32.
class ForgetsLastNonce final : public FaultyScanner {
    void scan_chunk(std::uint64_t first, std::uint32_t count,
                    CandidateBuffer& out) noexcept override {
        const bool at_end = first + count == std::uint64_t{1} << 32;
        inner_->scan_chunk(first, count - (at_end ? 8 : 0), out);
    }
};

/// Forgets the versions behind the first one.
class FirstVersionOnly final : public FaultyScanner {
    void scan_chunk(std::uint64_t first, std::uint32_t count,
                    CandidateBuffer& out) noexcept override {
        CandidateBuffer all;
        inner_->scan_chunk(first, count, all);
        for (const Candidate& candidate : all.view()) {
            if (candidate.version_index == 0) {
                out.add(candidate);
            }
        }
    }
};

template <class Faulty>
std::unique_ptr<ChunkScanner> make() {
    return std::make_unique<Faulty>();
}

template <class Faulty>
constexpr CpuKernel row(std::string_view name, CpuFeatures required = 0) {
    return {.name = name, .required = required, .chunk_hashes = 64, .make = make<Faulty>};
}

CpuKernel portable() { return tests::sha256d_row().cpu_kernels().back(); }

TEST(make_cpu_scanner, says_what_it_does_before_every_step) {
    std::vector<ScannerStep> steps;
    const CpuKernel table[] = {row<FindsNothing>("faulty"), portable()};
    const auto made = make_cpu_scanner(tests::sha256d_row(), table, 0, "",
                                       [&](ScannerStep step) { steps.push_back(step); });
    ASSERT_NE(made.scanner, nullptr);
    ASSERT_GE(steps.size(), 5U);
    steps.resize(4);
    EXPECT_THAT(steps, ElementsAre(ScannerStep::build, ScannerStep::test, ScannerStep::build,
                                   ScannerStep::test));
}

TEST(make_cpu_scanner, takes_the_first_row_that_the_cpu_can_run) {
    for (const Algorithm& algorithm : algorithms()) {
        const auto table = algorithm.cpu_kernels();
        for (const CpuKernel& kernel : table) {
            if ((kernel.required & ~detect_cpu_features()) != 0) {
                continue;
            }
            const auto made = make_cpu_scanner(algorithm, table, kernel.required, "");
            const auto first = std::ranges::find_if(table, [&](const CpuKernel& candidate) {
                return (candidate.required & ~kernel.required) == 0;
            });
            EXPECT_EQ(made.kernel, first->name);
            EXPECT_TRUE(made.scanner);
            EXPECT_THAT(made.refused, IsEmpty());
            EXPECT_EQ(made.error, "");
        }
    }
}

TEST(make_cpu_scanner, takes_a_kernel_by_name_with_or_without_the_algorithm) {
    const auto table = tests::sha256d_row().cpu_kernels();
    for (const std::string_view name : {"scalar", "sha256d/scalar"}) {
        const auto made =
            make_cpu_scanner(tests::sha256d_row(), table, detect_cpu_features(), name);
        EXPECT_TRUE(made.scanner);
        EXPECT_EQ(made.kernel, "scalar");
        EXPECT_EQ(made.error, "");
    }
}

TEST(make_cpu_scanner, lists_what_exists_and_why_it_is_not_eligible_for_an_unknown_name) {
    const CpuKernel table[] = {row<FindsNothing>("wide", feature_avx512f),
                               row<FindsNothing>("sha", feature_sha | feature_avx2), portable()};
    for (const std::string_view name : {"avx1024", "scrypt/scalar", "sha256d/", "Scalar"}) {
        const auto made = make_cpu_scanner(tests::sha256d_row(), table, feature_avx2, name);
        EXPECT_FALSE(made.scanner);
        EXPECT_EQ(made.error,
                  "unknown kernel \"" + std::string(name) +
                      "\"; there are: sha256d/wide (not eligible: the CPU or the system lacks "
                      "AVX-512F), sha256d/sha (not eligible: the CPU or the system lacks SHA-NI), "
                      "sha256d/scalar (eligible)");
    }
}

TEST(make_cpu_scanner, does_not_run_a_kernel_that_the_cpu_lacks_even_by_name) {
    const CpuKernel table[] = {row<FindsNothing>("wide", feature_avx512f), portable()};
    const auto made = make_cpu_scanner(tests::sha256d_row(), table, feature_avx2, "sha256d/wide");
    EXPECT_FALSE(made.scanner);
    EXPECT_THAT(made.error, HasSubstr("cannot run kernel \"sha256d/wide\"; there are: "
                                      "sha256d/wide (not eligible: the CPU or the system lacks "
                                      "AVX-512F), sha256d/scalar (eligible)"));
}

TEST(make_cpu_scanner, refuses_broken_kernels_by_name_and_uses_the_next_best) {
    const CpuKernel table[] = {row<FindsNothing>("blind"), row<ForgetsLastNonce>("short"),
                               row<FirstVersionOnly>("single"), portable()};
    const auto made = make_cpu_scanner(tests::sha256d_row(), table, 0, "");
    ASSERT_TRUE(made.scanner);
    EXPECT_EQ(made.kernel, "scalar");
    EXPECT_EQ(made.error, "");
    EXPECT_THAT(made.refused,
                ElementsAre(HasSubstr("kernel sha256d/blind failed its self-test: it does not "
                                      "find the nonce 2083236893 of a known header"),
                            HasSubstr("kernel sha256d/short failed its self-test: its hits from "
                                      "nonce 4294967235 on differ from the reference's"),
                            HasSubstr("kernel sha256d/single failed its self-test: its hits")));
    EXPECT_EQ(self_test(tests::sha256d_row(), *made.scanner), "");
}

TEST(make_cpu_scanner, fails_when_the_named_kernel_is_broken) {
    const CpuKernel table[] = {row<FindsNothing>("blind"), portable()};
    const auto made = make_cpu_scanner(tests::sha256d_row(), table, 0, "blind");
    EXPECT_FALSE(made.scanner);
    EXPECT_THAT(made.error, HasSubstr("kernel sha256d/blind failed its self-test"));
}

TEST(make_cpu_scanner, says_why_no_kernel_works) {
    const CpuKernel table[] = {row<FindsNothing>("blind")};
    const auto made = make_cpu_scanner(tests::sha256d_row(), table, 0, "");
    EXPECT_FALSE(made.scanner);
    EXPECT_EQ(made.refused.size(), 1U);
    EXPECT_THAT(made.error, HasSubstr("no kernel of sha256d works on this CPU: kernel "
                                      "sha256d/blind failed its self-test: it does not find"));
}

}  // namespace
}  // namespace sluice::kernels
