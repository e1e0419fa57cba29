#include "sim/installation.hpp"

#include <cstdlib>

#include "sim/error.hpp"

namespace lastmile {
namespace {

namespace fs = std::filesystem;

bool is_home(const fs::path& folder) { return fs::is_directory(folder / "models"); }

}  // namespace

std::string environment_text(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

fs::path home_folder() {
  const std::string chosen = environment_text("LASTMILE_HOME");
  if (!chosen.empty()) {
    if (is_home(chosen)) return chosen;
    throw ConfigError("LASTMILE_HOME=" + chosen + ": must be a folder that holds models/");
  }
  const fs::path installed = program_folder().parent_path() / "share" / "lastmile";
  for (const fs::path& folder : {installed, fs::path(LASTMILE_SOURCE_FOLDER)})
    if (is_home(folder)) return folder;
  throw ConfigError("the files that come with Lastmile are not in " + installed.string() +
                    "; LASTMILE_HOME names their folder");
}

fs::path this_program() {
  const std::string told = environment_text("LASTMILE_RESTART");
  return told.empty() ? "/proc/self/exe" : told;
}

fs::path program_file() {
  const std::string told = environment_text("LASTMILE_RESTART");
  return told.empty() ? fs::read_symlink("/proc/self/exe") : fs::canonical(told);
}

fs::path program_folder() { return program_file().parent_path(); }

}  // namespace lastmile
