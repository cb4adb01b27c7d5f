#include "pool/chain/embedded_chain.hpp"

#include "difficulty/network/rules/registry.hpp"
#include "difficulty/signalling/version_bits_cache.hpp"
#include "pool/chain/block_reader.hpp"
#include "pool/chain/chain_store.hpp"
#include "pool/chain/genesis.hpp"
#include "protocol/bitcoin/script.hpp"
#include "protocol/pow/target.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace sluice::pool {
namespace {

constexpr std::string_view stale_reason = "stale-prevblk";  // BIP22

constexpr std::int64_t future_time_max_s = 7200;  // MAX_FUTURE_BLOCK_TIME

/// Where the configuration says what the chain's settings call `name`.
std::string key_of(const std::string& name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> keys{
        {{"genesis_bits", "embedded.start_difficulty (and pool.algorithm)"},
         {"rule", "embedded.rule"},
         {"subsidy", "embedded.subsidy_sat"},
         {"halving_interval", "embedded.halving_interval_blocks"},
         {"spacing_s", "embedded.block_interval_s"},
         {"half_life_s", "embedded.half_life_s"},
         {"window_blocks", "embedded.window_blocks"}}};
    for (const auto& [setting, key] : keys) {
        if (setting == name) {
            return std::string(key);
        }
    }
    return name.starts_with(deployment_prefix) ? "[[embedded.deployment]]" : "[embedded]";
}

sqlite::Error contradiction(const std::filesystem::path& file, const std::string& name,
                            const std::string& stored, const std::string& wanted) {
    return {0, file.string() + ": the chain was made with " + name + " = " + stored +
                   ", the settings " + wanted + "; set " + key_of(name) +
                   " back, or start a new chain in another file"};
}

/// Continues the stored chain only with the settings that made it. A new deployment may join, since
/// no block on the chain has depended on it.
void check_against_stored(ChainStore& store, const std::filesystem::path& file,
                          const std::map<std::string, std::string>& stored,
                          const std::map<std::string, std::string>& wanted) {
    // Another rule also has other parameters: the operator changed the rule.
    if (const auto rule = stored.find("rule");
        rule != stored.end() && wanted.contains("rule") && wanted.at("rule") != rule->second) {
        throw contradiction(file, "rule", rule->second, "say " + wanted.at("rule"));
    }
    for (const auto& [name, value] : stored) {
        const auto other = wanted.find(name);
        if (other == wanted.end() && name != "genesis_time") {
            throw contradiction(file, name, value, "have none");
        }
        if (other != wanted.end() && other->second != value) {
            throw contradiction(file, name, value, "say " + other->second);
        }
    }
    for (const auto& [name, value] : wanted) {
        if (!stored.contains(name) && name.starts_with(deployment_prefix)) {
            store.add_setting(name, value);
        } else if (!stored.contains(name) && name == timestamp_rule_row) {
            throw contradiction(file, name, "none", "say " + value);
        }
    }
}

}  // namespace

EmbeddedChain::EmbeddedChain(const std::filesystem::path& file, const ChainSettings& settings,
                             PowHash pow_hash, ChainClock clock)
    : settings_(settings),
      rule_(difficulty::find_rule(settings.options.rule)),
      params_(rule_params(settings)),
      timestamp_rule_(timestamp_rule_of(settings)),
      pow_limit_(protocol::decode_compact(settings.pow_limit_bits).target),
      pow_hash_(pow_hash),
      clock_(std::move(clock)),
      store_(file) {
    load(file);
    settings_.genesis_time = static_cast<std::uint32_t>(chain_.time_at(0));
    for (const difficulty::Deployment& deployment : settings.deployments) {
        votes_.emplace_back(deployment);
    }
    refresh_deployments();
    time_lead_s_ = std::max<std::int64_t>(0, time_min() - 1 - clock_());
}

protocol::BlockTemplate EmbeddedChain::next_template() const {
    protocol::BlockTemplate next;
    next.previous = chain_.tip_id();
    next.height = chain_.tip_height() + 1;
    next.time_min = static_cast<std::uint32_t>(time_min());
    next.time = static_cast<std::uint32_t>(std::max(now_s(), time_min()));
    next.bits = rule_->next_bits(chain_, params_, next.time);
    next.target = protocol::decode_compact(next.bits).target;
    next.coinbase_value = subsidy_at(settings_, next.height);
    next.version = next_version_;
    next.vb_available = vb_available_;
    next.rules = active_rules_;
    return next;
}

BlockVerdict EmbeddedChain::submit(ByteSpan bytes) {
    const auto block = decode_block(bytes);
    if (!block) {
        return {BlockStatus::rejected, std::string(block.error())};
    }
    const protocol::Hash256 id = protocol::block_id(block->header);
    try {
        if (store_.contains(id)) {
            return {BlockStatus::accepted, "duplicate"};
        }
        if (const auto reason = reject_reason(*block)) {
            // Whatever comes second on a block of the chain has lost its place for ever.
            const bool is_late = *reason == stale_reason && store_.contains(block->header.previous);
            return {is_late ? BlockStatus::orphaned : BlockStatus::rejected, std::string(*reason)};
        }
        store_.append({.height = chain_.tip_height() + 1,
                       .id = id,
                       .header = block->header,
                       .coinbase = block->coinbase,
                       .received_s = now_s()});
    } catch (const sqlite::Error& error) {
        return {BlockStatus::pending, std::string("storage: ") + error.what()};
    }
    chain_.append(block->header, id);
    refresh_deployments();
    return {BlockStatus::accepted, {}};
}

void EmbeddedChain::load(const std::filesystem::path& file) {
    const auto rows = described(settings_);
    std::map<std::string, std::string> wanted(rows.begin(), rows.end());
    const std::map<std::string, std::string> stored = store_.settings();
    if (!stored.empty()) {
        check_against_stored(store_, file, stored, wanted);
        store_.load(chain_);
        return;
    }
    const std::uint32_t time =
        settings_.genesis_time.value_or(static_cast<std::uint32_t>(clock_()));
    const Genesis genesis = make_genesis(settings_.network, time, settings_.genesis_bits);
    const protocol::Hash256 id = protocol::block_id(genesis.header);
    wanted["genesis_time"] = std::to_string(time);
    store_.begin_chain(wanted, {.height = 0,
                                .id = id,
                                .header = genesis.header,
                                .coinbase = genesis.coinbase,
                                .received_s = clock_()});
    chain_.append(genesis.header, id);
}

std::int64_t EmbeddedChain::above_median() const {
    return difficulty::median_time_past(chain_, chain_.next_height() - 1) + 1;
}

std::int64_t EmbeddedChain::time_min() const {
    const auto earliest = difficulty::earliest_timestamp(
        timestamp_rule_, chain_, static_cast<difficulty::Height>(settings_.options.window_blocks));
    return std::max(above_median(), earliest.value_or(0));
}

std::optional<std::string_view> EmbeddedChain::reject_reason(const DecodedBlock& block) const {
    const protocol::BlockHeader& header = block.header;
    if (!has_work(header)) {
        return "high-hash";
    }
    if (header.merkle_root != block.coinbase_id) {  // a tree of one leaf
        return "bad-txnmrklroot";
    }
    if (header.previous != chain_.tip_id()) {
        return stale_reason;
    }
    if (header.bits != rule_->next_bits(chain_, params_, header.time)) {
        return "bad-diffbits";
    }
    if (header.time < above_median()) {
        return "time-too-old";
    }
    if (header.time < time_min()) {
        return "time-timewarp-attack";
    }
    // The template's own time is always good, whatever has happened to the clock.
    if (header.time > std::max(now_s(), time_min() - 1) + future_time_max_s) {
        return "time-too-new";
    }
    const std::int64_t height = chain_.tip_height() + 1;
    Bytes height_push;  // BIP34
    protocol::append_push_number(height_push, height);
    if (block.coinbase_script.size() < height_push.size() ||
        !std::equal(height_push.begin(), height_push.end(), block.coinbase_script.begin())) {
        return "bad-cb-height";
    }
    if (timestamp_rule_ == difficulty::TimestampRule::bip54 &&
        !is_locked_to_height(block, height)) {
        return "bad-cb-locktime";
    }
    if (block.value > subsidy_at(settings_, height)) {
        return "bad-cb-amount";
    }
    return std::nullopt;
}

bool EmbeddedChain::has_work(const protocol::BlockHeader& header) const {
    const protocol::CompactTarget claimed = protocol::decode_compact(header.bits);
    if (!claimed.valid() || pow_limit_ < claimed.target) {
        return false;
    }
    protocol::Hash256 hash;
    pow_hash_(protocol::serialize(header), hash.bytes);
    return protocol::meets(hash, claimed.target);
}

void EmbeddedChain::refresh_deployments() {
    deployments_.clear();
    vb_available_.clear();
    active_rules_.clear();
    std::vector<difficulty::Ballot> ballots;
    for (difficulty::VersionBitsCache& vote : votes_) {
        const difficulty::Deployment& deployment = vote.deployment();
        const difficulty::StateSince now = vote.state_of_next_block(chain_);
        const difficulty::PeriodStatistics period =
            difficulty::period_statistics(chain_, deployment);
        deployments_.push_back({.name = deployment.name,
                                .bit = deployment.bit,
                                .state = std::string(difficulty::to_string(now.state)),
                                .since = static_cast<std::int64_t>(now.since),
                                .period = static_cast<std::int64_t>(period.period),
                                .threshold = static_cast<std::int64_t>(period.threshold),
                                .elapsed = static_cast<std::int64_t>(period.elapsed),
                                .count = static_cast<std::int64_t>(period.count)});
        ballots.push_back({.bit = deployment.bit, .state = now.state});
        if (now.state == difficulty::DeploymentState::started ||
            now.state == difficulty::DeploymentState::locked_in) {
            vb_available_.emplace(deployment.name, deployment.bit);
        } else if (now.state == difficulty::DeploymentState::active) {
            active_rules_.push_back(deployment.name);
        }
    }
    next_version_ = difficulty::block_version(ballots);
}

Result<std::unique_ptr<EmbeddedChain>> EmbeddedChain::open(const std::filesystem::path& file,
                                                           const ChainSettings& settings,
                                                           PowHash pow_hash, ChainClock clock) {
    if (const auto checked = check_settings(settings); !checked) {
        return Unexpected{checked.error()};
    }
    try {
        return std::unique_ptr<EmbeddedChain>(
            new EmbeddedChain(file, settings, pow_hash, std::move(clock)));
    } catch (const sqlite::Error& error) {
        return Unexpected{std::string(error.what())};
    }
}

ChainTip EmbeddedChain::tip() const { return {chain_.tip_height(), chain_.tip_id(), chain_.tip()}; }

}  // namespace sluice::pool
