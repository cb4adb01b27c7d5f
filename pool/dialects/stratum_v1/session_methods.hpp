#pragma once
/// SessionMethods: the dispatch table of Stratum methods, one row a method, and their handlers.
/// (mining.submit has a path of its own in Session.) Called on the session's thread.

#include "pool/dialects/stratum_v1/session.hpp"
#include "protocol/stratum_v1/message.hpp"

#include <string_view>

namespace sluice::pool {

struct SessionMethods {
    struct Row {
        std::string_view method;
        void (*handle)(Session&, const protocol::stratum_v1::Request&, ClockReading);
    };

    /// nullptr when there is no such method.
    [[nodiscard]] static const Row* find(std::string_view method) noexcept;

private:
    /// Decodes the params and handles them, or replies what is wrong with them.
    template <class Message>
    static void decode(Session& session, const protocol::stratum_v1::Request& request,
                       ClockReading at);

    template <class Message>
    static void handle(Session& session, const protocol::stratum_v1::MessageId& id,
                       const Message& message, ClockReading at);
};

}  // namespace sluice::pool
