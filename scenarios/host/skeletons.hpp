// What `lastmile new` writes: files that run, check themselves and say what to change.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lastmile::scenarios {

struct SkeletonFile {
  std::filesystem::path path;  ///< below the folder in which the command runs
  std::string text;
};
using Skeleton = std::vector<SkeletonFile>;

Skeleton scenario_skeleton(const std::string& name);
Skeleton policy_skeleton(const std::string& name);  ///< in Lua, with a scenario that uses it
Skeleton device_skeleton(const std::string& name);
Skeleton plugin_skeleton(const std::string& name);       ///< a policy in C++: a folder that builds by itself
Skeleton tree_policy_skeleton(const std::string& name);  ///< the same in the source tree, with a unit test

/// Settings of the Lua language server: this Lua, and where the language is declared.
SkeletonFile editor_settings();

std::string replaced(std::string text, const std::string& mark, const std::string& by);
/// `text` with every NAME replaced.
std::string named(std::string text, const std::string& name);

/// All or nothing: ConfigError, and no file, if one exists or cannot be written.
void write_skeleton(const Skeleton& skeleton);

}  // namespace lastmile::scenarios
