#include "lab/output/gnuplot.hpp"

#include "lab/support/file_text.hpp"
#include "lab/support/scratch_folder.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <sstream>
#include <system_error>

namespace sluice::lab {
namespace {

// Paul Tol's "bright" colours, told apart by colour-blind people too
constexpr std::array colours{"#4477aa", "#ee6677", "#228833", "#ccbb44",
                             "#66ccee", "#aa3377", "#bbbbbb", "#000000"};

/// Single quotes take everything as it is but themselves.
std::string gnuplot_text(const std::string& text) {
    std::string result = "'";
    for (const char c : text) {
        result += c == '\'' ? std::string("''") : std::string(1, c);
    }
    return result + "'";
}

std::string script_of(const Plot& plot, const std::string& svg_file) {
    std::ostringstream script;
    script << "set terminal svg size 860,430 dynamic enhanced font 'sans-serif,13' linewidth 1.3\n"
           << "set output " << gnuplot_text(svg_file) << "\nset termoption noenhanced\n"
           << "set xlabel " << gnuplot_text(plot.x_label) << "\nset ylabel "
           << gnuplot_text(plot.y_label)
           << "\nset border 3 lc '#555555'\nset tics nomirror\nset grid lc '#dddddd' lt 1\n"
           << "set key outside right top vertical noopaque samplen 2\n"
           << (plot.x_logarithmic ? "set logscale x\n" : "")
           << (plot.y_logarithmic ? "set logscale y\n" : "");
    std::size_t colour = 0;
    for (std::size_t i = 0; i < plot.curves.size(); ++i) {
        const Curve& curve = plot.curves[i];
        script << "$data" << i << " << EOD\n";
        for (const auto& [x, y] : curve.points) {
            if (std::isfinite(x) && std::isfinite(y)) {
                script << x << ' ' << y << '\n';
            }
        }
        script << "EOD\n";
    }
    script << "plot ";
    for (std::size_t i = 0; i < plot.curves.size(); ++i) {
        const Curve& curve = plot.curves[i];
        script << (i > 0 ? ", " : "") << "$data" << i << " with "
               << (curve.marks ? "linespoints pt 7 ps 0.5" : "lines");
        if (curve.thin) {
            script << " lw 1.5 dt 2 lc '#777777'";
        } else {
            script << " lw 1.6 lc '" << colours[colour++ % colours.size()] << "'";
        }
        script << " title " << gnuplot_text(curve.title);
    }
    script << '\n';
    return script.str();
}

/// Runs the program on the script; its messages go to standard error.
Result<void, std::string> run_program(const std::string& program, const std::string& script) {
    std::string name = program;
    std::string argument = script;
    std::array<char*, 3> arguments{name.data(), argument.data(), nullptr};
    pid_t child = 0;
    const int failure =
        ::posix_spawnp(&child, name.c_str(), nullptr, nullptr, arguments.data(), environ);
    if (failure != 0) {
        return Unexpected{"plots need the program '" + program + "', which cannot be run (" +
                          std::generic_category().message(failure) +
                          "); on Debian and Ubuntu: apt-get install gnuplot-nox"};
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return Unexpected{program + " failed; its own message stands above"};
    }
    return {};
}

}  // namespace

Result<std::string, std::string> draw_svg(const Plot& plot, const std::string& program) {
    const ScratchFolder folder;
    if (!folder.exists()) {
        return Unexpected{"no folder for temporary files can be made in " +
                          std::filesystem::temp_directory_path().string()};
    }
    const std::string script = folder.file("plot.gp");
    const std::string svg = folder.file("plot.svg");
    if (const auto written = write_file(script, script_of(plot, svg)); !written) {
        return Unexpected{written.error()};
    }
    if (const auto run = run_program(program, script); !run) {
        return Unexpected{run.error()};
    }
    const auto text = read_file(svg);
    if (!text) {
        return Unexpected{text.error()};
    }
    const std::size_t start = text->find("<svg");
    if (start == std::string::npos) {
        return Unexpected{program + " drew no plot; is it gnuplot 5 with SVG?"};
    }
    return text->substr(start);
}

}  // namespace sluice::lab
