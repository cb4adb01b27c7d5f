#pragma once
/// Makes the template source that the configuration asks for. Control thread only.

#include "base/result.hpp"
#include "pool/chain/embedded_chain.hpp"
#include "pool/config/pool_config.hpp"
#include "pool/source/template_source.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>

namespace sluice::pool {

/// A source together with the chain it may stand on.
struct OwnedSource {
    std::unique_ptr<EmbeddedChain> chain;  ///< null when the work comes from a node
    std::unique_ptr<TemplateSource> source;
};

[[nodiscard]] Result<OwnedSource> make_source(boost::asio::io_context& control,
                                              const PoolConfig& config);

}  // namespace sluice::pool
