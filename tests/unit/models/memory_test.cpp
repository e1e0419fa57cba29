#include "models/memory.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "models/cost.hpp"
#include "models/zoo/zoo.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

// Brute force: simulate the schedule; at each step drop every buffer that no later layer of the
// range and nobody outside it reads. Works from the definition, not from intervals.
class Walk {
 public:
  Walk(const Graph& graph, const std::vector<LayerId>& layers) : graph_(graph), layers_(layers) {}

  std::int64_t peak() {
    for (const LayerId id : layers_) {
      for (const LayerId input : graph_.inputs(id)) {
        if (!inside(input)) alive_.insert(input);
      }
    }
    std::int64_t highest = 0;
    for (std::size_t step = 0; step < layers_.size(); ++step) {
      alive_.insert(buffer(layers_[step]));
      highest = std::max(highest, size());
      for (auto it = alive_.begin(); it != alive_.end();) {
        it = needed_after(*it, step) ? std::next(it) : alive_.erase(it);
      }
    }
    return highest;
  }

 private:
  bool inside(LayerId id) const { return std::count(layers_.begin(), layers_.end(), id) > 0; }
  LayerId buffer(LayerId id) const {
    if (id == 0 || cost_class(graph_.layer(id)) != CostClass::fused) return id;
    const LayerId input = graph_.inputs(id).front();
    return inside(input) && graph_.consumers(input).size() == 1 ? buffer(input) : id;
  }
  bool needed_after(LayerId owner, std::size_t step) const {
    for (LayerId id = 0; id < graph_.size(); ++id) {
      if (!inside(id) ? id != owner : buffer(id) != owner) continue;
      for (std::size_t later = step + 1; later < layers_.size(); ++later) {
        const auto inputs = graph_.inputs(layers_[later]);
        if (std::count(inputs.begin(), inputs.end(), id) > 0) return true;
      }
      if (inside(id) && read_outside(id)) return true;
    }
    return false;
  }
  bool read_outside(LayerId id) const {
    const auto readers = graph_.consumers(id);
    return readers.empty() || std::any_of(readers.begin(), readers.end(),
                                          [this](LayerId reader) { return !inside(reader); });
  }
  std::int64_t size() const {
    std::int64_t sum = 0;
    for (const LayerId id : alive_) sum += graph_.layer(id).activations;
    return sum;
  }

  const Graph& graph_;
  const std::vector<LayerId>& layers_;
  std::set<LayerId> alive_;
};

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
