// What logins write into the log, however many there are.

#include "tests/unit/pool/base/logged.hpp"
#include "tests/unit/pool/dialects/stratum_v1/session_harness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace sluice::pool::test {
namespace {

using sluice::test::logged;
using ::testing::HasSubstr;

std::size_t count_of(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

TEST(login_log, a_flood_of_logins_is_a_bounded_number_of_lines) {
    SessionHarness pool;
    const auto log_in = [&](int times) {
        for (int i = 0; i < times; ++i) {
            pool.reconnect();
            pool.log_in();
        }
    };
    const std::string flood = logged([&] { log_in(100); });
    EXPECT_EQ(count_of(flood, "session works"), 60U);
    pool.advance(std::chrono::seconds(61));
    EXPECT_THAT(logged([&] { log_in(1); }), HasSubstr("left_out=40"));
}

}  // namespace
}  // namespace sluice::pool::test
