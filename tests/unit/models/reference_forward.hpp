// A network computed layer by layer in the plainest way, for tests: one image, doubles.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/transform/weighted_graph.hpp"
#include "sim/error.hpp"
#include "sim/random.hpp"

namespace lastmile::models::test {

using Map = std::vector<double>;  // channel, row, column

/// Normal weights, shifts and statistics: nothing is left at 0 or 1 by chance.
inline WeightedGraph with_random_weights(const Graph& graph, std::uint64_t seed = 1) {
  WeightedGraph net{graph, std::vector<LayerWeights>(graph.size())};
  RandomStream random(seed, "test/weights");
  for (LayerId id = 0; id < graph.size(); ++id) {
    const Layer& layer = graph.layer(id);
    LayerWeights& w = net.layers[id];
    for (std::int64_t i = 0; i < layer.weights; ++i)
      w.kernel.push_back(static_cast<float>(random.normal(0, 0.3)));
    for (std::int64_t i = 0; i < layer.biases; ++i)
      w.bias.push_back(static_cast<float>(random.normal(0, 0.3)));
    if (layer.kind() != LayerKind::batch_norm) continue;
    for (std::int64_t i = 0; i < layer.out.channels; ++i) {
      w.mean.push_back(static_cast<float>(random.normal(0, 0.3)));
      w.variance.push_back(static_cast<float>(random.uniform(0.5, 2)));
    }
  }
  return net;
}

inline Map random_map(const Shape& shape, std::uint64_t seed = 1) {
  RandomStream random(seed, "test/map");
  Map map(static_cast<std::size_t>(shape.elements()));
  for (double& x : map) x = random.normal();
  return map;
}

class ReferenceForward {
 public:
  ReferenceForward(const WeightedGraph& net, Map image) : net_(net), maps_(net.graph.size()) {
    maps_[0] = std::move(image);
    for (LayerId id = 1; id < net.graph.size(); ++id) maps_[id] = layer(net.graph.layer(id));
  }
  [[nodiscard]] const Map& at(LayerId id) const { return maps_[id]; }

 private:
  static std::size_t n(std::int64_t x) { return static_cast<std::size_t>(x); }

  Map layer(const Layer& l) const {
    const std::vector<LayerId> inputs = net_.graph.inputs(l.id);
    const Map& in = maps_[inputs.front()];
    switch (l.kind()) {
      case LayerKind::conv:
        return convolved(l, in);
      case LayerKind::dense:
        return multiplied(l, in);
      case LayerKind::max_pool:
      case LayerKind::avg_pool:
      case LayerKind::global_avg_pool:
        return pooled(l, in);
      case LayerKind::batch_norm:
        return normalised(l, in);
      case LayerKind::relu: {
        Map out = in;
        for (double& x : out) x = std::max(x, 0.0);
        return out;
      }
      case LayerKind::add:
      case LayerKind::multiply:
        return combined(l, inputs);
      case LayerKind::concat: {
        Map out;
        for (const LayerId i : inputs) out.insert(out.end(), maps_[i].begin(), maps_[i].end());
        return out;
      }
      case LayerKind::flatten:
      case LayerKind::softmax:  // logits are what tests compare
        return in;
      default:
        throw InternalError("the reference cannot compute " + l.name());
    }
  }

  /// visit(input place) for each element of a window that lies inside.
  template <class Visit>
  static void window(const Layer& l, const Window& w, std::int64_t y, std::int64_t x, Visit visit) {
    for (int i = 0; i < w.kernel_height; ++i)
      for (int j = 0; j < w.kernel_width; ++j) {
        const std::int64_t row = y * w.stride_height + i - w.top;
        const std::int64_t column = x * w.stride_width + j - w.left;
        if (row < 0 || column < 0 || row >= l.in.height || column >= l.in.width) continue;
        visit(n(row * l.in.width + column), n(i * w.kernel_width + j));
      }
  }

  template <class Value>
  static Map each_place(const Layer& l, Value value) {
    Map out;
    for (std::int64_t c = 0; c < l.out.channels; ++c)
      for (std::int64_t y = 0; y < l.out.height; ++y)
        for (std::int64_t x = 0; x < l.out.width; ++x) out.push_back(value(c, y, x));
    return out;
  }

  Map convolved(const Layer& l, const Map& in) const {
    const Window w = window_of(l.spec);
    const LayerWeights& weights = net_.layers[l.id];
    const std::int64_t ins = l.in.channels / l.spec.groups, outs = l.out.channels / l.spec.groups;
    const std::size_t places = n(w.kernel_height) * n(w.kernel_width);
    return each_place(l, [&](std::int64_t o, std::int64_t y, std::int64_t x) {
      double sum = weights.bias.empty() ? 0 : static_cast<double>(weights.bias[n(o)]);
      for (std::int64_t c = 0; c < ins; ++c)
        window(l, w, y, x, [&](std::size_t at, std::size_t k) {
          sum += in[n((o / outs * ins + c) * l.in.plane()) + at] *
                 static_cast<double>(weights.kernel[n(o * ins + c) * places + k]);
        });
      return sum;
    });
  }

  Map multiplied(const Layer& l, const Map& in) const {
    const LayerWeights& weights = net_.layers[l.id];
    return each_place(l, [&](std::int64_t o, std::int64_t, std::int64_t) {
      double sum = weights.bias.empty() ? 0 : static_cast<double>(weights.bias[n(o)]);
      for (std::size_t i = 0; i < in.size(); ++i)
        sum += in[i] * static_cast<double>(weights.kernel[n(o) * in.size() + i]);
      return sum;
    });
  }

  Map pooled(const Layer& l, const Map& in) const {
    Window w = window_of(l.spec);
    if (l.kind() == LayerKind::global_avg_pool) {
      w = Window();
      w.kernel_height = static_cast<int>(l.in.height);
      w.kernel_width = static_cast<int>(l.in.width);
    }
    return each_place(l, [&](std::int64_t c, std::int64_t y, std::int64_t x) {
      double sum = 0, most = -1e300, count = 0;
      window(l, w, y, x, [&](std::size_t at, std::size_t) {
        const double value = in[n(c * l.in.plane()) + at];
        sum += value;
        most = std::max(most, value);
        count += 1;
      });
      return l.kind() == LayerKind::max_pool ? most : sum / count;
    });
  }

  Map normalised(const Layer& l, const Map& in) const {
    const LayerWeights& w = net_.layers[l.id];
    return each_place(l, [&, i = std::size_t{0}](std::int64_t c, std::int64_t, std::int64_t) mutable {
      const double mean = static_cast<double>(w.mean[n(c)]);
      const double spread = std::sqrt(static_cast<double>(w.variance[n(c)]) + 1e-5);
      return (in[i++] - mean) / spread * static_cast<double>(w.kernel[n(c)]) +
             static_cast<double>(w.bias[n(c)]);
    });
  }

  Map combined(const Layer& l, const std::vector<LayerId>& inputs) const {
    Map out = maps_[inputs[0]];
    for (std::size_t k = 1; k < inputs.size(); ++k)
      for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = l.kind() == LayerKind::add ? out[i] + maps_[inputs[k]][i]
                                            : out[i] * maps_[inputs[k]][i];
    return out;
  }

  const WeightedGraph& net_;
  std::vector<Map> maps_;
};

inline Map answer(const WeightedGraph& net, const Map& image) {
  return ReferenceForward(net, image).at(net.graph.output());
}

/// Largest difference over the largest value of the first.
inline double relative_difference(const Map& a, const Map& b) {
  if (a.size() != b.size()) return INFINITY;
  double worst = 0, size = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    worst = std::max(worst, std::abs(a[i] - b[i]));
    size = std::max(size, std::abs(a[i]));
  }
  return worst / size;
}

}  // namespace lastmile::models::test
