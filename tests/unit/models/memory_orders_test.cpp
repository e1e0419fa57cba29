// Peak memory of branching graphs in every order that a schedule may take, and of networks of the zoo by
// hand.
#include <doctest/doctest.h>

#include <algorithm>

#include "models/memory.hpp"
#include "models/zoo/zoo.hpp"
#include "tests/unit/models/memory_walk.hpp"

using namespace lastmile::models;

namespace {

/// Every topological order of a graph: calls visit(order) with the old ids, the input first.
template <class Visit>
void each_order(const Graph& net, std::vector<LayerId>& order, const Visit& visit) {
  if (order.size() == net.size()) return visit(order);
  const auto placed = [&order](LayerId id) { return std::count(order.begin(), order.end(), id) > 0; };
  for (LayerId id = 1; id < net.size(); ++id) {
    const std::vector<LayerId> inputs = net.inputs(id);
    if (placed(id) || !std::all_of(inputs.begin(), inputs.end(), placed)) continue;
    order.push_back(id);
    each_order(net, order, visit);
    order.pop_back();
  }
}

Graph in_order(const Graph& net, const std::vector<LayerId>& order) {
  Graph made(net.name(), net.layer(0).out);
  std::vector<LayerId> now(net.size(), 0);
  for (const LayerId id : order) {
    if (id == 0) continue;
    std::vector<LayerId> inputs = net.inputs(id);
    for (LayerId& input : inputs) input = now[input];
    now[id] = made.add(net.layer(id).spec, inputs);
  }
  made.mark_exit(now[net.output()]);
  return made;
}

struct Peaks {
  int orders = 0;
  std::int64_t least = INT64_MAX, most = 0;
};

Peaks of_all_orders(const Graph& net) {
  Peaks peaks;
  std::vector<LayerId> first = {0};
  each_order(net, first, [&](const std::vector<LayerId>& order) {
    const Graph made = in_order(net, order);
    const std::vector<LayerId> layers = all_layers(made);
    const std::int64_t peak = peak_live_elements(made, layers);
    CHECK(peak == Walk(made, layers).peak());
    ++peaks.orders;
    peaks.least = std::min(peaks.least, peak);
    peaks.most = std::max(peaks.most, peak);
  });
  return peaks;
}

std::int64_t peak(const char* name) {
  const Graph net = zoo(name);
  return peak_live_elements(net, all_layers(net));
}

}  // namespace

TEST_CASE("memory orders: an inception module, all 630 orders as brute force has them") {
  Graph net("module", {8, 10, 10});
  const LayerId one = net.add(conv(4, 1), 0);
  const LayerId narrow = net.add(conv(2, 1), 0);
  const LayerId three = net.add(conv(6, 3, 1, 1), narrow);
  const LayerId tiny = net.add(conv(1, 1), 0);
  const LayerId five = net.add(conv(3, 5, 1, 2), tiny);
  const LayerId pool = net.add(max_pool(3, 1, 1), 0);
  const LayerId pooled = net.add(conv(2, 1), pool);
  net.mark_exit(net.add(plain(LayerKind::concat), std::vector<LayerId>{one, three, five, pooled}));
  const Peaks peaks = of_all_orders(net);
  CHECK(peaks.orders == 630);             // 7! / (2! 2! 2!)
  CHECK(peaks.least == 100 * (15 + 15));  // the concatenation, its inputs beside
}

TEST_CASE("memory orders: two arms of unequal width, the order decides") {
  Graph net("arms", {1, 10, 10});
  const LayerId wide = net.add(conv(20, 1), 0);
  const LayerId from_wide = net.add(conv(1, 1), wide);
  const LayerId broad = net.add(conv(30, 1), 0);
  const LayerId from_broad = net.add(conv(2, 1), net.add(plain(LayerKind::relu), broad));
  net.mark_exit(net.add(plain(LayerKind::concat), std::vector<LayerId>{from_wide, from_broad}));
  const Peaks peaks = of_all_orders(net);
  CHECK(peaks.orders == 10);
  CHECK(peaks.least == 100 * (1 + 30 + 2));  // one after the other: 1 is the input or what the first arm left
  CHECK(peaks.most == 100 * (20 + 30 + 2));  // both at once
}

TEST_CASE("memory orders: networks of the zoo by hand") {
  CHECK(peak("vgg16") == 2 * 64 * 224 * 224);                   // second convolution, its input beside
  CHECK(peak("alexnet") == 2 * 96 * 55 * 55);                   // normalisation
  CHECK(peak("resnet50") == 3 * 256 * 56 * 56);                 // addition of the first stage
  CHECK(peak("squeezenet_1_1") == 64 * (111 * 111 + 55 * 55));  // first pool
  CHECK(peak("mobilenet_v2") == 96 * (112 * 112 + 56 * 56));    // second depthwise: 1470 KiB in int8
}
