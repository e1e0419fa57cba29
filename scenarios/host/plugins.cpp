#include "scenarios/host/plugins.hpp"

#include <dlfcn.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "plugin_abi.hpp"
#include "scenarios/host/language.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"
#include "sim/random.hpp"

extern "C" {
extern const char LASTMILE_ABI;
const char LASTMILE_ABI = 0;
}

namespace lastmile::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVariable = "LASTMILE_PLUGINS";
const std::string kOption = "--plugin";

std::vector<Plugin>& plugins() {
  static std::vector<Plugin> all;
  return all;
}

std::uint64_t digest_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw ConfigError("plug-in " + path + ": cannot be read");
  return stable_hash(std::string(std::istreambuf_iterator<char>(file), {}));
}

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
  const bool other_version = reason.find("undefined symbol: lastmile_abi_") != reason.npos;
  throw ConfigError(
      "plug-in " + path + ": " +
      (other_version ? "was built with the headers of another version; build it again" : reason));
}

void load(const std::string& path) {
  const Plugin plugin{fs::path(path).filename().string(), digest_of(path)};
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) refuse(path, dlerror());
  if (dlsym(library, "lastmile_plugin") == nullptr)
    refuse(path, "is a shared object, but not made by lastmile_add_plugin");
  plugins().push_back(plugin);
}

void refuse_taken_names() {
  const std::vector<std::string> names = constructor_names();
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end())
    throw ConfigError("a plug-in's policy is named '" + *twice + "': that name is taken");
}

/// Absolute, so that a process with another working folder finds it; once.
void add(std::vector<std::string>& files, const std::string& file) {
  const std::string path = fs::absolute(file).lexically_normal().string();
  if (std::find(files.begin(), files.end(), path) == files.end()) files.push_back(path);
}

std::vector<std::string> files_of_variable() {
  std::vector<std::string> files;
  std::istringstream list(environment_text(kVariable));
  for (std::string file; std::getline(list, file, ':');)
    if (!file.empty()) add(files, file);
  return files;
}

void set_variable(const std::vector<std::string>& files) {
  std::string list;
  for (const std::string& file : files) list += (list.empty() ? "" : ":") + file;
  setenv(kVariable, list.c_str(), 1);
}

}  // namespace

std::vector<std::string> load_plugins(const std::vector<std::string>& words) {
  std::vector<std::string> rest, files = files_of_variable();
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool joined = words[i].rfind(kOption + "=", 0) == 0;
    if (!joined && words[i] != kOption) {
      rest.push_back(words[i]);
      continue;
    }
    if (!joined && ++i == words.size()) throw ConfigError("lastmile: " + kOption + " needs a FILE");
    add(files, joined ? words[i].substr(kOption.size() + 1) : words[i]);
  }
  if (files.empty()) return rest;
  set_variable(files);
  for (const std::string& file : files) load(file);
  refuse_taken_names();
  return rest;
}

const std::vector<Plugin>& loaded_plugins() { return plugins(); }

}  // namespace lastmile::scenarios
