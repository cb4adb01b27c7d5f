#pragma once
/// Numbers for commands and files. Pure, any thread.

#include <string>

namespace sluice::lab {

/// The shortest text that reads back as this number; empty for NaN.
[[nodiscard]] std::string exact_text(double value);

}  // namespace sluice::lab
