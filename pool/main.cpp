// sluice-pool: the command line. Everything else lies in pool/app.

#include "pool/app/commands.hpp"

int main(int argc, char** argv) { return sluice::pool::run_command_line(argc, argv); }
