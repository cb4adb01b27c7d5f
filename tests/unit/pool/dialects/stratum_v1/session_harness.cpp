#include "tests/unit/pool/dialects/stratum_v1/session_harness.hpp"

#include "base/hex.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace sluice::pool::test {

ServerOptions SessionHarness::easy_options() {
    ServerOptions options;
    options.difficulty.start = easy_difficulty;
    options.difficulty.min = easy_difficulty;
    options.difficulty.vardiff = false;
    return options;
}

SessionHarness::SessionHarness(const ServerOptions& with)
    : options(with),
      services{options,
               extranonces,
               difficulties,
               duplicates,
               monitor,
               peers,
               refusals,
               [this](Credit credit) {
                   credits.push_back(std::move(credit));
                   return ++batch_;
               },
               [this](FoundBlock block) { blocks.push_back(std::move(block)); },
               ShareHasher([this] { ++hashings_due; })} {
    services.set_job(make_job());
    reconnect();
}

void SessionHarness::reconnect() {
    session_.reset();
    lines_.clear();
    output_ = std::make_unique<OutputQueue>();
    session_ = std::make_unique<Session>(services, reader, *output_, "127.0.0.1", clock);
}

void SessionHarness::send(std::string_view line) {
    session_->on_line(line, clock);
    if (commits_at_once) {
        commit();
    }
    collect();
}

Json SessionHarness::ask(const std::string& id, const std::string& method, const Json& params) {
    send(protocol::stratum_v1::encode_request({id}, method, params));
    for (auto line = lines_.begin(); line != lines_.end(); ++line) {
        if (!line->contains("method") && line->at("id") == Json::parse(id)) {
            Json reply = std::move(*line);
            lines_.erase(line);
            return reply;
        }
    }
    return nullptr;
}

void SessionHarness::log_in(const std::string& password) {
    ask("1", "mining.subscribe", Json::array({"test/1.0"}));
    ask("2", "mining.authorize", Json::array({worker_name, password}));
    lines_.clear();
}

void SessionHarness::resume(const std::string& password) {
    const std::string ended = session_id_;
    reconnect();
    ask("1", "mining.subscribe", Json::array({"test/1.0", ended}));
    ask("2", "mining.authorize", Json::array({worker_name, password}));
}

Json SessionHarness::submit(const protocol::stratum_v1::SubmittedShare& share,
                            const std::string& job_id, const std::string& worker) {
    const protocol::stratum_v1::Submit submit{worker, job_id.empty() ? job_id_ : job_id, share};
    return ask("4", "mining.submit", submit.params());
}

void SessionHarness::publish(std::shared_ptr<const Job> job) {
    services.set_job(std::move(job));
    session_->channel().on_job();
    collect();
}

void SessionHarness::advance(std::chrono::milliseconds by) {
    clock.steady += by;
    clock.unix_ms += by.count();
    if (clock.steady >= session_->channel().next_tick()) {
        session_->channel().on_tick(clock);
    }
    collect();
}

void SessionHarness::commit(bool committed) {
    SettledBatches settled{batch_, {}};
    while (settled_ < batch_) {
        ++settled_;
        if (!committed) {
            settled.refused.push_back(settled_);
        }
    }
    session_->on_settled(settled);
    collect();
}

std::deque<Json> SessionHarness::take() { return std::exchange(lines_, {}); }

Json SessionHarness::take_method(std::string_view method) {
    for (const Json& line : take()) {
        if (line.value("method", "") == method) {
            return line;
        }
    }
    return nullptr;
}

protocol::stratum_v1::SubmittedShare SessionHarness::solve(const Search& search,
                                                           double difficulty) {
    std::uint8_t reissue = 0;
    if (job_id_.starts_with(services.job->id_text) && job_id_ != services.job->id_text) {
        const auto digits = std::string_view(job_id_).substr(services.job->id_text.size());
        EXPECT_TRUE(from_hex_into(digits, std::span(&reissue, 1)));
    }
    return test::solve(reissued(*services.job, reissue), extranonce1_,
                       protocol::share_target({difficulty}), search);
}

void SessionHarness::collect() {
    std::string text;
    for (const OutputQueue::Piece& piece : output_->take()) {
        text += piece.text();
    }
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        Json json = Json::parse(line);
        if (json.contains("method") && json["method"] == "mining.notify") {
            job_id_ = json["params"][0].get<std::string>();
        } else if (json.contains("result") && json["result"].is_array() &&
                   json["result"].size() == 3) {
            const auto bytes = from_hex(json["result"][1].get<std::string>());
            std::copy_n(bytes.value().begin(), extranonce1_.size(), extranonce1_.begin());
            session_id_ = json["result"][0][1][1].get<std::string>();
        }
        lines_.push_back(std::move(json));
    }
}

int error_code(const Json& reply) {
    const Json& error = reply.at("error");
    return error.is_null() ? 0 : error.at(0).get<int>();
}

}  // namespace sluice::pool::test
