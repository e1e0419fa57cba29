// The same scenario gives the same bits, whatever the threads and whether learning is remembered.
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/recorded_rows.hpp"

namespace lastmile::scenarios {
namespace {

class CacheFolder {
 public:
  CacheFolder() : path_((std::filesystem::temp_directory_path() / "lastmile.XXXXXX").string()) {
    if (mkdtemp(path_.data()) == nullptr)
      throw ConfigError("cannot make a folder in the system's temporary one");
  }
  CacheFolder(const CacheFolder&) = delete;
  CacheFolder& operator=(const CacheFolder&) = delete;
  ~CacheFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

double differing_rows(const RecordedRows& a, const RecordedRows& b) {
  const std::size_t both = std::min(a.all().size(), b.all().size());
  double count = static_cast<double>(std::max(a.all().size(), b.all().size()) - both);
  for (std::size_t i = 0; i < both; ++i) count += a.all()[i] == b.all()[i] ? 0 : 1;
  return count;
}

void add_strategy(std::vector<Claim>& claims, const Strategy& strategy) {
  const CacheFolder cache;
  const RecordedRows first = simulated(strategy);
  const std::string rows = "'" + strategy.name + "', of " + std::to_string(first.all().size()) +
                           " rows those that differ ";
  claims.push_back(
      at_most(rows + "when it runs again", differing_rows(first, simulated(strategy)), 0));
  claims.push_back(
      at_most(rows + "with 2 threads", differing_rows(first, simulated(strategy, 2)), 0));
  const RecordedRows filling = simulated(strategy, 1, cache.path());
  claims.push_back(
      at_most(rows + "when learning is remembered", differing_rows(first, filling), 0));
  claims.push_back(at_most(rows + "when it is remembered from before",
                           differing_rows(first, simulated(strategy, 2, cache.path())), 0));
}

std::vector<Claim> run(const CheckOptions&) {
  std::vector<Claim> claims;
  for (const Strategy& strategy : smallest_scenario().strategies) add_strategy(claims, strategy);
  return claims;
}

const CheckRegistration registration{
    {"determinism", "the same options and seeds give the same bits", {}, run}};

}  // namespace
}  // namespace lastmile::scenarios
