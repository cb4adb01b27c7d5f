// The hot-path reader must say of any line what the general reader and Submit::from_params say.

#include "protocol/stratum_v1/submit_reader.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace sluice::protocol::stratum_v1;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void compare(const SubmitReader& reader, const Request& request) {
    require(reader.id() == request.id.text);
    const auto submit = Submit::from_params(request.params);
    const auto share = reader.share();
    if (!submit) {
        require(!share.has_value());
        return;
    }
    // Names and job ids too long for any session are known, to the reader only, as empty.
    require(share.has_value() && *share == submit->share);
    require(reader.worker() == (submit->worker.size() > worker_size_max ? "" : submit->worker));
    require(reader.job_id() == (submit->job_id.size() > worker_size_max ? "" : submit->job_id));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static SubmitReader reader;
    const std::string_view line{reinterpret_cast<const char*>(data), size};
    const auto kind = reader.read(line);
    const auto message = read_message(line);
    switch (kind) {
        case SubmitReader::Kind::malformed:
            require(!message.has_value() && message.error().error == reader.error());
            break;
        case SubmitReader::Kind::other:
            if (message && std::holds_alternative<Request>(*message)) {
                require(std::get<Request>(*message).method != Submit::method);
            }
            break;
        case SubmitReader::Kind::submit:
            require(message.has_value());
            compare(reader, std::get<Request>(*message));
            break;
    }
    return 0;
}
