// A processor with energy rates pays for its work, in what a plan expects and in what a run adds up.
#include <doctest/doctest.h>

#include "fake_view.hpp"
#include "small_world.hpp"

using namespace lastmile;
using namespace lastmile::policies;

namespace {

Task<void> compute_all(SmallWorld& small, network::NodeId node, int batch) {
  Usage usage;
  const models::Drawn work =
      small.world.sampler.forward(small.graph, models::all_layers(small.graph),
                                  *small.world.computer(node).processor, batch);
  co_await small.world.compute(node, work, usage);
}

// What its work costs more than being busy, for one frame.
double joules_of_work(const SmallWorld& small, const models::Processor& processor) {
  const models::Work work =
      models::work_of(small.graph, models::all_layers(small.graph), processor, 1);
  return 1e-9 * work.macs + 2e-9 * work.moved_bytes + 3e-3 * work.layers;
}

}  // namespace

TEST_CASE("energy rates: a run adds up the work of its phases, other nodes as ever") {
  SmallWorld small;
  models::Processor rated = *small.world.computer(0).processor;
  rated.energy = models::EnergyRates{Watts(5), 1e-9, 2e-9, 3e-3, 0.05, {}};
  small.world.computer(0).processor = &rated;
  for (const network::NodeId node : {0, 1}) small.run(compute_all(small, node, 1));
  const auto joules = [&](network::NodeId node) {
    return compute_joules(small.world, node, Phase::training).value();
  };
  const auto busy_s = [&](network::NodeId node) {
    return to_seconds(small.world.accounts[node].busy[static_cast<std::size_t>(Phase::training)]);
  };
  CHECK(busy_s(0) > 0);
  CHECK(joules(0) ==
        doctest::Approx((5 - 2.7) * busy_s(0) + joules_of_work(small, rated)).epsilon(1e-9));
  CHECK(joules(1) == doctest::Approx((6.4 - 2.7) * busy_s(1)).epsilon(1e-9));
  small.world.close_phase();
  CHECK(compute_joules(small.world, 0, Phase::inference).value() == 0);
}

TEST_CASE("energy rates: a plan expects the sum over its layers") {
  SmallWorld small;
  models::Processor rated = *small.world.computer(0).processor;
  rated.energy = models::EnergyRates{Watts(5), 1e-9, 2e-9, 3e-3, 0.05, {}};
  small.world.computer(0).processor = &rated;
  double sum = 0, expected_s = 0;
  for (const models::LayerId id : models::all_layers(small.graph)) {
    sum += small.planner.compute_energy(id, 0, 1).value();
    expected_s += to_seconds(small.planner.compute_time(id, 0, 1));
  }
  CHECK(sum == doctest::Approx((5 - 2.7) * expected_s + joules_of_work(small, rated)).epsilon(1e-6));
}
