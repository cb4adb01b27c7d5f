#include "pool/base/listen_error.hpp"
#include "pool/base/log_exception.hpp"
#include "pool/base/log_quote.hpp"
#include "tests/unit/pool/base/logged.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <stdexcept>

namespace sluice::pool {
namespace {

using test::logged;
using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(log_quote, keeps_an_event_on_one_line_whatever_a_peer_sends) {
    EXPECT_EQ(log_quote("cgminer/4.12"), R"("cgminer/4.12")");
    EXPECT_EQ(log_quote("a\nb\"c\x1b[31m"), R"("a\nb\"c\u001b[31m")");
    EXPECT_EQ(log_quote("\xff"), R"("\ufffd")");
}

TEST(log_quote, shows_the_beginning_of_a_long_text_and_its_size) {
    const std::string longest(log_text_size_max, 'a');
    EXPECT_EQ(log_quote(longest), "\"" + longest + "\"");
    EXPECT_EQ(log_quote(longest + "bc"), "\"" + longest + "\" (of 1026 bytes)");
}

TEST(log_exception, says_what_ended_and_why) {
    const auto handler = log_exception("stratum session");
    EXPECT_THAT(logged([&] { handler(std::make_exception_ptr(std::runtime_error("no\nmemory"))); }),
                HasSubstr(R"(stratum session ended by an exception error="no\nmemory")"));
    EXPECT_THAT(logged([&] { handler(std::make_exception_ptr(5)); }), HasSubstr("stratum session"));
    EXPECT_EQ(logged([&] { handler(nullptr); }), "");
}

TEST(listen_error, names_the_remedy_and_the_key) {
    EXPECT_THAT(listen_error(EADDRINUSE, "[http] listen"),
                AllOf(HasSubstr("in use by another program"), HasSubstr("[http] listen")));
    EXPECT_THAT(listen_error(EACCES, "[stratum] listen"),
                AllOf(HasSubstr("below 1024"), HasSubstr("cap_net_bind_service")));
    EXPECT_THAT(listen_error(EADDRNOTAVAIL, "[http] listen"), HasSubstr("no interface"));
    EXPECT_THAT(listen_error(ENOBUFS, "[http] listen"), HasSubstr("[http] listen"));
}

}  // namespace
}  // namespace sluice::pool
