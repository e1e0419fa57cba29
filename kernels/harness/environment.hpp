// What machine a timing was made on, as far as the system says it; what it does not say is left empty.
// Tests: tests/unit/kernels/environment_test.cpp, on a made-up system
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kernels/harness/call_run.hpp"

namespace lastmile::kernels {

struct Environment {
  std::string cpu_model;
  std::string architecture;    ///< "x86_64", "aarch64"
  int cpus_online = 0;
  int threads_per_core = 0;    ///< 0: unknown
  std::string governor;        ///< of the first processor
  double clock_hz = 0;         ///< now, of the first processor; 0: unknown
  double most_clock_hz = 0;
  CacheSizes caches;
  std::string kernel;          ///< of the operating system
  std::string compiler;
  std::string machine;         ///< "virtual machine", "container", both, or "hardware" where nothing hints at them
  std::vector<double> load;    ///< averages of 1, 5 and 15 minutes
};

/// `root`: where the system's files lie.
Environment read_environment(const std::filesystem::path& root = "/");
std::string json(const Environment& environment);

}  // namespace lastmile::kernels
