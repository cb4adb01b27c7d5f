#pragma once
/// Drives a ClientSession in tests: a virtual clock, and the actions sorted by kind. Not
/// thread-safe.

#include "miner/pools/stratum_v1/client_session.hpp"
#include "protocol/stratum_v1/mined_header.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <variant>
#include <vector>

namespace sluice::miner {

class SessionDriver {
public:
    explicit SessionDriver(SessionSettings settings = default_settings()) : session_(settings) {}

    static SessionSettings default_settings() {
        SessionSettings settings;
        settings.host = "pool.example";
        settings.user = "me.rig";
        settings.password = "secret";
        settings.agent = "sluice-miner/test";
        return settings;
    }

    void connect() { session_.connected(now_, actions_); }
    /// Single quotes stand for double ones, so that lines read well in tests.
    void receive(std::string line) {
        for (char& c : line) {
            c = c == '\'' ? '"' : c;
        }
        session_.line_received(line, now_, actions_);
    }
    void find(FoundShare found) { session_.share_found(std::move(found), now_, actions_); }
    void advance(std::chrono::milliseconds time) {
        now_ += time;
        session_.tick(now_, actions_);
    }
    ClientSession& session() { return session_; }
    Actions& actions() { return actions_; }

    /// Takes the actions of one kind that have come so far.
    template <class Kind>
    std::vector<Kind> take() {
        std::vector<Kind> kinds;
        std::erase_if(actions_, [&](const Action& action) {
            const auto* kind = std::get_if<Kind>(&action);
            if (kind != nullptr) {
                kinds.push_back(*kind);
            }
            return kind != nullptr;
        });
        return kinds;
    }

    /// The requests sent since the last call, parsed.
    std::vector<nlohmann::json> sent() {
        std::vector<nlohmann::json> requests;
        for (const SendLine& send : take<SendLine>()) {
            EXPECT_EQ(send.line.back(), '\n');
            requests.push_back(nlohmann::json::parse(send.line));
        }
        return requests;
    }

    std::string reply(std::int64_t id, const std::string& result) const {
        return "{'id':" + std::to_string(id) + ",'result':" + result + ",'error':null}";
    }

    /// Connects and answers the handshake, as far as being logged in.
    void log_in(const std::string& extranonce1 = "aabbccdd", const std::string& token = "s1") {
        connect();
        for (const auto& request : sent()) {
            const std::int64_t id = request.at("id");
            if (request.at("method") == "mining.configure") {
                receive(reply(id, "{'version-rolling':true,'version-rolling.mask':'1fffe000'}"));
            } else {
                receive(reply(id, "[[['mining.notify','" + token + "']],'" + extranonce1 + "',4]"));
            }
        }
        const auto authorize = sent();
        ASSERT_EQ(authorize.size(), 1u);
        receive(reply(authorize[0].at("id"), "true"));
    }

    void notify(const std::string& job, bool clean = false, char block = '1') {
        receive("{'id':null,'method':'mining.notify','params':['" + job + "','" +
                std::string(64, block) + "','01','02',[],'20000000','1d00ffff','65000000'," +
                (clean ? "true" : "false") + "]}");
    }
    void set_difficulty(const std::string& value) {
        receive("{'id':null,'method':'mining.set_difficulty','params':[" + value + "]}");
    }

    SharedJob last_job() {
        const auto jobs = take<StartJob>();
        return jobs.empty() ? nullptr : jobs.back().job;
    }

    static FoundShare share_of(const SharedJob& job, std::uint32_t nonce = 0x1234) {
        FoundShare found;
        found.job = job;
        found.share.extranonce2 = protocol::stratum_v1::extranonce2_of(5, job->extranonce2_size);
        found.share.time = job->notify.time;
        found.share.nonce = nonce;
        found.share.version_bits = 0x2000;
        found.difficulty = {2};
        return found;
    }

private:
    ClientSession session_;
    TimePoint now_{std::chrono::hours{1}};
    Actions actions_;
};

}  // namespace sluice::miner
