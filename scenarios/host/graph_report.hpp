// What a reader wants to know of a network: its layers with their work and memory, exits, cut points.
// Sizes are at 4 bytes an element, for one image.
// Tests: tests/unit/scenarios/graph_report_test.cpp
#pragma once

#include <string>
#include <vector>

#include "models/cuts.hpp"
#include "models/zoo/zoo.hpp"

namespace lastmile::scenarios {

class GraphReport {
 public:
  GraphReport(models::Graph graph, const models::ZooEntry& entry);

  [[nodiscard]] const models::Graph& graph() const { return graph_; }
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string json() const;

 private:
  [[nodiscard]] std::string head() const;
  [[nodiscard]] std::string layers() const;
  [[nodiscard]] std::string kernels() const;  ///< whether they know all layers
  [[nodiscard]] std::string totals() const;
  [[nodiscard]] std::string exits() const;
  [[nodiscard]] std::string cut_points() const;
  [[nodiscard]] std::string json_layer(models::LayerId id) const;
  [[nodiscard]] models::LayerId fullest() const;
  [[nodiscard]] std::int64_t macs_of_exit(std::size_t exit) const;
  /// What a cut after this layer sends; 0 after the last.
  [[nodiscard]] std::int64_t crossing_bytes(models::LayerId id) const;

  models::Graph graph_;
  std::string description_;
  std::vector<std::string> scales_;
  models::Totals totals_;
  std::vector<std::int64_t> live_;
  std::vector<models::Cut> cuts_;
};

/// "conv 3x3/2", "depthwise 5x5", "lstm 256", "softmax"
std::string words_of(const models::Layer& layer);
/// Three digits and a prefix: "3.86G", "25.6M", "312".
std::string counted(std::int64_t count);

}  // namespace lastmile::scenarios
