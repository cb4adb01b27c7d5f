// What the operator is told about peers that were turned away.

#include "pool/mining/refusal_log.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <sstream>

namespace sluice::pool {
namespace {

using monitor::Refusal;

ClockReading at_second(int second) {
    return {std::chrono::steady_clock::time_point{std::chrono::seconds(second)}, 0};
}

/// The lines that the default logger is given while this lives.
class LogLines {
public:
    LogLines() : before_(spdlog::default_logger()) {
        auto logger = std::make_shared<spdlog::logger>(
            "test", std::make_shared<spdlog::sinks::ostream_sink_st>(text_));
        logger->set_pattern("%l %v");
        spdlog::set_default_logger(std::move(logger));
    }
    ~LogLines() { spdlog::set_default_logger(before_); }
    LogLines(const LogLines&) = delete;
    LogLines& operator=(const LogLines&) = delete;

    [[nodiscard]] std::string text() const { return text_.str(); }
    [[nodiscard]] auto count() const {
        const std::string text = text_.str();
        return std::count(text.begin(), text.end(), '\n');
    }

private:
    std::ostringstream text_;
    std::shared_ptr<spdlog::logger> before_;
};

TEST(refusal_log, warns_once_a_cause_and_minute_and_counts_all) {
    LogLines lines;
    Monitor monitor{{}};
    RefusalLog refusals(monitor);
    for (int i = 0; i < 100; ++i) {
        refusals.note(Refusal::tls, "10.0.0.1", at_second(i / 2));
    }
    EXPECT_EQ(lines.count(), 1);
    refusals.note(Refusal::junk, "10.0.0.2", at_second(50));
    EXPECT_EQ(lines.count(), 2) << "of another cause";
    refusals.note(Refusal::tls, "10.0.0.3", at_second(60));
    EXPECT_EQ(lines.count(), 3);
    EXPECT_NE(lines.text().find("warning refused cause=tls count=100 address=10.0.0.3"),
              std::string::npos)
        << lines.text();
    EXPECT_EQ(monitor.status(0).refusals[static_cast<std::size_t>(Refusal::tls)], 101U);
    EXPECT_NE(monitor.metrics_text().find("sluice_pool_refusals_total{cause=\"tls\"} 101"),
              std::string::npos);
}

TEST(refusal_log, explains_each_cause) {
    for (std::size_t i = 0; i < monitor::refusal_count; ++i) {
        EXPECT_FALSE(explain(static_cast<Refusal>(i)).empty()) << i;
    }
    EXPECT_TRUE(explain(static_cast<Refusal>(monitor::refusal_count)).empty());
}

}  // namespace
}  // namespace sluice::pool
