// Small networks and index ranges that several tests share.
#pragma once

#include <cstdint>
#include <numeric>
#include <vector>

#include "models/graph.hpp"

namespace lastmile::learn::test {

using models::LayerKind;

inline std::vector<std::uint32_t> range(std::uint32_t from, std::uint32_t to) {
  std::vector<std::uint32_t> v(to - from);
  std::iota(v.begin(), v.end(), from);
  return v;
}

inline void finish(models::Graph& graph) {
  graph.mark_exit(graph.add(models::plain(LayerKind::softmax)));
}

inline models::Graph linear(const models::Shape& shape) {
  models::Graph graph("linear", shape);
  graph.add(models::plain(LayerKind::flatten));
  graph.add(models::dense(10));
  finish(graph);
  return graph;
}

/// Every kind of operation, an exit, a strided convolution and overlapping windows.
inline models::Graph mixed(const models::Shape& shape) {
  models::Graph graph("mixed", shape);
  graph.add(models::conv(5, 3, 2, 1));
  graph.add(models::plain(LayerKind::relu));
  const auto branch = graph.add(models::max_pool(3, 2, 1));
  graph.add(models::avg_pool(2, 2), branch);
  graph.add(models::plain(LayerKind::flatten));
  graph.add(models::dense(10));
  finish(graph);
  graph.add(models::conv(6, 3, 1, 1, 1, false), branch);
  graph.add(models::avg_pool(2, 1));
  graph.add(models::plain(LayerKind::relu));
  graph.add(models::conv(7, 2));
  graph.add(models::plain(LayerKind::global_avg_pool));
  graph.add(models::plain(LayerKind::flatten));
  graph.add(models::dense(8));
  graph.add(models::plain(LayerKind::relu));
  graph.add(models::dense(10));
  finish(graph);
  return graph;
}

/// A residual block, channels joined, cut and shuffled, squeeze and excitation, groups, norms,
/// dropout.
inline models::Graph branching(const models::Shape& shape) {
  using models::plain;
  models::Graph graph("branching", shape);
  graph.add(models::conv(8, 3, 2, 1, 1, false));
  graph.add(plain(LayerKind::batch_norm));
  const auto stem = graph.add(plain(LayerKind::relu));
  graph.add(models::conv(8, 3, 1, 1, 8, false), stem);
  graph.add(plain(LayerKind::batch_norm));
  graph.add(plain(LayerKind::hard_swish));
  const auto branch = graph.add(models::conv(8, 1, 1, 0, 2).named("branch"));
  graph.add(plain(LayerKind::global_avg_pool), branch);
  graph.add(models::dense(8));
  const auto gate = graph.add(plain(LayerKind::sigmoid));
  const auto excited = graph.add(plain(LayerKind::multiply), std::vector{branch, gate});
  const auto sum = graph.add(plain(LayerKind::add), std::vector{excited, stem, branch});
  const auto rectified = graph.add(plain(LayerKind::relu), sum);
  const auto part = graph.add(models::slice(2, 3), stem);
  const auto joined = graph.add(plain(LayerKind::concat), std::vector{rectified, part, part});
  graph.add(models::shuffle(2), joined);
  graph.add(models::max_pool(2, 2).named("together"));
  graph.add(models::conv(6, 3, 2, 1));
  graph.add(plain(LayerKind::relu6));
  models::LayerSpec dropout = plain(LayerKind::dropout);
  dropout.rate = 0.2;
  graph.add(dropout);
  graph.add(plain(LayerKind::flatten));
  graph.add(models::dense(10));
  finish(graph);
  return graph;
}

/// Two convolutions with max pools, for 28x28 and 32x32.
inline models::Graph small_cnn(const models::Shape& shape) {
  models::Graph graph("small cnn", shape);
  graph.add(models::conv(8, 3, 1, 1));
  graph.add(models::plain(LayerKind::relu));
  graph.add(models::max_pool(2, 2));
  graph.add(models::conv(16, 3, 1, 1));
  graph.add(models::plain(LayerKind::relu));
  const auto branch = graph.add(models::max_pool(2, 2));
  graph.add(models::avg_pool(2, 2), branch);
  graph.add(models::plain(LayerKind::flatten));
  graph.add(models::dense(10));
  finish(graph);
  graph.add(models::conv(24, 3, 1, 1), branch);
  graph.add(models::plain(LayerKind::relu));
  graph.add(models::max_pool(2, 2));
  graph.add(models::plain(LayerKind::flatten));
  graph.add(models::dense(10));
  finish(graph);
  return graph;
}

}  // namespace lastmile::learn::test
