// sluice-lab: measures how difficulty answers swings of hashrate.

#include "lab/output/text_table.hpp"
#include "lab/program.hpp"

#include <iostream>
#include <string>
#include <vector>

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const int status =
        sluice::lab::run_program(arguments, {std::cout, std::cerr, sluice::lab::terminal_width()});
    if (!std::cout.flush()) {
        std::cerr << "sluice-lab: standard output cannot be written; is the disk full?\n";
        return sluice::lab::exit_failed;
    }
    return status;
}
