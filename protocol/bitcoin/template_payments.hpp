#pragma once
/// Members of a getblocktemplate reply that demand something of the coinbase beside the reward:
/// outputs to masternodes and superblocks (Dash), to a miner fund and to stakers (eCash), a payload
/// (Dash's DIP4). Those with a script or address and an amount are paid out of coinbasevalue, which
/// holds them on these nodes; any other member of such a look is refused by name, because a block
/// without it would be worth nothing. Pure, any thread.

#include "protocol/bitcoin/template_fields.hpp"

namespace sluice::protocol {

/// Fills `payments` and `coinbase_payload` of `out`, whose coinbase value must be decoded already.
void decode_payments(TemplateFields& fields, const TemplateFields::Json& reply,
                     std::optional<TemplateError>& error, BlockTemplate& out);

}  // namespace sluice::protocol
