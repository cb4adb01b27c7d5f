#include "kernels/api/epoch_states.hpp"

#include "kernels/registry/algorithms.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

namespace sluice::kernels {
namespace {

std::atomic<int> states_made = 0;

struct NumberedState final : EpochState {
    explicit NumberedState(std::uint64_t number) : epoch(number) {}
    std::uint64_t epoch;
};

/// A header is its epoch's number in a byte.
constexpr EpochRules numbered_rules{
    .epoch_of = [](std::span<const std::uint8_t> header) noexcept -> std::uint64_t {
        return header[0];
    },
    .prepare = [](std::uint64_t epoch) -> SharedEpochState {
        ++states_made;
        return std::make_shared<NumberedState>(epoch);
    },
    .hash = nullptr};

Algorithm with_epochs() {
    Algorithm algorithm = algorithms().front();
    algorithm.epochs = &numbered_rules;
    return algorithm;
}

class epoch_states : public testing::Test {
protected:
    epoch_states() { states_made = 0; }

    SharedEpochState of(std::uint8_t epoch) {
        std::array<std::uint8_t, header_size_max> header{};
        header[0] = epoch;
        return states.of(header);
    }

    const Algorithm algorithm = with_epochs();
    EpochStates states{algorithm};
};

TEST_F(epoch_states, are_made_once_for_all_devices) {
    std::vector<SharedEpochState> seen(4);
    {
        std::vector<std::jthread> devices;
        for (auto& state : seen) {
            devices.emplace_back([&] { state = of(7); });
        }
    }
    EXPECT_EQ(states_made, 1);
    for (const auto& state : seen) {
        EXPECT_EQ(state, seen.front());
    }
    EXPECT_EQ(static_cast<const NumberedState&>(*seen.front()).epoch, 7U);
}

TEST_F(epoch_states, of_two_epochs_are_kept_around_a_change) {
    for (const int epoch : {1, 2, 1, 2, 1}) {
        (void)of(static_cast<std::uint8_t>(epoch));
    }
    EXPECT_EQ(states_made, 2);
    (void)of(3);  // 1 was used last, so 2 makes way
    (void)of(1);
    EXPECT_EQ(states_made, 3);
    (void)of(2);
    EXPECT_EQ(states_made, 4);
}

TEST_F(epoch_states, are_freed_when_work_no_longer_needs_them) {
    const std::weak_ptr<const EpochState> first = of(1);
    (void)of(2);
    EXPECT_FALSE(first.expired());
    (void)of(3);
    EXPECT_TRUE(first.expired());
}

TEST_F(epoch_states, of_an_algorithm_without_epochs_are_null) {
    for (const Algorithm& stateless : algorithms()) {
        const std::array<std::uint8_t, header_size_max> header{};
        EXPECT_EQ(EpochStates(stateless).of(header), nullptr);
    }
}

}  // namespace
}  // namespace sluice::kernels
