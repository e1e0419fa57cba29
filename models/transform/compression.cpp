#include "models/transform/compression.hpp"

#include "models/transform/sparse_format.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr std::int64_t kBiasBytes = 4;

}  // namespace

Compression uncompressed(const Graph& graph) { return Compression(graph.size()); }

CompressedCosts costs_of(const Layer& layer, const LayerCompression& compression) {
  CompressedCosts costs;
  costs.macs = layer.macs;
  costs.nonzero_macs = static_cast<double>(layer.macs) * compression.density;
  costs.weight_bytes =
      compression.stored_bytes > 0
          ? compression.stored_bytes
          : dense_bytes(layer.stored() - layer.biases, bits_of(compression.weights)) +
                kBiasBytes * layer.biases;
  costs.activation_bytes = dense_bytes(layer.activations, bits_of(compression.activations));
  return costs;
}

CompressedCosts costs_of(const Graph& graph, const Compression& compression) {
  SIM_CHECK(compression.size() == graph.size(), "a row for each layer");
  CompressedCosts sum;
  for (LayerId id = 1; id < graph.size(); ++id) {
    const CompressedCosts one = costs_of(graph.layer(id), compression[id]);
    sum.macs += one.macs;
    sum.nonzero_macs += one.nonzero_macs;
    sum.weight_bytes += one.weight_bytes;
    sum.activation_bytes += one.activation_bytes;
  }
  return sum;
}

}  // namespace lastmile::models
