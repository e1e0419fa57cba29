#include "models/random_network/random_network.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "models/lower.hpp"

using namespace lastmile::models;
using lastmile::kernels::KernelType;

TEST_CASE("random networks: valid, in range, lowered with all their MACs, all different") {
  std::set<std::string> seen;
  std::set<KernelType> types;
  for (std::uint64_t i = 0; i < 150; ++i) {
    const Graph net = random_network("test", i);
    CAPTURE(net.name());
    net.validate();
    const Totals totals = net.totals();
    CHECK(totals.macs >= 3'000'000);
    CHECK(totals.macs <= 1'200'000'000);
    CHECK(totals.parameters() <= 15'000'000);
    Lowered lowered = lower(net);
    double flop = 0;
    for (const auto& step : lowered.program.steps) {
      types.insert(step.call.type);
      const bool product = step.call.type == KernelType::conv || step.call.type == KernelType::dense ||
                           step.call.type == KernelType::depthwise;
      if (product) flop += lastmile::kernels::work(step.call).flop;
    }
    CHECK(flop == 2.0 * static_cast<double>(totals.macs));
    lowered.program.name = "";
    seen.insert(lastmile::kernels::text(lowered.program));
  }
  CHECK(seen.size() == 150);
  for (const KernelType type : {KernelType::conv, KernelType::depthwise, KernelType::dense, KernelType::max_pool,
                                KernelType::avg_pool, KernelType::global_pool, KernelType::add, KernelType::concat,
                                KernelType::scale, KernelType::lrn, KernelType::softmax})
    CHECK_MESSAGE(types.count(type) == 1, std::string(lastmile::kernels::to_string(type)));
}

TEST_CASE("random networks: the same number gives the same network, another set another") {
  const auto program = [](const char* set) {
    Lowered lowered = lower(random_network(set, 3));
    lowered.program.name = "";
    return lastmile::kernels::text(lowered.program);
  };
  CHECK(program("a") == program("a"));
  CHECK(program("a") != program("b"));
}
