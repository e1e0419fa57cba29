#include "models/transform/prune.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

std::size_t kept_of(std::size_t count, double density) {
  if (!(density >= 0 && density <= 1))
    throw ConfigError("density = " + std::to_string(density) + ": must be from 0 to 1");
  return static_cast<std::size_t>(std::llround(density * static_cast<double>(count)));
}

/// 1 for the `kept` largest; among equals the first.
std::vector<std::uint8_t> largest(const std::vector<float>& values, std::size_t kept) {
  std::vector<std::uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    const float x = std::abs(values[a]), y = std::abs(values[b]);
    return x != y ? x > y : a < b;
  };
  std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
                   before);
  std::vector<std::uint8_t> mask(values.size(), 0);
  for (std::size_t i = 0; i < kept; ++i) mask[order[i]] = 1;
  return mask;
}

void require_weights(const WeightedGraph& net) {
  if (!net.has_weights())
    throw ConfigError("network '" + net.graph.name() + "': pruning by magnitude needs weights");
}

}  // namespace

Masks keep_largest(const WeightedGraph& net, const std::vector<double>& density) {
  require_weights(net);
  SIM_CHECK(density.size() == net.graph.size(), "a density for each layer");
  Masks masks(net.graph.size());
  for (LayerId id = 1; id < net.graph.size(); ++id) {
    if (!has_products(net.graph.layer(id).kind())) continue;
    const std::vector<float>& kernel = net.layers[id].kernel;
    masks[id] = largest(kernel, kept_of(kernel.size(), density[id]));
  }
  return masks;
}

Masks keep_largest(const WeightedGraph& net, double density) {
  return keep_largest(net, std::vector<double>(net.graph.size(), density));
}

Masks keep_largest_overall(const WeightedGraph& net, double density) {
  require_weights(net);
  std::vector<float> all;
  for (LayerId id = 1; id < net.graph.size(); ++id) {
    if (!has_products(net.graph.layer(id).kind())) continue;
    all.insert(all.end(), net.layers[id].kernel.begin(), net.layers[id].kernel.end());
  }
  const std::vector<std::uint8_t> kept = largest(all, kept_of(all.size(), density));
  Masks masks(net.graph.size());
  auto at = kept.begin();
  for (LayerId id = 1; id < net.graph.size(); ++id) {
    if (!has_products(net.graph.layer(id).kind())) continue;
    const auto end = at + static_cast<std::ptrdiff_t>(net.layers[id].kernel.size());
    masks[id].assign(at, end);
    at = end;
  }
  return masks;
}

void prune(const Masks& masks, WeightedGraph& net) {
  for (LayerId id = 1; id < net.graph.size(); ++id)
    for (std::size_t i = 0; i < masks[id].size(); ++i)
      if (masks[id][i] == 0) net.layers[id].kernel[i] = 0;
}

std::vector<std::uint8_t> flat_mask(const Masks& masks, const Graph& graph) {
  std::vector<std::uint8_t> flat;
  for (LayerId id = 0; id < graph.size(); ++id) {
    flat.insert(flat.end(), masks[id].begin(), masks[id].end());
    const auto all = static_cast<std::size_t>(flat_count(graph.layer(id)));
    flat.insert(flat.end(), all - masks[id].size(), 1);
  }
  return flat;
}

double density(const std::vector<std::uint8_t>& mask) {
  if (mask.empty()) return 1;
  const auto kept = std::count(mask.begin(), mask.end(), std::uint8_t{1});
  return static_cast<double>(kept) / static_cast<double>(mask.size());
}

}  // namespace lastmile::models
