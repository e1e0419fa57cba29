#include "models/memory.hpp"

#include <doctest/doctest.h>

#include "models/zoo/zoo.hpp"
#include "sim/random.hpp"
#include "tests/unit/models/memory_walk.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

Graph random_graph(RandomStream& random) {
  Graph net("random", {2, 4, 4});
  for (int i = 0; i < 9; ++i) {
    const LayerId from = random.below(net.size());
    switch (random.below(3)) {
      case 0:
        net.add(conv(1 + static_cast<int>(random.below(5)), 1), from);
        break;
      case 1:
        net.add(plain(LayerKind::relu), from);
        break;
      default:
        net.add(plain(LayerKind::concat), {from, random.below(net.size())});
    }
  }
  return net;
}

}  // namespace

TEST_CASE("memory: a chain by hand, ReLU in place") {
  Graph net("chain", {1, 10, 10});
  net.add(conv(3, 1));
  net.add(plain(LayerKind::relu));
  net.add(conv(2, 1));
  net.mark_exit(net.add(plain(LayerKind::global_avg_pool)));
  CHECK(peak_live_elements(net, all_layers(net)) == 300 + 200);
  CHECK(peak_live_elements(net, {0, 1}) == 100 + 300);
  CHECK(peak_live_elements(net, {3, 4}) == 300 + 200);
  CHECK(peak_live_elements(net, {}) == 0);
  const double weights = 3 + 3 + 6 + 2;
  CHECK(inference_memory(net, all_layers(net), 5).total().value() == 4 * (weights + 5 * 500));
  CHECK(inference_memory(net, all_layers(net), 1, 2).total().value() == 2 * (weights + 500));
  CHECK(training_memory(net, 5).total().value() == 4 * (3 * weights + 5 * (100 + 300 + 300 + 200 + 2)));
  CHECK(training_memory(net, 5, 2).total().value() == 4 * (4 * weights + 5 * (100 + 300 + 300 + 200 + 2)));
}

TEST_CASE("memory: a shortcut keeps its source alive") {
  Graph net("skip", {1, 10, 10});
  const LayerId wide = net.add(conv(4, 1));
  net.add(conv(1, 1));
  const LayerId back = net.add(conv(4, 1));
  net.mark_exit(net.add(plain(LayerKind::add), {back, wide}));
  CHECK(peak_live_elements(net, all_layers(net)) == 400 + 400 + 400);
}

TEST_CASE("memory: equals brute force on random graphs and random ranges") {
  RandomStream random(7, "memory test");
  for (int round = 0; round < 300; ++round) {
    const Graph net = random_graph(random);
    std::vector<LayerId> range;
    for (LayerId id = 0; id < net.size(); ++id) {
      if (round % 3 == 0 || random.below(3) > 0) range.push_back(id);
    }
    CAPTURE(round);
    CHECK(peak_live_elements(net, range) == Walk(net, range).peak());
  }
}

TEST_CASE("memory: grows with the batch by activations only; camera_cnn stays below a megabyte") {
  const Graph net = camera_cnn();
  const double one = inference_memory(net, all_layers(net), 1).total().value();
  const double two = inference_memory(net, all_layers(net), 2).total().value();
  CHECK(two - one == 4.0 * static_cast<double>(peak_live_elements(net, all_layers(net))));
  CHECK(one < 1e6);
  CHECK(training_memory(net, 20).total().value() >
        3 * 4.0 * static_cast<double>(net.totals().parameters()));
}

TEST_CASE("memory: by layer; what caches keep stays alive all the time") {
  Graph net("chain", {1, 10, 10});
  net.add(conv(3, 1));
  net.add(plain(LayerKind::relu));
  net.add(conv(2, 1));
  net.mark_exit(net.add(plain(LayerKind::global_avg_pool)));
  CHECK(live_elements(net, all_layers(net)) == std::vector<std::int64_t>{100, 400, 300, 500, 202});
  Graph keeps("keeps", {2, 1, 1});
  LayerSpec cache = plain(LayerKind::cache);
  cache.context = 9;
  keeps.add(conv(4, 1), 0);
  keeps.add(cache, 0);
  const LayerId last = keeps.add(cache);
  keeps.mark_exit(keeps.add(plain(LayerKind::concat), {last, last}));
  CHECK(live_elements(keeps, {0, 1}) == std::vector<std::int64_t>{2, 6});
  CHECK(live_elements(keeps, {0, 1, 2, 3}) == std::vector<std::int64_t>{2 + 20 + 38, 64, 64, 62});
}
