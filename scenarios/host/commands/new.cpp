// lastmile new: something of one's own to begin with.
#include <algorithm>
#include <cstdio>

#include "models/device.hpp"
#include "scenarios/host/language.hpp"
#include "scenarios/host/policy_catalogue.hpp"
#include "scenarios/host/skeletons.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"

namespace lastmile::scenarios {
namespace {

[[noreturn]] void refuse(const std::string& name, const std::string& why) {
  throw ConfigError("lastmile new: '" + name + "' is no name for it: " + why);
}

/// It becomes part of a file's name and of what is written in the file.
void check_letters(const std::string& name, const std::string& also) {
  const std::string letters = "abcdefghijklmnopqrstuvwxyz";
  const bool allowed = name.find_first_not_of(letters + "0123456789" + also) == name.npos;
  if (!allowed || letters.find(name.front()) == letters.npos || name.size() > 60) {
    refuse(name, "it takes up to 60 small letters, digits and '" + also + "', a letter first");
  }
}

void check_free_in_lua(const std::string& name) {
  const std::vector<std::string> taken = {"and",   "break", "do",       "else",  "elseif",  "end",
                                          "false", "for",   "function", "goto",  "if",      "in",
                                          "local", "nil",   "not",      "or",    "repeat",  "return",
                                          "then",  "true",  "until",    "while", "lastmile"};
  if (std::find(taken.begin(), taken.end(), name) != taken.end()) refuse(name, "Lua has that word already");
}

/// Below the source tree an editor that has the tree open finds the language by itself.
bool below_the_tree() {
  const std::filesystem::path here = std::filesystem::canonical("."), home = home_folder();
  if (!std::filesystem::exists(home / "CMakeLists.txt")) return false;  // installed
  const std::filesystem::path root = std::filesystem::canonical(home);
  return std::mismatch(root.begin(), root.end(), here.begin(), here.end()).first == root.end();
}

Skeleton scenario(const std::string& name) {
  check_letters(name, "_");
  Skeleton skeleton = scenario_skeleton(name);
  const SkeletonFile settings = editor_settings();
  if (!std::filesystem::exists(settings.path) && !below_the_tree()) skeleton.push_back(settings);
  return skeleton;
}

Skeleton policy(const std::string& name) {
  check_letters(name, "_");
  check_free_in_lua(name);
  return policy_skeleton(name);
}

/// Whether this folder is the source tree's root.
bool in_tree() {
  return std::filesystem::exists("policies/policy.hpp") && std::filesystem::exists("tests/unit/policies");
}

Skeleton cpp_policy(const std::string& name) {
  check_letters(name, "_");
  check_free_in_lua(name);
  bool taken = find_policy(name) != nullptr;
  for (const Schema& schema : language_schemas()) taken = taken || lua_name(schema.name) == name;
  if (taken) refuse(name, "the language has lm." + name + " already");
  return in_tree() ? tree_policy_skeleton(name) : plugin_skeleton(name);
}

Skeleton device(const std::string& name) {
  check_letters(name, "-");
  const std::vector<std::string> known = models::DeviceLibrary::load_default().names();
  if (std::find(known.begin(), known.end(), name) != known.end()) refuse(name, "there is such a device");
  return device_skeleton(name);
}

struct Kind {
  const char* word;
  Skeleton (*make)(const std::string& name);
  const char* next;  ///< the command to go on with; PROGRAM: as this one was called
};
constexpr Kind kKinds[] = {{"scenario", scenario, "PROGRAM run NAME.lua"},
                           {"policy", policy, "PROGRAM run NAME_scenario.lua"},
                           {"device", device, "LASTMILE_DEVICES=. PROGRAM show device NAME"}};
constexpr Kind kPlugin = {"policy", cpp_policy, "cd NAME && cmake -S . -B build && cmake --build build"};
constexpr Kind kTreePolicy = {"policy", cpp_policy, "PROGRAM run scenarios/tutorial/NAME.lua"};

const Kind& kind(const std::string& word, bool cpp) {
  if (cpp && word != "policy") throw ConfigError("lastmile new: --cpp is for a policy");
  if (cpp) return in_tree() ? kTreePolicy : kPlugin;
  std::vector<std::string> known;
  for (const Kind& one : kKinds) {
    if (word == one.word) return one;
    known.emplace_back(one.word);
  }
  throw ConfigError("lastmile new: " + unknown_name_message("kind", word, known));
}

/// As a shell reads it back. The launcher says how it was called.
std::string called_as() {
  const std::string called = environment_text("LASTMILE_CALLED_AS");
  if (called.empty()) return "lastmile";
  const bool plain = called.find_first_of(" \t\"'\\$`&;|<>()*?[]#~") == called.npos;
  return plain ? called : "'" + replaced(called, "'", "'\\''") + "'";
}

int run(const Arguments& arguments) {
  const Kind& wanted = kind(arguments.positional(0), arguments.has("cpp"));
  const std::string& name = arguments.positional(1);
  if (name.empty()) refuse(name, "it is empty");
  const Skeleton skeleton = wanted.make(name);
  write_skeleton(skeleton);
  for (const SkeletonFile& file : skeleton) std::printf("wrote %s\n", file.path.c_str());
  std::printf("next: %s\n", replaced(named(wanted.next, name), "PROGRAM", called_as()).c_str());
  return kDone;
}

}  // namespace

Verb new_verb() {
  return {{"new",
           "scenario|policy|device NAME",
           "writes NAME.lua (a scenario that runs, or a rule with a scenario that tries it) or NAME.toml (a "
           "device), to be changed",
           {{"cpp", "", "policy: in C++, as a folder of its own, or in the tree where this is its root"}}},
          run};
}

}  // namespace lastmile::scenarios
