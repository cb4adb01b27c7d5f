#include "miner/pools/line_connection.hpp"

#include "black_hole.hpp"
#include "miner/pools/connect_race.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <dlfcn.h>
#include <netdb.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace {

/// The resolver of this program answers while this is true.
std::atomic<bool> resolver_answers{true};

}  // namespace

/// Stands in for the system's: missing.example does not exist, two.example has two addresses of
/// this machine, and every other name is this machine.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                           addrinfo** found) {
    resolver_answers.wait(false);
    if (std::string_view{node} == "missing.example") {
        return EAI_NONAME;
    }
    const auto real = reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"));
    const int failure = real("127.0.0.1", service, hints, found);
    if (failure == 0 && std::string_view{node} == "two.example") {
        return real("127.0.0.2", service, hints, &(*found)->ai_next);
    }
    return failure;
}

namespace sluice::miner {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::HasSubstr;

class LineConnectionTest : public testing::Test {
protected:
    /// What connect() gives, or nothing after a bound that no sound run meets.
    std::optional<Result<void>> connect(std::string host, std::uint16_t port,
                                        std::chrono::seconds timeout) {
        std::optional<Result<void>> outcome;
        asio::co_spawn(context_, connection_.connect(std::move(host), port, timeout),
                       [&](const std::exception_ptr&, Result<void> result) { outcome = result; });
        const auto bound = std::chrono::steady_clock::now() + 30s;
        while (!outcome && std::chrono::steady_clock::now() < bound) {
            context_.run_one_until(bound);
        }
        return outcome;
    }

    asio::io_context context_;
    LineConnection connection_{context_.get_executor()};
};
using line_connection = LineConnectionTest;

TEST_F(line_connection, connects_to_a_name) {
    using asio::ip::tcp;
    const tcp::acceptor pool{context_, tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
    const auto outcome = connect("pool.example", pool.local_endpoint().port(), 30s);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(*outcome, Result<void>{});
}

TEST_F(line_connection, says_which_name_does_not_exist) {
    const auto outcome = connect("missing.example", 3333, 30s);
    ASSERT_TRUE(outcome && !*outcome);
    EXPECT_THAT(outcome->error(), HasSubstr("cannot resolve missing.example"));
}

TEST_F(line_connection, does_not_wait_for_a_name_lookup_beyond_its_deadline) {
    resolver_answers = false;
    const auto outcome = connect("pool.example", 3333, 0s);
    resolver_answers = true;
    resolver_answers.notify_all();
    ASSERT_TRUE(outcome && !*outcome);
    EXPECT_EQ(outcome->error(), "looking up pool.example took more than 0 s");
}

TEST_F(line_connection, takes_the_second_address_when_the_first_drops_packets) {
    using asio::ip::tcp;
    const BlackHole first{context_};
    const tcp::acceptor second{context_,
                               tcp::endpoint{asio::ip::make_address_v4("127.0.0.2"), first.port()}};
    const auto outcome = connect("two.example", first.port(), 30s);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(*outcome, Result<void>{});
}

TEST_F(line_connection, takes_the_second_address_when_the_first_refuses) {
    using asio::ip::tcp;
    const tcp::acceptor second{context_, tcp::endpoint{asio::ip::make_address_v4("127.0.0.2"), 0}};
    const auto outcome = connect("two.example", second.local_endpoint().port(), 30s);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(*outcome, Result<void>{});
}

TEST_F(line_connection, gives_up_an_address_that_does_not_answer) {
    const BlackHole only{context_};
    const auto outcome = connect("127.0.0.1", only.port(), 0s);
    ASSERT_TRUE(outcome && !*outcome);
    EXPECT_THAT(outcome->error(), HasSubstr("no answer"));
}

TEST(connect_order, lets_the_families_take_turns_and_is_bounded) {
    const auto at = [](const char* address) {
        return asio::ip::tcp::endpoint{asio::ip::make_address(address), 1};
    };
    const Endpoints found{at("::1"), at("::2"), at("::3"), at("127.0.0.1"), at("127.0.0.2")};
    EXPECT_EQ(connect_order(found, 8),
              (Endpoints{at("::1"), at("127.0.0.1"), at("::2"), at("127.0.0.2"), at("::3")}));
    EXPECT_EQ(connect_order(found, 2), (Endpoints{at("::1"), at("127.0.0.1")}));
    EXPECT_TRUE(connect_order({}, 8).empty());
}

}  // namespace
}  // namespace sluice::miner
