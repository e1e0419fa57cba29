// Every scenario that comes along is accepted.
#include <algorithm>
#include <filesystem>

#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/host/checks.hpp"
#include "scenarios/scenario.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"

namespace lastmile::scenarios {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> scenario_files() {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(home_folder() / "scenarios")) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() == ".lua" && name.find(".d.lua") == std::string::npos) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool needs_plugin(const fs::path& file) {
  const fs::path folder = file.parent_path();
  return folder.filename() != "scenarios" && fs::exists(folder / "CMakeLists.txt");
}

Claim accepted(const fs::path& file) {
  if (needs_plugin(file))
    return printed(file.filename().string(), 0, "skipped: needs the plug-in that is built beside it");
  Claim claim{file.filename().string() + " is accepted; strategies", 0, "at least 1", true, ""};
  try {
    claim.value = static_cast<double>(load_scenario(file.string(), {}).strategies.size());
  } catch (const ConfigError& error) {
    claim.holds = false;
    claim.reason = error.what();
  }
  return claim;
}

std::vector<Claim> run(const CheckOptions&) {
  std::vector<Claim> claims;
  for (const fs::path& file : scenario_files()) claims.push_back(accepted(file));
  return claims;
}

const CheckRegistration registration{
    {"scenarios", "every scenario that comes along is accepted", {}, run}};

}  // namespace
}  // namespace lastmile::scenarios
