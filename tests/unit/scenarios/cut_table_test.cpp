#include "scenarios/host/cut_table.hpp"

#include <doctest/doctest.h>

#include "models/data_file.hpp"
#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

CutTable table(const std::string& network) {
  return {models::zoo(network), {{"raspberry-pi-4", "jetson-agx-orin"}, {"wifi", "lte"}, "regression"}};
}

}  // namespace

TEST_CASE("cut table: rows add up to the whole network on either side") {
  const models::Graph graph = models::zoo("googlenet");
  const CutTable cuts = table("googlenet");
  const auto library = models::DeviceLibrary::load_default();
  for (const CutCosts& one : cuts.devices()) {
    INFO(one.device);
    const models::DeviceProfile& device = library.find(one.device);
    const models::Cost cost = models::forward_cost(models::cost_model("regression"), graph,
                                                   models::all_layers(graph), device.processor(), 1);
    const double whole = to_seconds(cost.mean);
    REQUIRE(one.seconds_before.size() == graph.size());
    for (std::size_t i = 0; i < graph.size(); ++i)
      CHECK(one.seconds_before[i] + one.seconds_behind[i] == doctest::Approx(whole).epsilon(1e-6));
    CHECK(one.seconds_behind.back() == 0);
    const double joules = (device.processor().load.value() - device.idle.value()) * whole;
    if (!device.processor().energy) CHECK(one.joules_before.back() == doctest::Approx(joules).epsilon(1e-6));
  }
}

TEST_CASE("cut table: bytes of LeNet by hand") {
  // Input 1x28x28 as bytes; conv 20x24x24 and pool 20x12x12 as floats; nothing behind the last layer.
  const std::vector<double> bytes = table("lenet").bytes();
  CHECK(bytes[0] == 784);
  CHECK(bytes[1] == 4 * 20 * 24 * 24);
  CHECK(bytes[2] == 4 * 20 * 12 * 12);
  CHECK(bytes.back() == 0);
}

TEST_CASE("cut table: radios state what sending costs") {
  const CutTable cuts = table("lenet");
  CHECK(cuts.radios()[0].watts == doctest::Approx(1.14 - 0.819));  // models/radios/wifi.toml
  CHECK(cuts.radios()[0].joules_per_byte == 0);
  CHECK(cuts.radios()[1].watts == 0);
  CHECK(cuts.radios()[1].joules_per_byte == doctest::Approx(80.2075e-3 / 1e6 * 8));
  CHECK(cuts.text().find("\nraspberry-pi-4, cpu-4\ncut after") != std::string::npos);
}

TEST_CASE("cut table: unknown names are refused") {
  const auto ask = [](const CutQuestion& question) { CutTable(models::zoo("lenet"), question); };
  CHECK_THROWS_AS(ask({{"raspberry-pi-44"}, {}}), ConfigError);
  CHECK_THROWS_AS(ask({{}, {"wify"}}), ConfigError);
  CHECK_THROWS_AS(ask({{}, {}, "regresion"}), ConfigError);
}
