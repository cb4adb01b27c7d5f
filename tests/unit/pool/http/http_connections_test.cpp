#include "pool/http/http_connections.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace sluice::pool {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct http_connections : testing::Test {
    void open(const std::string& name, const std::string& address) {
        connections.make_room(address, 4, 2);
        slots.push_back(std::make_unique<HttpConnections::Slot>(
            connections, address, [this, name] { closed.push_back(name); }));
    }

    HttpConnections connections;
    std::vector<std::unique_ptr<HttpConnections::Slot>> slots;
    std::vector<std::string> closed;
};

TEST_F(http_connections, the_longest_idle_of_an_address_with_too_many_makes_way) {
    open("first", "a");
    open("second", "a");
    slots[0]->served();
    open("third", "a");
    EXPECT_THAT(closed, ElementsAre("second"));
    EXPECT_EQ(connections.size(), 2U);
}

TEST_F(http_connections, one_that_never_asked_makes_way_before_one_that_did) {
    open("scraper", "a");
    slots[0]->served();
    open("idle", "a");
    open("new", "a");
    EXPECT_THAT(closed, ElementsAre("idle"));
    slots[2]->served();
    open("newer", "a");
    EXPECT_THAT(closed, ElementsAre("idle", "scraper")) << "all have asked";
}

TEST_F(http_connections, an_address_with_many_makes_way_for_one_with_few) {
    open("prometheus", "p");
    open("greedy 1", "g");
    open("greedy 2", "g");
    open("visitor", "v");
    open("another", "w");
    EXPECT_THAT(closed, ElementsAre("greedy 1"));
}

TEST_F(http_connections, many_addresses_with_an_idle_one_each_do_not_close_a_scrapers) {
    open("prometheus", "a");
    slots[0]->served();
    open("idle 1", "b");
    open("idle 2", "c");
    open("idle 3", "d");
    open("visitor", "e");
    EXPECT_THAT(closed, ElementsAre("idle 1"));
}

TEST_F(http_connections, one_that_ends_by_itself_leaves_its_place) {
    open("first", "a");
    open("second", "a");
    slots.erase(slots.begin());
    open("third", "a");
    EXPECT_THAT(closed, IsEmpty());
    EXPECT_EQ(connections.size(), 2U);
}

TEST_F(http_connections, one_that_was_closed_ends_later_without_harm) {
    open("first", "a");
    open("second", "a");
    open("third", "a");
    slots[0]->served();
    slots.clear();
    EXPECT_EQ(connections.size(), 0U);
}

}  // namespace
}  // namespace sluice::pool
