#include "scenarios/host/scenario_files.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::uintmax_t kLargestFile = 64u << 20;

class FileRequest {
 public:
  FileRequest(const std::string& key, const Place& place) : key_(key), place_(place) {}

  std::filesystem::path below(const Scenario& scenario, const std::string& file) const {
    const std::filesystem::path wanted = std::filesystem::path(file).lexically_normal();
    if (file.empty() || wanted.is_absolute() || *wanted.begin() == "..") {
      fail("'" + file + "' is not below the scenario's folder; name a file there, e.g. 'bus.csv'");
    }
    return std::filesystem::path(scenario.sources.front().path).parent_path() / wanted;
  }

  std::string text_of(const std::filesystem::path& path) const {
    std::error_code error;
    const bool file = std::filesystem::is_regular_file(path, error);
    std::ifstream in(path, std::ios::binary);
    if (!file || !in) fail("cannot read '" + path.string() + "'");
    if (std::filesystem::file_size(path, error) > kLargestFile) {
      fail("'" + path.string() + "' is larger than 64 MiB");
    }
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  void need(const std::filesystem::path& path) const {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) fail("there is no '" + path.string() + "'");
  }

 private:
  [[noreturn]] void fail(const std::string& what) const { fail_at(place_, key_ + ": " + what); }
  const std::string& key_;
  const Place& place_;
};

}  // namespace

const SourceFile& file_beside(Scenario& scenario, const std::string& file, const std::string& key,
                              const Place& place) {
  const FileRequest request(key, place);
  const std::filesystem::path path = request.below(scenario, file);
  for (const SourceFile& source : scenario.sources) {
    if (source.path == path.string()) return source;
  }
  const std::string* frozen = frozen_text(scenario.frozen, path.string());
  scenario.sources.push_back({path.string(), frozen != nullptr ? *frozen : request.text_of(path)});
  return scenario.sources.back();
}

std::string data_beside(const Scenario& scenario, const std::string& path, const std::string& key,
                        const Place& place) {
  const FileRequest request(key, place);
  const std::filesystem::path found = request.below(scenario, path);
  request.need(found);
  return found.string();
}

}  // namespace lastmile::scenarios
