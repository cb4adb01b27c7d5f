#include "protocol/bitcoin/chain_params.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace sluice::protocol {

const ChainParams* find_chain(std::string_view name) noexcept {
    const auto row = std::ranges::find(chain_params, name, &ChainParams::name);
    return row == chain_params.end() ? nullptr : &*row;
}

bool is_named_by_node(const ChainParams& chain, std::string_view node_name) noexcept {
    return !node_name.empty() &&
           std::ranges::find(chain.node_names, node_name) != chain.node_names.end();
}

std::string chain_names_where(bool (*matches)(const ChainParams&, std::string_view),
                              std::string_view sought) {
    constexpr std::size_t named_max = 3;
    std::vector<std::string_view> names;
    for (const ChainParams& chain : chain_params) {
        if (matches(chain, sought)) {
            names.push_back(chain.name);
        }
    }
    std::string out;
    for (std::size_t i = 0; i < std::min(names.size(), named_max); ++i) {
        const bool last = i + 1 == names.size();
        out += (i == 0 ? "" : last ? " or " : ", ") + std::string(names[i]);
    }
    if (names.size() > named_max) {
        out += " or " + std::to_string(names.size() - named_max) + " others";
    }
    return out;
}

}  // namespace sluice::protocol
