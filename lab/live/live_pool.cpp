#include "lab/live/live_pool.hpp"

#include "lab/support/command_error.hpp"
#include "lab/support/file_text.hpp"
#include "lab/support/interruptible_wait.hpp"
#include "lab/support/number_text.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <iterator>

namespace sluice::lab {
namespace {

constexpr int start_look_ms = 50;
constexpr int start_looks_max = 400;  // 20 s
constexpr std::string_view ready_mark = "ready {";

/// A basic string of TOML (toml.io, version 1.0).
std::string toml_text(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    }
    return quoted + '"';
}

/// What http://127.0.0.1:PORT/PATH answers within five seconds: HTTP/1.0 (RFC 1945), one request a
/// connection.
Result<nlohmann::json, std::string> get_json(std::uint16_t port, const std::string& path) {
    using boost::asio::ip::tcp;
    const std::string url = "http://127.0.0.1:" + std::to_string(port) + path;
    tcp::iostream stream;
    stream.expires_after(std::chrono::seconds(5));
    stream.connect(tcp::endpoint(boost::asio::ip::address_v4::loopback(), port));
    stream << "GET " << path << " HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n" << std::flush;
    const std::string reply{std::istreambuf_iterator<char>(stream), {}};
    const std::size_t body = reply.find("\r\n\r\n");
    if (body == std::string::npos) {
        return Unexpected{url + " does not answer: " + stream.error().message()};
    }
    auto json = nlohmann::json::parse(reply.substr(body), nullptr, false);
    if (json.is_discarded() || reply.find(" 200 ") > reply.find('\r')) {
        return Unexpected{url + " answers " + reply.substr(0, reply.find('\r')) +
                          ", not the JSON that was asked for"};
    }
    return json;
}

/// Writes the pool's configuration and returns its name.
std::string write_config(const LiveSetup& setup, const LivePoolOptions& options,
                         const ScratchFolder& folder) {
    const std::string name = options.name;
    const auto file = [&](const char* suffix) {
        return toml_text(folder.file((name + suffix).c_str()));
    };
    const std::string share_difficulty = exact_text(options.share_difficulty);
    const std::string text =
        "[pool]\nname = \"sluice-lab live\"\nsource = \"embedded\"\n[embedded]\npath = " +
        file(".db") + "\nrule = " + toml_text(std::string(setup.rule->name)) +
        "\nblock_interval_s = " + std::to_string(setup.params.spacing_s) +
        "\nhalf_life_s = " + std::to_string(setup.params.half_life_s) +
        "\nwindow_blocks = " + std::to_string(setup.params.window_blocks) +
        "\nstart_difficulty = " + exact_text(options.block_difficulty) +
        "\n[stratum]\nlisten = \"127.0.0.1:0\"\nshards = 1\njob_interval_s = 1\n" +
        "start_difficulty = " + share_difficulty + "\nmin_difficulty = " + share_difficulty +
        "\n[vardiff]\nenabled = false\n[ledger]\npath = " + file("-ledger.db") +
        "\n[http]\nlisten = \"127.0.0.1:" + std::to_string(setup.http_port) + "\"\n";
    const std::string path = folder.file((name + ".toml").c_str());
    if (const auto written = write_file(path, text); !written) {
        throw CommandError(written.error());
    }
    return path;
}

ChildProcess start(const LivePrograms& programs, const std::string& config,
                   const std::string& output_file, const std::string& error_file) {
    auto process =
        ChildProcess::start(programs.pool, {"run", "--config", config}, output_file, error_file);
    if (!process) {
        throw CommandError(process.error());
    }
    return std::move(process).value();
}

}  // namespace

std::string last_words(const std::string& error_file) {
    constexpr int lines_max = 5;
    const auto text = read_file(error_file);
    std::string words = text ? *text : "";
    words.erase(words.find_last_not_of('\n') + 1);
    std::size_t start = words.size();
    for (int lines = 0; start > 0; --start) {
        lines += words[start - 1] == '\n' ? 1 : 0;
        if (lines == lines_max) {
            break;
        }
    }
    return words.empty() ? "It said nothing" : "It says: " + words.substr(start);
}

void wait_or_throw(InterruptibleWait& wait, int milliseconds) {
    if (!wait.wait(std::chrono::milliseconds(milliseconds))) {
        throw CommandError("interrupted; the pool and the miner are stopped");
    }
}

LivePool::LivePool(const LivePrograms& programs, const LiveSetup& setup,
                   const LivePoolOptions& options, const ScratchFolder& folder,
                   InterruptibleWait& wait)
    : output_file_(folder.file((std::string(options.name) + ".out").c_str())),
      error_file_(folder.file((std::string(options.name) + ".err").c_str())),
      process_(start(programs, write_config(setup, options, folder), output_file_, error_file_)) {
    for (int look = 0; look < start_looks_max; ++look) {
        const bool running = process_.running();
        const auto printed = read_file(output_file_);
        const std::string output = printed ? *printed : "";
        const std::size_t mark = output.find(ready_mark);
        if (mark != std::string::npos && output.find('\n', mark) != std::string::npos) {
            const std::size_t begin = mark + ready_mark.size() - 1;
            const auto ready = nlohmann::json::parse(
                output.substr(begin, output.find('\n', mark) - begin), nullptr, false);
            stratum_port_ = ready.value("stratum_port", std::uint16_t{0});
            http_port_ = ready.value("http_port", std::uint16_t{0});
            return;
        }
        if (!running) {
            throw CommandError("sluice-pool did not start. " + last_words(error_file_));
        }
        wait_or_throw(wait, start_look_ms);
    }
    throw CommandError("sluice-pool is not ready after 20 s. " + last_words(error_file_));
}

nlohmann::json LivePool::api(const std::string& endpoint) {
    if (!process_.running()) {
        throw CommandError("sluice-pool has ended by itself. " + last_words(error_file_));
    }
    auto answer = get_json(http_port_, "/api/v1/" + endpoint);
    if (!answer) {
        throw CommandError(answer.error());
    }
    return std::move(answer).value();
}

}  // namespace sluice::lab
