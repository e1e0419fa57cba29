#include "scenarios/host/graph_report.hpp"

#include <doctest/doctest.h>

#include <set>
#include <sstream>

#include "scenarios/host/graph_layout.hpp"
#include "scenarios/host/graph_picture.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

GraphReport report(const std::string& name) { return {models::zoo(name), *models::zoo_entry(name)}; }

bool overlap(Point a, Point b) {
  return std::abs(a.x - b.x) < GraphLayout::box_width && std::abs(a.y - b.y) < GraphLayout::box_height;
}

}  // namespace

TEST_CASE("show network: LeNet's table by hand") {
  const std::string text = report("lenet").text();
  // 50 x 20 x 25 x 8 x 8 MACs; 25,050 parameters; 50x8x8 floats; input 20x12x12 and output alive; one output
  // crosses.
  CHECK(text.find("conv_3      conv 5x5          50x8x8  1.60M") != std::string::npos);
  CHECK(text.find("25.1k       12.8k     24.3k    12.8k") != std::string::npos);
  CHECK(text.find("totals  2.29M MACs, 431k parameters (430k weights, 580 biases)") != std::string::npos);
  CHECK(text.find("1.72MB parameters, 57.6kB activations at the peak, which is max_pool_2") !=
        std::string::npos);
}

TEST_CASE("show network: tables stay within 110 columns") {
  for (const models::ZooEntry& entry : models::zoo_entries()) {
    INFO(entry.name);
    std::istringstream lines(report(entry.name).text());
    std::string line;
    std::getline(lines, line);  // the description
    while (std::getline(lines, line)) CHECK(line.size() <= 110);
  }
}

TEST_CASE("show network: early exits and the work before them") {
  const std::string json = report("camera_cnn").json();
  CHECK(json.find("\"macs\": 1330944}") != std::string::npos);  // 442368 + 884736 + 3840
  CHECK(json.find("\"cuts\": [") != std::string::npos);
  CHECK(json.find("\"inputs\": []") != std::string::npos);
}

TEST_CASE("show network: boxes do not overlap, every connection is drawn, lanes go around boxes") {
  for (const char* name : {"lenet", "resnet18", "camera_cnn", "mobilenet_v2"}) {
    INFO(name);
    const models::Graph net = models::zoo(name);
    const GraphLayout layout(net);
    for (const auto& a : layout.boxes()) {
      CHECK(a.corner.x >= 0);
      CHECK(a.corner.x + GraphLayout::box_width <= layout.width());
      CHECK(a.corner.y + GraphLayout::box_height <= layout.height());
      for (const auto& b : layout.boxes()) CHECK((a.layer == b.layer || !overlap(a.corner, b.corner)));
    }
    std::set<std::pair<models::LayerId, models::LayerId>> edges;
    for (models::LayerId id = 1; id < net.size(); ++id) {
      for (const models::LayerId input : net.inputs(id))
        if (layout.shown_as(id) == id) edges.insert({layout.shown_as(input), id});
    }
    CHECK(layout.connections().size() == edges.size());
    for (const auto& points : layout.connections()) CHECK(points.size() % 2 == 0);
  }
}

TEST_CASE("show network: the picture names layers and marks exits") {
  const std::string picture = graph_picture(models::zoo("camera_cnn"));
  CHECK(picture.find("early_dense") != std::string::npos);
  CHECK(picture.find("exit") != std::string::npos);
  CHECK(picture.rfind("</svg>\n") == picture.size() - 7);
}
