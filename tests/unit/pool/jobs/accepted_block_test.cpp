#include "pool/jobs/share_check.hpp"
#include "tests/unit/pool/jobs/job_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice::pool {
namespace {

using nlohmann::json;

class AcceptedBlock : public ::testing::TestWithParam<const char*> {
protected:
    AcceptedBlock()
        : block_(tests::json_vectors(std::string("gbt/") + GetParam() + ".json")),
          extranonce1_(tests::unhex(block_.at("extranonce1"))),
          extranonce2_(tests::unhex(block_.at("extranonce2"))) {
        JobOptions options;
        options.algorithm = block_.contains("scrypt_hash") ? &tests::scrypt() : &tests::sha256d();
        options.payouts = {{tests::unhex(block_.at("payout_script"))}};
        options.tag = "/vectors/";
        options.extranonce1_size = extranonce1_.size();
        options.extranonce2_size = extranonce2_.size();
        const auto made =
            JobFactory(options, 1)
                .make(tests::template_vector(block_.at("template").get<std::string>()), true, {});
        EXPECT_TRUE(made) << made.error();
        job_ = *made;
    }

    /// The recorded coinb1 with what this pool adds to it: two lengths grow, and the work id
    /// follows.
    [[nodiscard]] Bytes recorded_with_work_id() const {
        constexpr std::size_t script_size_at = 41;
        Bytes coinb1 = tests::unhex(block_.at("coinb1"));
        coinb1.at(script_size_at) += work_id_size;
        coinb1.back() += work_id_size;
        append(coinb1, Bytes{0, 0, 0, 1, 0});
        return coinb1;
    }

    /// The recorded coinb2 with what BIP54 asks for: another sequence and a lock time.
    [[nodiscard]] Bytes recorded_with_lock_time() const {
        Bytes coinb2 = tests::unhex(block_.at("coinb2"));
        coinb2.front() = 0xfe;
        const auto lock_time = static_cast<std::uint32_t>(job_->block_template->height - 1);
        store_le32(coinb2.data() + coinb2.size() - 4, lock_time);
        return coinb2;
    }

    /// The job as recorded, whose blocks the nodes took.
    [[nodiscard]] Job recorded_job() const {
        Job job = *job_;
        job.coinb1 = tests::unhex(block_.at("coinb1"));
        job.coinb2 = tests::unhex(block_.at("coinb2"));
        return job;
    }

    [[nodiscard]] std::uint32_t submitted(const char* name) const {
        return from_hex_be32(block_.at("stratum_submit").at(name).get<std::string>()).value();
    }

    json block_;
    Bytes extranonce1_;
    Bytes extranonce2_;
    std::shared_ptr<const Job> job_;
};

TEST_P(AcceptedBlock, job_is_announced_as_recorded) {
    const json line = json::parse(notify_line(*job_, true));
    const json& expected = block_.at("stratum_notify");
    EXPECT_EQ(line.at("method"), "mining.notify");
    EXPECT_TRUE(line.at("id").is_null());
    EXPECT_EQ(line.at("params"),
              json::array({"00000001", expected.at("prevhash"), to_hex(recorded_with_work_id()),
                           to_hex(recorded_with_lock_time()), expected.at("merkle_branch"),
                           expected.at("version"), expected.at("nbits"), expected.at("ntime"),
                           expected.at("clean_jobs")}));
}

TEST_P(AcceptedBlock, share_becomes_the_recorded_block_byte_for_byte) {
    const ShareFields share{.extranonce1 = extranonce1_,
                            .extranonce2 = extranonce2_,
                            .time = submitted("ntime"),
                            .nonce = submitted("nonce"),
                            .version_bits = std::nullopt};
    const ShareTerms terms{.target = protocol::difficulty_1_target(),
                           .version_mask = protocol::bip320_mask};
    const Job job = recorded_job();
    const ShareOutcome outcome = check_share(job, share, terms);
    ASSERT_EQ(outcome.verdict, ShareVerdict::accepted);
    EXPECT_TRUE(outcome.is_block);
    EXPECT_EQ(to_display_hex(outcome.id), block_.at("hash"));
    EXPECT_EQ(to_display_hex(outcome.pow_hash),
              block_.contains("scrypt_hash") ? block_.at("scrypt_hash") : block_.at("hash"));
    EXPECT_EQ(to_hex(assemble_block(job, outcome.header, extranonce1_, extranonce2_)),
              block_.at("block_hex"));
}

INSTANTIATE_TEST_SUITE_P(recorded, AcceptedBlock,
                         ::testing::Values("accepted-block", "accepted-block-signet",
                                           "accepted-block-litecoin-mweb"),
                         [](const auto& block) {
                             std::string name = block.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

}  // namespace
}  // namespace sluice::pool
