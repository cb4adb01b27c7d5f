#pragma once
/// Whether a device finds as many shares as the hashes that it claims: a device that loses hits, or
/// counts hashes that it does not do, shows a hashrate that no pool sees. Not thread-safe.
///
/// Claimed hashes times the chance of each is the expected count A; the shares found are N. Were
/// the claim true, for any rate r the product r^N e^(-A(r-1)) would be a supermartingale with mean
/// at most 1, also when the difficulty changes. Mixed over r with density e^(-r) it is
///     M = e^A N! / (1+A)^(N+1),
/// which by Ville's inequality ever exceeds 1/p with a chance of at most p, however often one looks
/// (H. Robbins, Ann. Math. Stat. 41 (1970) 1397; S. Howard et al., Ann. Stat. 49 (2021) 1055).

#include <cstdint>

namespace sluice::miner {

class ShareAudit {
public:
    /// Chance of ever doubting a true claim: over the whole run, and in each stretch.
    static constexpr double doubt_chance_run = 1e-4;
    static constexpr double doubt_chance_stretch = 1e-6;
    /// Expected shares after which a stretch that agrees ends: a device that breaks after days
    /// is noticed by the stretch long before it shows in the whole.
    static constexpr double stretch_expected = 128;

    struct Count {
        double expected = 0;
        std::uint64_t found = 0;

        /// ln M: how strongly the counts speak against the claim.
        [[nodiscard]] double evidence() const noexcept;
        bool operator==(const Count&) const = default;
    };

    enum class Verdict { plausible, too_few, too_many };

    void add(double expected, std::uint64_t found) noexcept;

    [[nodiscard]] Verdict verdict() const noexcept;
    /// The count that the verdict is about: the whole run, or the stretch if only that is doubtful.
    [[nodiscard]] const Count& judged() const noexcept;
    [[nodiscard]] const Count& run() const noexcept { return run_; }

    /// True when there is a new reason to warn: a doubt arose, or its counts have doubled since.
    [[nodiscard]] bool take_warning() noexcept;

private:
    Count run_;
    Count stretch_;
    double warned_expected_ = 0;  ///< of judged() at the last warning; 0: not in doubt then
};

}  // namespace sluice::miner
