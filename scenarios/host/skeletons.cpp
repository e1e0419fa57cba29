#include "scenarios/host/skeletons.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "scenarios/host/json_text.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"

namespace lastmile::scenarios {
namespace {

/// False where the file was there already or cannot be written.
bool write_new(const SkeletonFile& file) {
  std::FILE* const out = std::fopen(file.path.c_str(), "wx");
  if (out == nullptr) return false;
  const bool written = std::fwrite(file.text.data(), 1, file.text.size(), out) == file.text.size();
  const bool kept = std::fclose(out) == 0 && written;
  if (!kept) std::filesystem::remove(file.path);
  return kept;
}

/// Makes those that are missing, and names them.
std::vector<std::filesystem::path> make_folders(const Skeleton& skeleton) {
  std::vector<std::filesystem::path> made;
  for (const SkeletonFile& file : skeleton) {
    const std::filesystem::path folder = file.path.parent_path();
    std::error_code failed;  // the file then fails, and says so
    if (!folder.empty() && std::filesystem::create_directory(folder, failed)) made.push_back(folder);
  }
  return made;
}

/// Why that could not be written; where something is in its way, what.
std::string hindrance(const std::filesystem::path& path, int error) {
  const std::filesystem::path folder = path.parent_path();
  const auto in_the_way = error == EEXIST ? path : error == ENOTDIR ? folder : std::filesystem::path();
  if (in_the_way.empty()) return "cannot write '" + path.string() + "': " + std::strerror(error);
  return "'" + in_the_way.string() + "' exists already; move it away or take another name";
}

}  // namespace

std::string replaced(std::string text, const std::string& mark, const std::string& by) {
  for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + by.size())) {
    text.replace(at, mark.size(), by);
  }
  return text;
}

std::string named(std::string text, const std::string& name) {
  return replaced(std::move(text), "NAME", name);
}

void write_skeleton(const Skeleton& skeleton) {
  const std::vector<std::filesystem::path> folders = make_folders(skeleton);
  for (std::size_t i = 0; i < skeleton.size(); ++i) {
    if (write_new(skeleton[i])) continue;
    const std::string why = hindrance(skeleton[i].path, errno);
    for (std::size_t written = 0; written < i; ++written) std::filesystem::remove(skeleton[written].path);
    for (const std::filesystem::path& folder : folders) std::filesystem::remove(folder);
    throw ConfigError("lastmile new: " + why + "; nothing was written");
  }
}

SkeletonFile editor_settings() {
  const std::string language = (home_folder() / "scenarios/lastmile.d.lua").string();
  return {".luarc.json", json_object({{"runtime.version", json_text("Lua 5.4")},
                                      {"workspace.library", json_list({json_text(language)})}}) +
                             "\n"};
}

}  // namespace lastmile::scenarios
