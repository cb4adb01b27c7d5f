#include "pool/source/template_oddity.hpp"

namespace sluice::pool {
namespace {

bool is_extreme(std::int64_t reward) { return reward <= 0 || reward > reward_noticed; }

}  // namespace

std::string oddity_of(const protocol::BlockTemplate* before, const protocol::BlockTemplate& now) {
    if (before != nullptr && now.height < before->height - height_fall_noticed) {
        return "height fell from " + std::to_string(before->height) + " to " +
               std::to_string(now.height) + "; is the node on the right chain?";
    }
    const std::int64_t reward = now.coinbase_value;
    if (before == nullptr) {
        return is_extreme(reward)
                   ? "coinbasevalue is " + std::to_string(reward) + "; is this the right node?"
                   : std::string{};
    }
    const std::int64_t last = before->coinbase_value;
    const bool is_far = is_extreme(reward) != is_extreme(last) ||
                        reward / reward_change_noticed > last ||
                        last / reward_change_noticed > reward;
    return is_far ? "coinbasevalue changed from " + std::to_string(last) + " to " +
                        std::to_string(reward) + "; is the node on the right chain?"
                  : std::string{};
}

}  // namespace sluice::pool
