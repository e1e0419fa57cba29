#include "models/transform/shared_weights.hpp"

#include "models/transform/coded_weights.hpp"

namespace lastmile::models {
namespace {

constexpr std::int64_t kParameterBytes = 4;

bool convolves(const Layer& layer) { return layer.kind() != LayerKind::dense && !is_recurrent(layer.kind()); }

}  // namespace

SharedWeights::SharedWeights(const WeightedGraph& net, const SharingOptions& options)
    : graph_(net.graph), options_(options) {
  std::size_t start = 0;
  for (LayerId id = 0; id < net.graph.size(); ++id) {
    const Layer& layer = net.graph.layer(id);
    const int bits = convolves(layer) ? options.conv_bits : options.dense_bits;
    if (has_products(layer.kind()))
      shared_.push_back({id, start, cluster(net.layers[id].kernel, bits)});
    start += static_cast<std::size_t>(flat_count(layer));
  }
}

void SharedWeights::share(std::span<float> flat) {
  for (Shared& one : shared_)
    models::share(one.book, flat.subspan(one.start, one.book.codes.size()),
                  options_.pull);
}

std::vector<std::int64_t> SharedWeights::stored_bytes() const {
  std::vector<std::int64_t> bytes;
  for (LayerId id = 0; id < graph_.size(); ++id)
    bytes.push_back(kParameterBytes * graph_.layer(id).stored());
  for (const Shared& one : shared_) {
    const Layer& layer = graph_.layer(one.layer);
    const int gap = convolves(layer) ? options_.conv_gap_bits : options_.dense_gap_bits;
    bytes[one.layer] = static_cast<std::int64_t>(coded_weights(one.book, gap).size()) +
                       kParameterBytes * layer.biases;
  }
  return bytes;
}

}  // namespace lastmile::models
