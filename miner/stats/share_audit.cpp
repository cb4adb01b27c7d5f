#include "miner/stats/share_audit.hpp"

#include <cmath>
#include <initializer_list>

namespace sluice::miner {
namespace {

bool doubtful(const ShareAudit::Count& count, double chance) {
    return count.evidence() > -std::log(chance);
}

}  // namespace

double ShareAudit::Count::evidence() const noexcept {
    const auto n = static_cast<double>(found);
    int sign = 1;  // lgamma() would write it to a global
    return expected + lgamma_r(n + 1, &sign) - (n + 1) * std::log1p(expected);
}

void ShareAudit::add(double expected, std::uint64_t found) noexcept {
    if (stretch_.expected >= stretch_expected && !doubtful(stretch_, doubt_chance_stretch)) {
        stretch_ = {};
    }
    for (Count* count : {&run_, &stretch_}) {
        count->expected += expected;
        count->found += found;
    }
}

const ShareAudit::Count& ShareAudit::judged() const noexcept {
    const bool only_stretch =
        !doubtful(run_, doubt_chance_run) && doubtful(stretch_, doubt_chance_stretch);
    return only_stretch ? stretch_ : run_;
}

ShareAudit::Verdict ShareAudit::verdict() const noexcept {
    if (!doubtful(run_, doubt_chance_run) && !doubtful(stretch_, doubt_chance_stretch)) {
        return Verdict::plausible;
    }
    const Count& count = judged();
    return static_cast<double>(count.found) < count.expected ? Verdict::too_few : Verdict::too_many;
}

bool ShareAudit::take_warning() noexcept {
    if (verdict() == Verdict::plausible) {
        warned_expected_ = 0;
        return false;
    }
    const double expected = judged().expected;
    if (warned_expected_ != 0 && expected < 2 * warned_expected_) {
        return false;
    }
    warned_expected_ = expected;
    return true;
}

}  // namespace sluice::miner
