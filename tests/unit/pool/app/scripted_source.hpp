#pragma once
/// A template source without templates, whose answers a test sets. Blocks are accepted unless the
/// test says otherwise.

#include "pool/source/template_source.hpp"

#include <functional>
#include <map>
#include <vector>

namespace sluice::pool {

[[nodiscard]] inline protocol::Hash256 hash_of(std::uint8_t name) {
    protocol::Hash256 hash;
    hash.bytes[0] = name;
    return hash;
}

class ScriptedSource final : public TemplateSource {
public:
    std::map<protocol::Hash256, BlockVerdict> verdicts;
    std::map<protocol::Hash256, BlockStatus> standings;  ///< undecided where none is set
    std::vector<protocol::Hash256> asked;                 ///< submissions
    std::vector<protocol::Hash256> looked_up;
    std::function<void()> while_asked = [] {};  ///< may throw
    std::function<void()> while_looked_up = [] {};

    void start(OnTemplate) override {}
    void stop() override {}
    [[nodiscard]] SourceStatus status() const override { return {}; }
    boost::asio::awaitable<BlockVerdict> submit_block(Bytes, protocol::Hash256 id) override {
        asked.push_back(id);
        while_asked();
        const auto known = verdicts.find(id);
        const BlockVerdict accepted{BlockStatus::accepted, {}};
        co_return known == verdicts.end() ? accepted : known->second;
    }
    boost::asio::awaitable<BlockStatus> standing_of(protocol::Hash256 id) override {
        looked_up.push_back(id);
        const auto known = standings.find(id);
        const BlockStatus outcome =
            known == standings.end() ? BlockStatus::pending : known->second;
        while_looked_up();
        co_return outcome;
    }
};

}  // namespace sluice::pool
