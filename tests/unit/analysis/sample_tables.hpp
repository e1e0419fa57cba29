// Tables and rows that the tests of the result file share.
#pragma once

#include "analysis/hdf5_sink.hpp"

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>

#include <unistd.h>

namespace sample {

inline lastmile::TableSchema requests() {
  using lastmile::ColumnType;
  return {"requests",
          "one row a request",
          {{"strategy", ColumnType::text, "", "name of the strategy"},
           {"level", ColumnType::integer, "1", "level of edge intelligence"},
           {"latency_s", ColumnType::real, "s", "from arrival to answer"},
           {"cut", ColumnType::text, "", "where the graph was cut; may be empty"}}};
}

inline lastmile::TableSchema empty_table() {
  return {"ranking", "never filled", {{"kpi", lastmile::ColumnType::text, "", "name"}}};
}

inline lastmile::Row request(std::int64_t i) {
  const double latency = i % 97 == 0 ? std::nan("") : 0.001 * static_cast<double>(i);
  return {std::string("Straße ") + std::to_string(i % 7), i % 7, latency,
          i % 5 == 0 ? std::string() : "conv" + std::to_string(i)};
}

inline lastmile::analysis::FileAttributes attributes() {
  lastmile::analysis::FileAttributes attributes;
  attributes.scenario_name = "sample";
  attributes.scenario_source = std::string(100'000, 'x') + "\nreturn 1\n";
  attributes.parameters = {{"radio", "wifi"}, {"cameras", "12"}};
  attributes.seeds = {1, 2, 3};
  attributes.backends = {"network=ns3"};
  return attributes;
}

inline void write(const std::string& path, std::int64_t rows,
                  const lastmile::analysis::Provenance& provenance = {}) {
  lastmile::analysis::Hdf5Sink sink(path, attributes());
  sink.declare(requests());
  sink.declare(empty_table());
  for (std::int64_t i = 0; i < rows; ++i) sink.record("requests", request(i));
  sink.finish(provenance);
}

/// A folder of the test's own, removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lastmile-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace sample
