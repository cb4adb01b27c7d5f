#include "pool/app/vote_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

protocol::BlockTemplate template_with(std::map<std::string, int> pending,
                                      std::vector<std::string> rules = {}) {
    protocol::BlockTemplate block_template;
    block_template.vb_available = std::move(pending);
    block_template.rules = std::move(rules);
    return block_template;
}

TEST(unknown_votes, are_none_of_what_the_node_lists) {
    const auto block_template = template_with({{"taproot", 2}}, {"csv", "segwit"});
    EXPECT_THAT(unknown_votes({{"taproot", false}, {"segwit", true}, {"later", false}},
                              block_template, {{.name = "later", .state = "defined"}}),
                IsEmpty());
    EXPECT_THAT(unknown_votes({}, block_template, {}), IsEmpty());
}

TEST(unknown_votes, are_named_with_what_was_meant) {
    const auto unknown = unknown_votes({{"taprot2", false}}, template_with({{"taproot2", 5}}), {});
    EXPECT_THAT(unknown,
                ElementsAre(monitor::UnknownVote{"taprot2", false, "did you mean 'taproot2'?"}));
    EXPECT_EQ(message(unknown.front()),
              "vote against taprot2 has no effect: did you mean 'taproot2'?");
}

TEST(unknown_votes, are_named_with_the_names_there_are) {
    const auto some =
        unknown_votes({{"gone", true}}, template_with({{"b", 1}}), {{.name = "a"}, {.name = "b"}});
    ASSERT_EQ(some.size(), 1U);
    EXPECT_THAT(message(some.front()), AllOf(HasSubstr("gone"), EndsWith("a, b")));
    const auto none = unknown_votes({{"gone", true}}, template_with({}), {});
    EXPECT_THAT(message(none.front()), EndsWith("no deployment"));
}

TEST(unknown_votes, list_a_few_names_of_a_node_that_has_many) {
    std::map<std::string, int> pending;
    for (int i = 0; i < 20; ++i) {
        pending["deployment-" + std::string(1, static_cast<char>('a' + i))] = i;
    }
    const auto unknown = unknown_votes({{"x", true}}, template_with(pending), {});
    ASSERT_EQ(unknown.size(), 1U);
    EXPECT_THAT(unknown.front().hint, HasSubstr("deployment-h, ..."));
    EXPECT_THAT(unknown.front().hint, Not(HasSubstr("deployment-i")));
}

}  // namespace
}  // namespace sluice::pool
