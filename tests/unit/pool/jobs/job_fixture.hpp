#pragma once
/// Jobs made from the recorded vectors, for the tests of this folder.

#include "kernels/registry/algorithms.hpp"
#include "pool/jobs/job.hpp"
#include "pool/jobs/job_factory.hpp"
#include "protocol/stratum_v1/work.hpp"
#include "tests/unit/protocol/vector_files.hpp"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace sluice::pool::tests {

using sluice::tests::json_vectors;
using sluice::tests::unhex;

inline const kernels::Algorithm& sha256d() { return *kernels::find_algorithm("sha256d"); }

/// Litecoin's proof of work (N 1024, r 1, p 1), by OpenSSL.
inline const kernels::Algorithm& scrypt() {
    static const kernels::Algorithm row = [] {
        kernels::Algorithm algorithm = sha256d();
        algorithm.name = "scrypt";
        algorithm.share_difficulty_unit = 65536;
        algorithm.hash = [](std::span<const std::uint8_t> header,
                            kernels::HashBytes& out) noexcept {
            EVP_PBE_scrypt(reinterpret_cast<const char*>(header.data()), header.size(),
                           header.data(), header.size(), 1024, 1, 1, 0, out.data(), out.size());
        };
        return algorithm;
    }();
    return row;
}

inline std::shared_ptr<const protocol::BlockTemplate> template_vector(const std::string& name) {
    auto decoded = protocol::decode_template(json_vectors("gbt/" + name));
    if (!decoded) {
        throw std::runtime_error(message(decoded.error()));
    }
    return std::make_shared<const protocol::BlockTemplate>(*std::move(decoded));
}

/// The job that another pool announced with the notify of a share vector. Its template holds only
/// what a notify tells.
inline Job job_of_notify(const nlohmann::json& share) {
    const auto& notify = share.at("notify");
    const auto number = [&](const char* name) {
        return from_hex_be32(notify.at(name).get<std::string>()).value();
    };
    protocol::BlockTemplate block_template;
    block_template.previous =
        protocol::stratum_v1::from_prevhash_hex(notify.at("prevhash").get<std::string>()).value();
    block_template.bits = number("nbits");
    block_template.target = protocol::decode_compact(block_template.bits).target;
    block_template.time = number("ntime");
    block_template.time_min = block_template.time;

    Job job;
    job.id_text = notify.at("job_id");
    job.algorithm = &sha256d();
    job.coinb1 = unhex(notify.at("coinb1"));
    job.coinb2 = unhex(notify.at("coinb2"));
    job.extranonce1_size = share.at("extranonce1").get<std::string>().size() / 2;
    job.extranonce2_size = share.at("extranonce2_size");
    for (const auto& step : notify.at("merkle_branch")) {
        protocol::Hash256& sibling = job.branch.emplace_back();
        if (!from_hex_into(step.get<std::string>(), sibling.bytes)) {
            throw std::runtime_error("bad merkle step");
        }
    }
    job.version = number("version");
    job.version_mask = protocol::bip320_mask;
    job.network_target = block_template.target;
    job.block_template = std::make_shared<const protocol::BlockTemplate>(block_template);
    return job;
}

}  // namespace sluice::pool::tests
