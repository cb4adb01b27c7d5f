// sluice-lab: shows the difficulty rules that the chain and the pool run.

#include "difficulty/lab/rules_command.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

int main(int argc, char** argv) {
    CLI::App app{"The difficulty laboratory of Sluice", "sluice-lab"};
    app.set_version_flag("--version", std::string("sluice-lab ") + SLUICE_VERSION);
    app.require_subcommand(1);
    CLI::App* rules = app.add_subcommand("rules", "List the difficulty rules");
    rules->callback([] { sluice::difficulty::print_rules(std::cout); });
    CLI11_PARSE(app, argc, argv);
    return std::cout.flush() ? 0 : 1;
}
