// Footprints of small networks by hand.
#include "models/learn/footprint.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "sim/error.hpp"
#include "test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using models::LayerKind;
using models::plain;

namespace {

/// Sixteen convolutions of 1 channel on 10x10: 17 values of 100, then 10 answers.
models::Graph chain() {
  models::Graph graph("chain", {1, 10, 10});
  for (int i = 0; i < 16; ++i) {
    graph.add(models::conv(1, 3, 1, 1));
    graph.add(plain(LayerKind::relu));
  }
  graph.add(plain(LayerKind::flatten));
  graph.add(models::dense(10));
  test::finish(graph);
  return graph;
}

}  // namespace

TEST_CASE("the footprint of training, by hand") {
  const Footprint f = training_footprint(chain(), {5, 2, 4});
  const double parameters = 16 * 10 + 1000 + 10;
  CHECK(f.weights == 4 * parameters);
  CHECK(f.gradients == 4 * parameters);
  CHECK(f.optimiser == 8 * parameters);
  CHECK(f.activations == 4 * 5 * (17 * 100 + 10));
  CHECK(f.total() == 16 * parameters + f.activations);
  CHECK_THROWS_AS(training_footprint(chain(), {0, 1, 4}), ConfigError);
  CHECK_THROWS_AS(training_footprint(chain(), {1, 4, 4}), ConfigError);
}

TEST_CASE("recomputation keeps about twice the root of the layers and computes nearly all twice") {
  const models::Graph graph = chain();
  const RecomputePlan plan = plan_recomputation(graph, {5, 1, 4});
  const double whole = training_footprint(graph, {5, 1, 4}).activations;
  CHECK(plan.segments > 2);
  CHECK(plan.activations <= 4 * 5 * 900);  // 2 sqrt(17) values of 100 and the input
  CHECK(plan.activations < 0.55 * whole);
  CHECK(plan.extra_macs > 0);
  CHECK(plan.extra_macs <= 5 * static_cast<double>(graph.totals().macs));
  CHECK(plan.kept.front() == 0);
}

TEST_CASE("a value that jumps over a cut is kept") {
  models::Graph graph("jump", {1, 10, 10});
  const auto first = graph.add(models::conv(1, 3, 1, 1));
  for (int i = 0; i < 12; ++i) graph.add(models::conv(1, 3, 1, 1));
  graph.add(plain(LayerKind::add), std::vector{first, graph.size() - 1});
  graph.add(plain(LayerKind::flatten));
  graph.add(models::dense(10));
  test::finish(graph);
  const RecomputePlan plan = plan_recomputation(graph, {1, 1, 4});
  REQUIRE(plan.segments > 1);
  CHECK(std::count(plan.kept.begin(), plan.kept.end(), first) == 1);
}

TEST_CASE("paging leaves one layer at work and moves everything twice") {
  const PagingPlan plan = plan_paging(chain(), {5, 1, 4});
  CHECK(plan.resident == 2 * 4 * 5 * 200.0);
  CHECK(plan.traffic == 2 * 4 * 5 * (17 * 100 + 10));
}
