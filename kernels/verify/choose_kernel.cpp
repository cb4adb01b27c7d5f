#include "kernels/verify/choose_kernel.hpp"

#include "kernels/verify/self_test.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace sluice::kernels {
namespace {

/// "sha256d/avx512 (not eligible: the CPU lacks AVX-512F), sha256d/avx2 (eligible), ...".
std::string listing(const Algorithm& algorithm, std::span<const KernelChoice> choices) {
    std::string text;
    for (const auto& [kernel, make] : choices) {
        text += text.empty() ? "" : ", ";
        text += qualified_name(algorithm, kernel.name);
        text += kernel.eligible ? " (eligible)" : " (not eligible: " + kernel.ineligible + ")";
    }
    return text;
}

/// Sets the scanner, or adds a line to `refused`.
void try_kernel(const Algorithm& algorithm, const KernelChoice& choice, const StepNotice& notice,
                MakeScannerResult& result) {
    const std::string name = "kernel " + qualified_name(algorithm, choice.kernel.name);
    try {
        notice(ScannerStep::build);
        auto scanner = choice.make(result.notes);
        const std::string failure =
            self_test(algorithm, *scanner, [&notice] { notice(ScannerStep::test); });
        if (failure.empty()) {
            result.scanner = std::move(scanner);
            result.kernel = choice.kernel.name;
        } else {
            result.refused.push_back(name + " failed its self-test: " + failure);
        }
    } catch (const std::runtime_error& error) {
        result.refused.push_back(name + ": " + error.what());
    }
}

}  // namespace

MakeScannerResult choose_kernel(const Algorithm& algorithm, std::span<const KernelChoice> choices,
                                std::string_view wanted, std::string_view device,
                                const StepNotice& notice) {
    MakeScannerResult result;
    if (!wanted.empty()) {
        const auto named =
            std::ranges::find(choices, unqualified_name(algorithm, wanted),
                              [](const KernelChoice& choice) { return choice.kernel.name; });
        if (named == choices.end() || !named->kernel.eligible) {
            result.error = (named == choices.end() ? "unknown kernel \"" : "cannot run kernel \"") +
                           std::string(wanted) + "\"; there are: " + listing(algorithm, choices);
            return result;
        }
        try_kernel(algorithm, *named, notice, result);
        if (!result.scanner) {
            result.error = result.refused.back();
        }
        return result;
    }

    for (const KernelChoice& choice : choices) {
        if (choice.kernel.eligible) {
            try_kernel(algorithm, choice, notice, result);
        }
        if (result.scanner) {
            return result;
        }
    }
    result.error =
        "no kernel of " + std::string(algorithm.name) + " works on " + std::string(device);
    result.error += result.refused.empty() ? "; there are: " + listing(algorithm, choices)
                                           : ": " + result.refused.back();
    return result;
}

}  // namespace sluice::kernels
