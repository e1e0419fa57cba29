// Which channels of a network stand or fall together.
//
// Every filter of a convolution or dense layer makes a label; what reads its channel carries the
// label on. An addition makes the labels that it adds one (the constraint of residual networks).
// Fixed labels cannot go: those of the input, of exits, and all that reaches a layer whose channels
// have fixed places (groups that are not depthwise, attention, recurrent, shuffle, tied
// weights, ...).
// Checked: tests/unit/models/filters_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "models/graph.hpp"

namespace lastmile::models {

using Label = std::uint32_t;

class ChannelLabels {
 public:
  explicit ChannelLabels(const Graph& graph);

  /// Of each output channel, after all unions.
  [[nodiscard]] std::vector<Label> out(LayerId id) const;
  /// Of each input of a row: conv's input channels, dense's elements.
  [[nodiscard]] std::vector<Label> in(LayerId id) const;
  [[nodiscard]] bool fixed(Label label) const { return fixed_[label]; }
  [[nodiscard]] std::size_t labels() const { return parent_.size(); }
  /// The layer makes labels of its own: its rows are filters that can go.
  [[nodiscard]] bool makes(LayerId id) const { return makes_[id]; }

 private:
  std::vector<Label> fresh(std::int64_t count);
  std::vector<Label> label_layer(const Graph& graph, const Layer& layer);
  [[nodiscard]] std::vector<Label> concatenated(const std::vector<LayerId>& inputs) const;
  std::vector<Label> united(const std::vector<LayerId>& inputs);
  void unite(Label a, Label b);
  void fix(const std::vector<Label>& labels);
  [[nodiscard]] Label root(Label label) const;
  [[nodiscard]] std::vector<Label> roots(std::vector<Label> labels) const;

  std::vector<Label> parent_;
  std::vector<bool> fixed_;              // by label; of roots after all unions
  std::vector<std::vector<Label>> out_;  // by layer
  std::vector<std::vector<Label>> in_;   // by layer: of its first input, spread over a dense layer's elements
  std::vector<bool> makes_;
};

}  // namespace lastmile::models
