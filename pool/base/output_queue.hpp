#pragma once
/// OutputQueue: what a session has to say and the socket has not sent yet. Broadcast lines are
/// shared by all sessions; a session's own lines are gathered into one piece. Not thread-safe.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool {

using SharedLine = std::shared_ptr<const std::string>;

class OutputQueue {
public:
    struct Piece {
        SharedLine shared;  ///< null: `own` holds the text
        std::string own;

        [[nodiscard]] std::string_view text() const noexcept {
            return shared != nullptr ? std::string_view{*shared} : std::string_view{own};
        }
    };

    void push(std::string_view line);
    void push(SharedLine line);

    [[nodiscard]] bool empty() const noexcept { return pieces_.empty(); }
    /// Bytes waiting, without those taken.
    [[nodiscard]] std::size_t size_bytes() const noexcept { return size_bytes_; }
    /// Everything that waits, in order; the queue is empty then.
    [[nodiscard]] std::vector<Piece> take();

private:
    std::vector<Piece> pieces_;
    std::size_t size_bytes_ = 0;
};

}  // namespace sluice::pool
