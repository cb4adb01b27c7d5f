#pragma once
/// Draws plots with the program gnuplot, which must be installed. Thread-safe.

#include "base/result.hpp"

#include <string>
#include <utility>
#include <vector>

namespace sluice::lab {

/// One curve: what it is called and its points.
struct Curve {
    std::string title;
    std::vector<std::pair<double, double>> points = {};
    bool thin = false;   ///< a reference line, drawn grey and dashed
    bool marks = false;  ///< with a mark at each point
};

struct Plot {
    std::string x_label;
    std::string y_label;
    bool x_logarithmic = false;
    bool y_logarithmic = false;
    std::vector<Curve> curves = {};
};

/// The plot as SVG text, from <svg to </svg>. The error says what is missing, and how to get it.
[[nodiscard]] Result<std::string, std::string> draw_svg(const Plot& plot,
                                                        const std::string& program = "gnuplot");

}  // namespace sluice::lab
