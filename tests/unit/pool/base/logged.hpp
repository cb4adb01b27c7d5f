#pragma once
/// What the program's log says while a test acts.

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>
#include <string>

namespace sluice::test {

template <class Act>
std::string logged(Act act) {
    std::ostringstream text;
    const auto before = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(text)));
    act();
    spdlog::set_default_logger(before);
    return text.str();
}

}  // namespace sluice::test
