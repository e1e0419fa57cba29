// The program. Exit status: 0 done, 1 failed, 2 bad input.
#include <cstdio>
#include <exception>

#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"

int main(int argc, char** argv) {
  using namespace lastmile;
  try {
    const int status = scenarios::run_program({argv + 1, argv + argc});
    if (std::fflush(stdout) != 0) throw ConfigError("cannot write to the standard output");
    return status;
  } catch (const ConfigError& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return scenarios::kBadInput;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lastmile: failed: %s\n", error.what());
    return scenarios::kFailed;
  }
}
