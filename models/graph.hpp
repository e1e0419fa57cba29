// A network as a directed acyclic graph of layers, kept in topological order.
//
// Layers are added after their inputs, so ids are a topological order and no cycle can be written.
// An exit is a layer whose output is an answer; exits are ordered, the last is the final output.
// Boost.Graph stays inside graph.cpp. Checked: tests/unit/models/graph_test.cpp
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/layer.hpp"

namespace lastmile::models {

struct Totals {
  std::int64_t macs = 0;
  std::int64_t weights = 0;  ///< tied ones are another layer's
  std::int64_t biases = 0;
  std::int64_t activations = 0;  ///< of all layers but the input

  [[nodiscard]] std::int64_t parameters() const { return weights + biases; }
};

class Graph {
 public:
  Graph(std::string name, Shape input);  ///< layer 0 is the input
  Graph(const Graph& other);
  Graph(Graph&& other) noexcept;
  Graph& operator=(const Graph& other);
  Graph& operator=(Graph&& other) noexcept;
  ~Graph();

  LayerId add(const LayerSpec& spec);  ///< after the layer added last
  LayerId add(const LayerSpec& spec, LayerId input);
  LayerId add(const LayerSpec& spec, const std::vector<LayerId>& inputs);
  void mark_exit(LayerId id);  ///< call in order; the last one marked is the final output

  /// Throws ConfigError unless there is an exit, every layer leads to one, every exit is a sink.
  void validate() const;

  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] Graph renamed(std::string name) const;
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] const Layer& layer(LayerId id) const;
  [[nodiscard]] LayerId find(std::string_view layer_name) const;   ///< ConfigError with the nearest
  [[nodiscard]] std::vector<LayerId> inputs(LayerId id) const;     ///< in the order given to add()
  [[nodiscard]] std::vector<LayerId> consumers(LayerId id) const;  ///< ascending
  [[nodiscard]] const std::vector<LayerId>& exits() const;
  [[nodiscard]] LayerId output() const;  ///< the last exit
  /// The index of the first exit that needs this layer; exits().size() if none does.
  [[nodiscard]] std::size_t stage(LayerId id) const;
  /// All layers that exit number `exit` needs, ascending, the input included.
  [[nodiscard]] std::vector<LayerId> needed_by(std::size_t exit) const;
  [[nodiscard]] Totals totals() const;
  /// A number that graphs share only if one is an unchanged copy of the other.
  [[nodiscard]] std::uint64_t revision() const;

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace lastmile::models
