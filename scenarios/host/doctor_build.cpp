#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "analysis/version.hpp"
#include "kernels/isa.hpp"
#include "models/device.hpp"
#include "network/backends.hpp"
#include "scenarios/host/doctor.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"

namespace lastmile::scenarios {
namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#ifdef __OPTIMIZE__
constexpr bool kOptimised = true;
#else
constexpr bool kOptimised = false;
#endif

/// Standard output of a shell command, whatever its exit status.
std::string output_of(const std::string& command) {
  std::string text;
  FILE* const pipe = popen((command + " 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return text;
  char part[4096];
  while (const std::size_t n = std::fread(part, 1, sizeof part, pipe)) text.append(part, n);
  pclose(pipe);
  return text;
}

bool has_program(const std::string& name) { return !output_of("command -v " + name).empty(); }

Finding program() {
  const std::string version =
      std::string(analysis::software_version()) + ", commit " + analysis::software_commit();
  if (kOptimised && !kSanitized) return {"program", Health::ok, version, ""};
  return {"program", Health::note,
          version + ", built " + (kSanitized ? "with sanitizers" : "without optimisation") +
              ": many times slower",
          "cmake -S . -B build/release -DCMAKE_BUILD_TYPE=Release"};
}

Finding packet_level() {
  const std::vector<std::string> names = network::backend_names();
  if (std::find(names.begin(), names.end(), "ns3") != names.end())
    return {"ns-3", Health::ok, "built in", ""};
  return {"ns-3", Health::note, "not built in: only --network fluid",
          "apt-get install libns3-dev ns3, and build without -DLASTMILE_NS3=OFF"};
}

Finding kernels_chosen() {
  std::string built;
  for (const kernels::Isa isa : kernels::runnable_isas()) {
    built += (built.empty() ? "" : ", ") + std::string(kernels::to_string(isa));
  }
  return {"kernels", Health::ok,
          std::string(kernels::to_string(kernels::best_isa())) + " chosen, of " + built, ""};
}

Finding data_files() {
  try {
    const auto library = models::DeviceLibrary::load_default();
    for (const std::string& name : library.names()) static_cast<void>(library.find(name));
    return {"device files", Health::ok, std::to_string(library.names().size()) + " read", ""};
  } catch (const ConfigError& error) {
    return {"device files", Health::problem, error.what(),
            "mend the file, or unset LASTMILE_DEVICES and LASTMILE_MODELS"};
  }
}

/// The names of a list with one a line and comments behind '#'.
std::vector<std::string> listed(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<std::string> names;
  for (std::string line; std::getline(in, line);) {
    const std::string name = line.substr(0, line.find_first_of("# \t"));
    const bool plain = name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+.-") == name.npos;
    if (!name.empty() && plain) names.push_back(name);
  }
  return names;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : " ") + name;
  return text;
}

/// Those of the list that dpkg does not call installed.
std::vector<std::string> missing_of(const std::vector<std::string>& names) {
  const std::string known = "\n" + output_of("dpkg-query -W -f='${Package} ${Status}\\n' " + joined(names));
  std::vector<std::string> missing;
  for (const std::string& name : names) {
    if (known.find("\n" + name + " install ok installed\n") == known.npos) missing.push_back(name);
  }
  return missing;
}

/// Where there is a source tree, what builds it and reports on its runs.
std::vector<Finding> packages(const std::filesystem::path& tree) {
  const std::filesystem::path list = tree / "cmake/apt-packages.txt";
  if (!std::filesystem::exists(list)) return {};
  if (!has_program("dpkg-query")) {
    return {{"packages", Health::note, "not Debian: cmake/apt-packages.txt cannot be checked", ""}};
  }
  const std::vector<std::string> names = listed(list), missing = missing_of(names);
  if (missing.empty()) return {{"packages", Health::ok, std::to_string(names.size()) + " installed", ""}};
  return {{"packages", Health::problem, "missing: " + joined(missing),
           "apt-get install --no-install-recommends " + joined(missing)}};
}

Finding compiler() {
  const bool there = has_program("c++") && has_program("cmake");
  if (there) return {"compiler", Health::ok, "c++ and cmake found", ""};
  return {"compiler", Health::note, "no c++ or no cmake: needed for a policy in C++",
          "apt-get install g++ cmake"};
}

/// The interpreter that the launcher takes, if it is there.
Finding python() {
  const std::string told = environment_text("LASTMILE_PYTHON");
  const std::string program = told.empty() ? "/usr/bin/python3" : told;
  std::string missing;
  for (const char* module : {"numpy", "h5py", "matplotlib"}) {
    if (output_of(program + " -c 'import " + module + "; print(1)'") != "1\n")
      missing += std::string(" python3-") + module;
  }
  if (missing.empty()) return {"python", Health::ok, program + " has numpy, h5py and matplotlib", ""};
  return {"python", Health::problem, "no pictures and no pages: missing" + missing,
          "apt-get install" + missing};
}

Finding slurm() {
  if (has_program("sbatch")) return {"Slurm", Health::ok, "sbatch found", ""};
  return {"Slurm", Health::ok, "no sbatch here: sweeps run on this machine's own cores", ""};
}

}  // namespace

std::vector<Finding> findings_of_build() {
  std::vector<Finding> all = {program(), packet_level(), kernels_chosen(), data_files()};
  for (Finding& one : packages(home_folder())) all.push_back(std::move(one));
  for (const Finding& one : {compiler(), python(), slurm()}) all.push_back(one);
  return all;
}

}  // namespace lastmile::scenarios
