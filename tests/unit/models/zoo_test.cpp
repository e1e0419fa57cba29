// The zoo as a whole; its families have tests of their own (zoo_*_test.cpp).
#include <set>

#include "models/data_file.hpp"
#include "sim/error.hpp"
#include "tests/unit/models/zoo_figures.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

// What `check models` prints; tests run in the source tree.
std::vector<DataTable> published() {
  return DataTable::read("scenarios/checks/published_networks.toml").tables("network");
}

std::string plain_name(const std::string& name) { return name.substr(0, name.find(':')); }

}  // namespace

TEST_CASE("zoo: the published figures that check models prints, within 1 %") {
  const std::vector<DataTable> rows = published();
  REQUIRE(rows.size() >= 40);
  for (const DataTable& row : rows) {
    const std::string name = row.text("name");
    CAPTURE(name);
    const Totals totals = zoo(name).totals();
    if (row.has("mmac")) check_figure(million(totals.macs), {row.positive("mmac"), 0});
    if (row.has("million_parameters"))
      check_figure(million(totals.parameters()), {row.positive("million_parameters"), 0});
  }
}

TEST_CASE("zoo: every network that classifies images has a published figure") {
  // These have theirs in zoo_classic_, zoo_resnet_ and zoo_searched_test.
  std::set<std::string> known = {"lenet",   "nin",     "condensenet_4", "condensenet_8",
                                 "fbnet_a", "fbnet_b", "fbnet_c"};
  for (const DataTable& row : published()) known.insert(plain_name(row.text("name")));
  for (const ZooEntry& entry : image_entries()) {
    CAPTURE(entry.name);
    CHECK(known.count(entry.name) == 1);
  }
}

TEST_CASE("zoo: camera_cnn has one early exit, 15 to 30 thousand parameters, about 2 MMAC") {
  const Graph net = camera_cnn();
  CHECK(net.exits().size() == 2);
  CHECK(net.layer(net.find("early_dense")).in.elements() == 384);
  CHECK(net.layer(net.find("final_dense")).in.elements() == 640);
  CHECK(net.totals().parameters() == 448 + 3480 + 3850 + 8680 + 6410);
  CHECK(net.totals().macs == 442368 + 884736 + 3840 + 552960 + 6400);
  CHECK(net.stage(net.find("conv2")) == 0);
  CHECK(net.stage(net.find("conv3")) == 1);
}

TEST_CASE("zoo: the networks for drawn data, counted by hand") {
  const Totals logistic = zoo("features_logistic").totals();
  CHECK(logistic.parameters() == 610);
  CHECK(logistic.macs == 600);
  const Graph letters = zoo("letters_gru:resolution=30");
  CHECK(letters.layer(letters.output()).out == Shape{80, 1, 30});
  CHECK(zoo("letters_gru").totals().weights == 80 * 16 + 3 * 64 * (16 + 64) + 64 * 80);
  const Graph sensor = zoo("sensor_cnn");
  CHECK(sensor.totals().parameters() == 448 + 3480 + 6944 + 6 * 256 + 6);
  CHECK(sensor.totals().macs == 32 * 432 + 16 * 3456 + 8 * 6912 + 6 * 256);
  const Graph autoencoder = zoo("sensor_autoencoder");
  CHECK(autoencoder.layer(autoencoder.output()).out.elements() == autoencoder.layer(0).out.elements());
  CHECK(autoencoder.totals().macs == 2 * (192 * 64 + 64 * 24));
}

TEST_CASE("zoo: every entry builds, validates and carries its name; a typing error is helped") {
  for (const ZooEntry& entry : zoo_entries()) {
    CAPTURE(entry.name);
    const Graph net = zoo(entry.name);
    CHECK(net.name() == entry.name);
    CHECK_NOTHROW(net.validate());
  }
  CHECK_THROWS_WITH_AS(static_cast<void>(zoo("resnet5O")), doctest::Contains("resnet50"), ConfigError);
}

TEST_CASE("zoo: every scale that an entry takes changes the network, and nothing else is taken") {
  for (const ZooEntry& entry : image_entries()) {
    CAPTURE(entry.name);
    const std::int64_t own = zoo(entry.name).totals().macs;
    const std::set<std::string> taken(entry.scales.begin(), entry.scales.end());
    if (taken.count("width") == 1) CHECK(zoo(entry.name + ":width=2").totals().macs > own);
    if (taken.count("depth") == 1) CHECK(zoo(entry.name + ":depth=2").totals().macs > own);
    if (taken.count("resolution") == 1) CHECK(zoo(entry.name + ":resolution=131").totals().macs < own);
    for (const char* scale : {"width", "depth", "resolution"})
      if (taken.count(scale) == 0)
        CHECK_THROWS_AS(static_cast<void>(zoo(entry.name + ":" + scale + "=2")), ConfigError);
  }
  CHECK(zoo("resnet18:width=0.5,depth=2").name() == "resnet18:width=0.5,depth=2");
  CHECK_THROWS_WITH_AS(static_cast<void>(zoo("shufflenet_v2:width=0.7")), doctest::Contains("1.5"),
                       ConfigError);
}
