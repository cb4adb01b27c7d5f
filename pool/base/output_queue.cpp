#include "pool/base/output_queue.hpp"

#include <utility>

namespace sluice::pool {

void OutputQueue::push(std::string_view line) {
    if (pieces_.empty() || pieces_.back().shared != nullptr) {
        pieces_.emplace_back();
    }
    pieces_.back().own += line;
    size_bytes_ += line.size();
}

void OutputQueue::push(SharedLine line) {
    size_bytes_ += line->size();
    pieces_.push_back({std::move(line), {}});
}

std::vector<OutputQueue::Piece> OutputQueue::take() {
    size_bytes_ = 0;
    return std::exchange(pieces_, {});
}

}  // namespace sluice::pool
