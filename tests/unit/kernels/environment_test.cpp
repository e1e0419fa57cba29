#include "kernels/harness/environment.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace lastmile::kernels;
namespace fs = std::filesystem;

namespace {

/// A folder that looks like a system's root.
struct Root {
  fs::path path = fs::temp_directory_path() / ("lastmile_root_" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));
  Root() { fs::create_directories(path); }
  Root(const Root&) = delete;
  Root& operator=(const Root&) = delete;
  ~Root() { fs::remove_all(path); }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
  }
};

}  // namespace

TEST_CASE("environment: a board") {
  const Root root;
  root.write("proc/cpuinfo", "processor\t: 0\nCPU part\t: 0xd08\n\nprocessor\t: 1\nCPU part\t: 0xd08\n");
  root.write("proc/device-tree/model", std::string("Board 4 B\0", 10));
  root.write("proc/loadavg", "0.25 0.50 1.00 1/100 1234\n");
  root.write("proc/sys/kernel/osrelease", "6.1.0\n");
  const std::string cpu = "sys/devices/system/cpu/cpu0/";
  root.write(cpu + "cpufreq/scaling_governor", "performance\n");
  root.write(cpu + "cpufreq/scaling_cur_freq", "1500000\n");
  root.write(cpu + "cpufreq/cpuinfo_max_freq", "1800000\n");
  root.write(cpu + "topology/thread_siblings_list", "0\n");
  const Environment found = read_environment(root.path);
  CHECK(found.cpu_model == "Board 4 B, CPU part 0xd08");
  CHECK(found.cpus_online == 2);
  CHECK(found.threads_per_core == 1);
  CHECK(found.governor == "performance");
  CHECK(found.clock_hz == 1.5e9);
  CHECK(found.most_clock_hz == 1.8e9);
  CHECK(found.kernel == "6.1.0");
  CHECK(found.machine == "hardware");
  CHECK(found.load == std::vector<double>{0.25, 0.5, 1.0});
}

TEST_CASE("environment: a container in a virtual machine with two threads a core") {
  const Root root;
  root.write("proc/cpuinfo",
             "processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\ncpu MHz\t\t: 2000.5\nflags\t\t: fpu hypervisor avx2\n");
  root.write("sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "0,4-5\n");
  root.write(".dockerenv", "");
  const Environment found = read_environment(root.path);
  CHECK(found.cpu_model == "Some CPU @ 2 GHz");
  CHECK(found.clock_hz == 2000.5e6);
  CHECK(found.threads_per_core == 3);
  CHECK(found.machine == "container in a virtual machine");
}

TEST_CASE("environment: what the system does not say stays empty") {
  const Root root;
  const Environment found = read_environment(root.path);
  CHECK(found.cpu_model.empty());
  CHECK(found.clock_hz == 0);
  CHECK(found.threads_per_core == 0);
  CHECK(found.load.empty());
}
