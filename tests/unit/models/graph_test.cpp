#include "models/graph.hpp"

#include <doctest/doctest.h>

#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

// input -> conv -> (relu -> softmax: exit 0) and (pool -> dense: exit 1)
Graph two_exits() {
  Graph net("two_exits", {3, 8, 8});
  const LayerId trunk = net.add(conv(4, 3, 1, 1).named("trunk"));
  net.add(plain(LayerKind::relu), trunk);
  net.mark_exit(net.add(plain(LayerKind::softmax)));
  net.add(max_pool(2, 2), trunk);
  net.mark_exit(net.add(dense(10)));
  return net;
}

std::int64_t pooled(int size, int kernel, int stride, int padding, bool ceil_mode) {
  Graph net("pool", {1, size, size});
  return net.layer(net.add(max_pool(kernel, stride, padding, ceil_mode))).out.height;
}

}  // namespace

TEST_CASE("graph: shapes and counts of a convolution by hand") {
  Graph net("one", {3, 8, 6});
  const Layer& layer = net.layer(net.add(conv(4, 3, 2, 1)));
  CHECK(layer.out == Shape{4, 4, 3});
  CHECK(layer.weights == 3 * 3 * 3 * 4);
  CHECK(layer.biases == 4);
  CHECK(layer.macs == 3 * 3 * 3 * 4 * 4 * 3);
  CHECK(layer.activations == 48);
}

TEST_CASE("graph: groups divide the work, depthwise is recognised") {
  Graph net("groups", {8, 5, 5});
  const LayerId grouped = net.add(conv(16, 3, 1, 1, 2, false));
  CHECK(net.layer(grouped).weights == 16 * 4 * 9);
  CHECK(net.layer(grouped).biases == 0);
  CHECK_FALSE(net.layer(grouped).depthwise());
  const LayerId deep = net.add(conv(16, 3, 1, 1, 16));
  CHECK(net.layer(deep).depthwise());
  CHECK(net.layer(deep).macs == 16 * 9 * 25);
}

TEST_CASE("graph: pooling rounds down or up, and drops a window that starts outside") {
  CHECK(pooled(6, 3, 2, 0, false) == 2);
  CHECK(pooled(6, 3, 2, 0, true) == 3);
  CHECK(pooled(112, 3, 2, 0, true) == 56);
  CHECK(pooled(112, 3, 2, 1, false) == 56);
  CHECK(pooled(4, 2, 3, 1, true) == 2);
  CHECK(pooled(2, 1, 3, 0, true) == 1);  // a second window would start at 3, outside the input
}

TEST_CASE("graph: concat adds channels in the order of its inputs, flatten and global pool") {
  Graph net("join", {2, 4, 4});
  const LayerId a = net.add(conv(3, 1), 0);
  const LayerId b = net.add(conv(5, 1), 0);
  const LayerId join = net.add(plain(LayerKind::concat), {b, a});
  CHECK(net.layer(join).out == Shape{8, 4, 4});
  CHECK(net.inputs(join) == std::vector<LayerId>{b, a});
  CHECK(net.consumers(0) == std::vector<LayerId>{a, b});
  CHECK(net.layer(net.add(plain(LayerKind::flatten), join)).out == Shape{128, 1, 1});
  CHECK(net.layer(net.add(plain(LayerKind::global_avg_pool), join)).out == Shape{8, 1, 1});
}

TEST_CASE("graph: exits, stages and what an exit needs") {
  const Graph net = two_exits();
  net.validate();
  CHECK(net.exits() == std::vector<LayerId>{3, 5});
  CHECK(net.output() == 5);
  CHECK(net.needed_by(0) == std::vector<LayerId>{0, 1, 2, 3});
  CHECK(net.needed_by(1) == std::vector<LayerId>{0, 1, 4, 5});
  CHECK(net.stage(1) == 0);
  CHECK(net.stage(4) == 1);
  CHECK(net.find("trunk") == 1);
}

TEST_CASE("graph: totals are sums, copies are independent") {
  const Graph net = two_exits();
  Graph copy = net;
  copy.add(plain(LayerKind::relu));
  CHECK(net.size() + 1 == copy.size());
  const Totals totals = net.totals();
  CHECK(totals.macs == 3 * 9 * 4 * 64 + 64 * 10);
  CHECK(totals.weights == 108 + 640);
  CHECK(totals.biases == 14);
  CHECK(totals.activations == 256 + 256 + 256 + 64 + 10);
}

TEST_CASE("graph: what does not fit is refused") {
  Graph net("bad", {3, 8, 8});
  CHECK_THROWS_AS(net.add(conv(4, 9)), ConfigError);
  CHECK_THROWS_AS(net.add(conv(0, 3)), ConfigError);
  CHECK_THROWS_AS(net.add(conv(4, 3, 0)), ConfigError);
  CHECK_THROWS_AS(net.add(conv(4, 3, 1, 1, 2)), ConfigError);
  CHECK_THROWS_AS(net.add(plain(LayerKind::add), 0), ConfigError);
  CHECK_THROWS_AS(net.add(plain(LayerKind::relu), 7), ConfigError);
  CHECK_THROWS_AS(net.add(plain(LayerKind::relu), std::vector<LayerId>{}), ConfigError);
  CHECK_THROWS_AS(net.mark_exit(9), ConfigError);
  CHECK_THROWS_AS(Graph("empty", {0, 8, 8}), ConfigError);
  CHECK_THROWS_WITH_AS(static_cast<void>(layer_kind("cnov")), doctest::Contains("conv"),
                       ConfigError);
  const LayerId wide = net.add(conv(5, 1), 0);
  CHECK_THROWS_AS(net.add(plain(LayerKind::add), {0, wide}), ConfigError);
}

TEST_CASE("graph: validation wants exits that end and no dead layers") {
  Graph net("half", {3, 8, 8});
  const LayerId first = net.add(conv(4, 3));
  CHECK_THROWS_WITH_AS(net.validate(), doctest::Contains("no exit"), ConfigError);
  net.mark_exit(first);
  CHECK_THROWS_AS(net.mark_exit(first), ConfigError);
  net.add(plain(LayerKind::relu), 0);
  CHECK_THROWS_WITH_AS(net.validate(), doctest::Contains("leads to no exit"), ConfigError);
  net.add(plain(LayerKind::relu), first);
  CHECK_THROWS_WITH_AS(net.validate(), doctest::Contains("an exit ends"), ConfigError);
}
