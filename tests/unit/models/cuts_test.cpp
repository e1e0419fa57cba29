#include "models/cuts.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "models/memory.hpp"
#include "models/zoo/zoo.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

// From the definition.
std::int64_t crossing_after(const Graph& net, LayerId last) {
  std::int64_t sum = 0;
  for (LayerId u = 0; u <= last; ++u) {
    const std::vector<LayerId> readers = net.consumers(u);
    const bool crosses = std::any_of(readers.begin(), readers.end(), [&](LayerId r) { return r > last; });
    if (crosses) sum += net.layer(u).activations;
  }
  return sum;
}

}  // namespace

TEST_CASE("cuts: equal to the definition at every layer, exits and shortcuts included") {
  for (const char* name : {"lenet", "camera_cnn", "resnet18", "resnet50", "mobilenet_v2"}) {
    INFO(name);
    const Graph net = zoo(name);
    const std::vector<Cut> all = cuts(net);
    REQUIRE(all.size() == net.size() - 1);
    std::int64_t macs = 0;
    for (const Cut& cut : all) {
      macs += net.layer(cut.after).macs;
      CHECK(cut.crossing == crossing_after(net, cut.after));
      CHECK(cut.macs_before == macs);
    }
  }
}

TEST_CASE("cuts: a shortcut crosses beside what it goes around") {
  Graph net("skip", {1, 10, 10});
  const LayerId wide = net.add(conv(4, 1));
  net.add(conv(1, 1));
  const LayerId back = net.add(conv(4, 1));
  net.mark_exit(net.add(plain(LayerKind::add), {back, wide}));
  const std::vector<Cut> all = cuts(net);
  CHECK(all[0].crossing == 100);
  CHECK(all[1].crossing == 400);
  CHECK(all[1].tensors == 1);
  CHECK(all[2].crossing == 500);
  CHECK(all[2].tensors == 2);
  CHECK(all[3].crossing == 800);
}

TEST_CASE("cuts: AlexNet's falling cuts end behind its pools, as Neurosurgeon's candidates do") {
  const Graph net = alexnet();
  std::vector<std::string> kinds;
  std::int64_t least = net.layer(0).activations + 1;
  for (const Cut& cut : falling_cuts(cuts(net))) {
    CHECK(cut.crossing < least);
    least = cut.crossing;
    kinds.emplace_back(to_string(net.layer(cut.after).kind()));
  }
  // The input, pool 1, pool 2, pool 5 with its flattened view, fc6 with ReLU and dropout, fc8.
  CHECK(kinds == std::vector<std::string>{"input", "max_pool", "max_pool", "flatten", "dropout", "dense"});
  CHECK(falling_cuts(cuts(net))[3].crossing * 4 == 36864);
}
