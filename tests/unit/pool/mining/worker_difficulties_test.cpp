#include "pool/mining/worker_difficulties.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

namespace sluice::pool {
namespace {

TEST(worker_difficulties, asks_the_books_for_strangers_only) {
    int asked = 0;
    WorkerDifficulties difficulties([&](std::string_view) -> std::optional<double> {
        ++asked;
        return 5;
    });
    EXPECT_EQ(difficulties.find("a"), 5);
    difficulties.store("a", 7);
    EXPECT_EQ(difficulties.find("a"), 7);
    EXPECT_EQ(asked, 1);
}

TEST(worker_difficulties, asks_the_books_once_for_a_name_they_do_not_know) {
    int asked = 0;
    WorkerDifficulties difficulties([&](std::string_view) -> std::optional<double> {
        ++asked;
        return std::nullopt;
    });
    EXPECT_EQ(difficulties.find("a"), std::nullopt);
    EXPECT_EQ(difficulties.find("a"), std::nullopt);
    EXPECT_EQ(asked, 1);
    difficulties.store("a", 7);
    EXPECT_EQ(difficulties.find("a"), 7);
}

TEST(worker_difficulties, keeps_what_a_session_leaves_while_the_books_are_read) {
    WorkerDifficulties* stored_in = nullptr;
    WorkerDifficulties difficulties([&](std::string_view) -> std::optional<double> {
        stored_in->store("a", 7);
        return 5;
    });
    stored_in = &difficulties;
    EXPECT_EQ(difficulties.find("a"), 7);
}

}  // namespace
}  // namespace sluice::pool
