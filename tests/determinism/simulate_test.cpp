// Inside one process: neither threads nor the shared memory of learning change a result, and seeds
// do.
#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>

#include "../golden/memory_recorder.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

const char* const kTables[] = {"requests", "rounds", "transfers", "devices"};

MemoryRecorder simulated(std::size_t level, const RunSettings& settings) {
  MemoryRecorder recorder;
  simulate(seven_levels(), seven_levels().strategies[level], settings, recorder);
  return recorder;
}

bool same(const MemoryRecorder& a, const MemoryRecorder& b) {
  for (const char* table : kTables) {
    if (a.rows(table) != b.rows(table)) return false;
  }
  return true;
}

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lastmile.XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] bool empty() const { return std::filesystem::is_empty(path_); }

 private:
  std::string path_;
};

}  // namespace

TEST_CASE("determinism: any number of threads") {
  for (std::size_t level = 0; level < results().size(); ++level) {
    INFO("level " << level);
    RunSettings settings = fluid_settings();
    for (const int threads : {2, 5}) {
      settings.threads = threads;
      CHECK(same(simulated(level, settings), results()[level]));
    }
  }
}

TEST_CASE("determinism: with the shared memory of learning, empty and full") {
  const Folder folder;
  RunSettings settings = fluid_settings();
  settings.work_cache_dir = folder.path();
  for (std::size_t level = 0; level < results().size(); ++level) {
    INFO("level " << level);
    CHECK(same(simulated(level, settings), results()[level]));
    CHECK(same(simulated(level, settings), results()[level]));
  }
  CHECK_FALSE(folder.empty());
}

TEST_CASE("determinism: another seed is another run") {
  RunSettings settings = fluid_settings();
  settings.seed = 2;
  CHECK_FALSE(same(simulated(3, settings), results()[3]));
}

TEST_CASE("determinism: the same requests are asked at every level") {
  const auto asked = [](const MemoryRecorder& recorder) {
    std::map<std::string, double> gaps;  // between the first and the last request of each camera
    for (const Row& row : recorder.rows("requests")) {
      const double sign = recorder.number("requests", row, "request") == 0 ? -1 : 1;
      if (recorder.number("requests", row, "request") == 1) continue;
      gaps[recorder.text("requests", row, "device")] +=
          sign * recorder.number("requests", row, "arrival_s");
    }
    return gaps;
  };
  const auto first = asked(results()[0]);
  for (const MemoryRecorder& recorder : results()) {
    for (const auto& [device, gap] : asked(recorder))
      CHECK(gap == doctest::Approx(first.at(device)));
  }
}
