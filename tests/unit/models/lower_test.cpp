#include "models/lower.hpp"

#include <doctest/doctest.h>

#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;
using kernels::KernelType;

namespace {

double flop_of_products(const kernels::Program& program) {
  double sum = 0;
  for (const kernels::Step& step : program.steps) {
    const KernelType type = step.call.type;
    if (type == KernelType::conv || type == KernelType::depthwise || type == KernelType::dense)
      sum += kernels::work(step.call).flop;
  }
  return sum;
}

std::string call(const Lowered& lowered, std::size_t step) {
  return kernels::text(lowered.program.steps.at(step).call);
}

}  // namespace

TEST_CASE("lower: every network of the zoo, with its MACs, as a program that can be read") {
  for (const ZooEntry& entry : zoo_entries()) {
    CAPTURE(entry.name);
    const Graph net = entry.build({});
    if (!can_lower(net)) continue;
    for (const int batch : {1, 3}) {
      const Lowered lowered = lower(net, batch);
      CHECK(flop_of_products(lowered.program) == 2.0 * batch * static_cast<double>(net.totals().macs));
      const kernels::Program read = kernels::parse_program(kernels::text(lowered.program));
      CHECK(read.steps == lowered.program.steps);
      CHECK(read.buffers == lowered.program.buffers);
    }
  }
}

TEST_CASE("lower: every layer but input, flatten and dropout belongs to exactly one step") {
  for (const ZooEntry& entry : zoo_entries()) {
    CAPTURE(entry.name);
    const Graph net = entry.build({});
    if (!can_lower(net)) continue;
    const Lowered lowered = lower(net);
    std::vector<int> seen(net.size(), 0);
    for (const auto& layers : lowered.layers)
      for (const LayerId id : layers) ++seen[id];
    for (LayerId id = 1; id < net.size(); ++id) {
      const LayerKind kind = net.layer(id).kind();
      const bool free = kind == LayerKind::flatten || kind == LayerKind::dropout;
      CHECK((free ? seen[id] <= 1 : seen[id] == 1));
    }
    for (const LayerId exit : net.exits()) CHECK(lowered.buffer[exit] >= 0);
  }
}

TEST_CASE("lower: activations are computed with what comes before, a kind without a kernel is refused") {
  Graph net("swish", {16, 8, 8});
  net.add(conv(16, 3, 1, 1));
  net.add(plain(LayerKind::hard_swish));
  const LayerId map = net.size() - 1;
  net.add(plain(LayerKind::global_avg_pool));
  net.add(plain(LayerKind::sigmoid));
  net.mark_exit(net.add(plain(LayerKind::multiply), std::vector<LayerId>{map, net.size() - 1}));
  const Lowered lowered = lower(net);
  REQUIRE(lowered.program.steps.size() == 3);
  CHECK(lowered.program.steps[0].call.activation == kernels::Activation::hard_swish);
  CHECK(lowered.program.steps[1].call.activation == kernels::Activation::sigmoid);
  CHECK(lowered.program.steps[2].call.type == kernels::KernelType::multiply);
  CHECK(can_lower(net));
  CHECK_FALSE(layer_without_kernel(net).has_value());
  Graph words("words", {8, 1, 4});
  words.mark_exit(words.add(recurrent(LayerKind::lstm, 8)));
  CHECK_FALSE(can_lower(words));
  CHECK(layer_without_kernel(words) == std::optional<LayerId>(1));
  CHECK_THROWS_WITH_AS(lower(words), doctest::Contains("no kernel"), ConfigError);
  Graph uneven("uneven", {3, 8, 8});
  uneven.mark_exit(uneven.add(conv(8, 3, 2, 0).padded_more(1)));
  CHECK_FALSE(can_lower(uneven));
}

TEST_CASE("lower: a residual block is two convolutions, the later of which adds") {
  Graph net("residual", {16, 8, 8});
  net.add(conv(16, 3, 1, 1));
  net.add(plain(LayerKind::batch_norm));
  net.add(plain(LayerKind::relu));
  net.add(conv(16, 3, 1, 1));
  net.add(plain(LayerKind::batch_norm));
  net.add(plain(LayerKind::add), std::vector<LayerId>{net.size() - 1, 0});
  net.add(plain(LayerKind::relu6));
  net.mark_exit(net.size() - 1);
  const Lowered lowered = lower(net);
  REQUIRE(lowered.program.steps.size() == 2);
  CHECK(call(lowered, 0) == "conv c=16 h=8 w=8 oc=16 p=1 k=3x3 act=relu");
  CHECK(call(lowered, 1) == "conv c=16 h=8 w=8 oc=16 p=1 k=3x3 add=1 act=relu6");
  CHECK(lowered.program.steps[1].inputs == std::vector<int>{1, 0});
  CHECK(lowered.layers == std::vector<std::vector<LayerId>>{{1, 2, 3}, {4, 5, 6, 7}});
  CHECK(lowered.buffer[7] == 2);
  CHECK(lowered.buffer[4] == -1);
}

TEST_CASE("lower: what somebody else reads is not fused away") {
  Graph net("shared", {16, 8, 8});
  const LayerId first = net.add(conv(16, 1));
  net.add(plain(LayerKind::relu));
  const LayerId second = net.add(conv(16, 1), first);
  net.add(plain(LayerKind::add), std::vector<LayerId>{2, second});
  net.add(plain(LayerKind::batch_norm));
  net.add(plain(LayerKind::relu));
  net.mark_exit(net.size() - 1);
  const Lowered lowered = lower(net);
  REQUIRE(lowered.program.steps.size() == 4);
  CHECK(call(lowered, 0) == "conv c=16 h=8 w=8 oc=16");
  CHECK(call(lowered, 1) == "activate c=16 h=8 w=8 act=relu");
  CHECK(call(lowered, 2) == "conv c=16 h=8 w=8 oc=16 add=1");
  CHECK(call(lowered, 3) == "scale c=16 h=8 w=8 act=relu");
}

TEST_CASE("lower: groups, pools, concatenation; dense layers behind maps") {
  Graph net("others", {6, 9, 9});
  const LayerId a = net.add(conv(6, 3, 2, 1, 6), 0);
  const LayerId b = net.add(conv(12, 3, 2, 1, 6), 0);
  const LayerId c = net.add(max_pool(2, 2, 0, true), 0);
  net.add(plain(LayerKind::concat), std::vector<LayerId>{a, b, c});
  const LayerId odd = net.size() - 1;
  net.add(plain(LayerKind::flatten));
  net.add(dense(32));
  net.mark_exit(net.add(plain(LayerKind::softmax)));
  net.add(conv(32, 1), odd);
  net.add(plain(LayerKind::flatten));
  net.mark_exit(net.add(dense(7)));
  const Lowered lowered = lower(net);
  REQUIRE(lowered.program.steps.size() == 8);
  CHECK(call(lowered, 0) == "depthwise c=6 h=9 w=9 oc=6 s=2 p=1 g=6 k=3x3");
  CHECK(call(lowered, 1) == "conv c=6 h=9 w=9 oc=12 s=2 p=1 g=6 k=3x3");
  CHECK(call(lowered, 2) == "max_pool c=6 h=9 w=9 s=2 k=2x2 ceil=1");
  CHECK(call(lowered, 3) == "concat h=5 w=5 parts=6,12,6");
  CHECK(call(lowered, 4) == "conv c=24 h=5 w=5 oc=32 k=5x5");
  CHECK(call(lowered, 5) == "softmax c=32");
  CHECK(call(lowered, 7) == "dense c=800 oc=7");
}

TEST_CASE("lower: a flattened map that something else reads is refused") {
  Graph net("flat", {16, 2, 2});
  net.add(plain(LayerKind::flatten));
  net.mark_exit(net.add(plain(LayerKind::softmax)));
  CHECK_THROWS_AS(lower(net), ConfigError);
}
