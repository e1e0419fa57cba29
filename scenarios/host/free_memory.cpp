#include "scenarios/host/free_memory.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

namespace lastmile::scenarios {
namespace {

constexpr double kUnlimited = std::numeric_limits<double>::infinity();

double machine_free() {
  std::ifstream file("/proc/meminfo");
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string name;
    double kib = 0;
    if (words >> name >> kib && name == "MemAvailable:") return kib * 1024;
  }
  return kUnlimited;
}

// A number of bytes; "max" and a missing file are unlimited.
double number_in(const std::string& path) {
  std::ifstream file(path);
  double bytes = 0;
  return file >> bytes ? bytes : kUnlimited;
}

// Version 2 of control groups: "0::/path"; limits of all groups above hold too.
double group_free() {
  std::ifstream file("/proc/self/cgroup");
  double least = kUnlimited;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("0::/", 0) != 0) continue;
    for (std::filesystem::path group = line.substr(4);; group = group.parent_path()) {
      const std::string folder = "/sys/fs/cgroup/" + group.string();
      const double most = number_in(folder + "/memory.max"),
                   used = number_in(folder + "/memory.current");
      if (most < kUnlimited)
        least = std::min(least, std::max(0.0, most - (used < kUnlimited ? used : 0)));
      if (group.empty()) break;
    }
  }
  return least;
}

}  // namespace

double free_memory_bytes() { return std::min(machine_free(), group_free()); }

}  // namespace lastmile::scenarios
