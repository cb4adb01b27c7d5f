#pragma once
/// Parameters in which the chains that a pool may mine differ: how their addresses look, what hashes a header,
/// how far apart their blocks are wanted, and what a node calls them. A constant table, any thread.
/// Sources: chainparams.cpp of Bitcoin Core, Litecoin Core, Dogecoin Core, Bitcoin Cash Node and
/// Bitcoin ABC; cashaddr.md of bitcoincash.org.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::protocol {

struct ChainParams {
    std::string_view name;  ///< as the operator names it
    /// What getblockchaininfo calls it; nodes of several coins say "main".
    std::array<std::string_view, 4> node_names{};
    std::string_view algorithm;  ///< of the header's proof of work
    int spacing_s = 0;           ///< wanted time between blocks
    std::uint8_t pubkey_hash_version = 0;
    /// The one in use, and the one that it replaced (or the same again).
    std::array<std::uint8_t, 2> script_hash_versions{};
    std::string_view witness_prefix{};  ///< of bech32 addresses; empty: the chain has no segwit
    std::string_view cash_prefix{};     ///< of cashaddr; empty: it has none
    std::string_view beginnings{};      ///< of its addresses, for messages
    /// Hash of block 0 in display order; empty: the name stands for several chains. Forks share it.
    std::string_view genesis{};
};

inline constexpr std::string_view genesis_main =
    "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";
inline constexpr std::string_view genesis_testnet3 =
    "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943";
inline constexpr std::string_view genesis_regtest =
    "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206";
inline constexpr std::string_view genesis_cash_test4 =
    "000000001dd410c49a788668ce26751718cc797474d3152a5fc073dd44fd9f7b";

inline constexpr int bitcoin_spacing_s = 600;
inline constexpr int litecoin_spacing_s = 150;
inline constexpr int dogecoin_spacing_s = 60;

/// In the order of messages: Bitcoin's own first.
// clang-format off
inline constexpr auto chain_params = std::to_array<ChainParams>({
    {"main", {"main"}, "sha256d", bitcoin_spacing_s, 0, {5, 5}, "bc", "",
     "1, 3 or bc1", genesis_main},
    {"test", {"test", "testnet", "testnet3", "testnet4"}, "sha256d", bitcoin_spacing_s,
     111, {196, 196}, "tb", "", "m, n, 2 or tb1", ""},
    {"testnet3", {"test", "testnet", "testnet3"}, "sha256d", bitcoin_spacing_s,
     111, {196, 196}, "tb", "", "m, n, 2 or tb1", genesis_testnet3},
    {"testnet4", {"testnet4"}, "sha256d", bitcoin_spacing_s, 111, {196, 196}, "tb", "",
     "m, n, 2 or tb1", "00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043"},
    {"signet", {"signet"}, "sha256d", bitcoin_spacing_s, 111, {196, 196}, "tb", "",
     "m, n, 2 or tb1", "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6"},
    {"regtest", {"regtest"}, "sha256d", bitcoin_spacing_s, 111, {196, 196}, "bcrt", "",
     "m, n, 2 or bcrt1", genesis_regtest},

    {"litecoin", {"main"}, "scrypt", litecoin_spacing_s, 48, {50, 5}, "ltc", "",
     "L, M or ltc1", "12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2"},
    {"litecoin-test", {"test"}, "scrypt", litecoin_spacing_s, 111, {58, 196}, "tltc", "",
     "m, n, Q or tltc1", "4966625a4b2851d9fdee139e56211a0d88575f59ed816ff5e6a63deb4e3e29a0"},
    {"litecoin-regtest", {"regtest"}, "scrypt", litecoin_spacing_s, 111, {58, 196}, "rltc", "",
     "m, n, Q or rltc1", "530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9"},

    {"dogecoin", {"main"}, "scrypt", dogecoin_spacing_s, 30, {22, 22}, "", "",
     "D, 9 or A", "1a91e3dace36e2be3bf030a65679fe821aa1d6ef92e7c9902eb318182c355691"},
    {"dogecoin-test", {"test"}, "scrypt", dogecoin_spacing_s, 113, {196, 196}, "", "",
     "n or 2", "bb0a78264637406b6360aad926284d544d7049f45189db5664f3c4d07350559e"},
    {"dogecoin-regtest", {"regtest"}, "scrypt", dogecoin_spacing_s, 111, {196, 196}, "", "",
     "m, n or 2", "3d2160a3b5dc4a9d62e7e66a295f70313ac808440ef7400d6c0772171ce973a5"},

    {"bitcoincash", {"main"}, "sha256d", bitcoin_spacing_s, 0, {5, 5}, "", "bitcoincash",
     "bitcoincash:, 1 or 3", genesis_main},
    {"bitcoincash-test", {"test"}, "sha256d", bitcoin_spacing_s, 111, {196, 196}, "", "bchtest",
     "bchtest:, m, n or 2", genesis_testnet3},
    {"bitcoincash-test4", {"test4"}, "sha256d", bitcoin_spacing_s, 111, {196, 196}, "", "bchtest",
     "bchtest:, m, n or 2", genesis_cash_test4},
    {"chipnet", {"chip"}, "sha256d", bitcoin_spacing_s, 111, {196, 196}, "", "bchtest",
     "bchtest:, m, n or 2", genesis_cash_test4},
    {"bitcoincash-regtest", {"regtest"}, "sha256d", bitcoin_spacing_s, 111, {196, 196}, "", "bchreg",
     "bchreg:, m, n or 2", genesis_regtest},

    {"ecash", {"main"}, "sha256d", bitcoin_spacing_s, 0, {5, 5}, "", "ecash",
     "ecash:, 1 or 3", genesis_main},
    {"ecash-test", {"test"}, "sha256d", bitcoin_spacing_s, 111, {196, 196}, "", "ectest",
     "ectest:, m, n or 2", genesis_testnet3},
    {"ecash-regtest", {"regtest"}, "sha256d", bitcoin_spacing_s, 111, {196, 196}, "", "ecregtest",
     "ecregtest:, m, n or 2", genesis_regtest},
});
// clang-format on

/// Null when there is none of this name.
[[nodiscard]] const ChainParams* find_chain(std::string_view name) noexcept;

/// Whether a node that calls its chain `node_name` may be on it.
[[nodiscard]] bool is_named_by_node(const ChainParams& chain, std::string_view node_name) noexcept;

/// "main, bitcoincash or ecash": the chains that `matches` takes, the first three by name; empty
/// when there is none.
[[nodiscard]] std::string chain_names_where(bool (*matches)(const ChainParams&, std::string_view),
                                            std::string_view sought);

}  // namespace sluice::protocol
