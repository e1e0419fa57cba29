#include <doctest/doctest.h>

#include <array>
#include <map>
#include <string>

#include "models/cost.hpp"
#include "models/cost/algorithm_work.hpp"
#include "models/data_file.hpp"
#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

using Counts = std::map<WorkColumn, double>;

WorkRow last_of(const Graph& graph) { return algorithm_work(graph, graph.size() - 1); }

WorkRow alone(Shape in, const LayerSpec& spec) {
  Graph graph("alone", in);
  graph.add(spec);
  return last_of(graph);
}

void check(const WorkRow& row, const Counts& wanted) {
  for (std::size_t i = 0; i < work_columns; ++i) {
    const auto column = static_cast<WorkColumn>(i);
    const auto found = wanted.find(column);
    INFO(to_string(column));
    CHECK(row.at(i) == doctest::Approx(found == wanted.end() ? 0.0 : found->second));
  }
}

// Each column costs 1 s a unit in `column`, nothing (as good as) elsewhere.
Processor priced(WorkColumn column) {
  Processor p;
  p.device = "invented";
  p.name = "p";
  p.algorithms.emplace();
  p.algorithms->seconds.at(static_cast<std::size_t>(column)) = 1.0;
  p.algorithms->held_out_rmspe = 0.17;
  p.algorithms->origin.provenance = Provenance::calibrated;
  p.residual.noise_relative = 0.02;
  return p;
}

}  // namespace

// By hand; the Python test has the same layers: 8x8 outputs of 64 channels are four tiles of 6x6
// with 64 products each, of 256 channels four tiles of 4x4 with 36.
TEST_CASE("algorithm: work of convolutions by hand") {
  check(alone({64, 8, 8}, conv(64, 3, 1, 1)), {{WorkColumn::winograd, 4 * 64 * 4096.0},
                                               {WorkColumn::transforms, 4 * 64 * 128.0},
                                               {WorkColumn::traffic, 4 * 4096.0},
                                               {WorkColumn::starts, 1}});
  check(alone({256, 8, 8}, conv(256, 3, 1, 1)), {{WorkColumn::winograd, 4 * 36 * 65536.0},
                                                 {WorkColumn::transforms, 4 * 36 * 512.0},
                                                 {WorkColumn::traffic, 4 * 16384.0},
                                                 {WorkColumn::starts, 1}});
  check(alone({58, 28, 28}, conv(58, 1)), {{WorkColumn::pointwise, 2637376},
                                           {WorkColumn::pointwise_io, 2 * 45472.0},
                                           {WorkColumn::unaligned, 2637376},
                                           {WorkColumn::starts, 1}});
  check(alone({3, 8, 8}, conv(16, 3, 2, 1)), {{WorkColumn::stem, 6912},
                                              {WorkColumn::patches, 16 * 27.0},
                                              {WorkColumn::traffic, 192 + 256 + 2 * 192.0},
                                              {WorkColumn::starts, 1}});
  check(
      alone({32, 8, 8}, conv(32, 3, 1, 1, 32)),
      {{WorkColumn::depthwise, 18432}, {WorkColumn::traffic, 4 * 2048.0}, {WorkColumn::starts, 1}});
  check(alone({240, 4, 4}, conv(60, 1, 1, 0, 3)), {{WorkColumn::pointwise, 76800},
                                                   {WorkColumn::pointwise_io, 3840 + 960.0},
                                                   {WorkColumn::starts, 3}});
}

TEST_CASE("algorithm: work of other layers by hand") {
  check(alone({512, 1, 1}, dense(10)),
        {{WorkColumn::weights, 5120}, {WorkColumn::traffic, 522}, {WorkColumn::starts, 0.3}});
  check(alone({8, 4, 4}, plain(LayerKind::softmax)),
        {{WorkColumn::exponentials, 128}, {WorkColumn::traffic, 256}, {WorkColumn::starts, 0.3}});
  check(alone({8, 4, 4}, plain(LayerKind::lrn)),
        {{WorkColumn::exponentials, 640}, {WorkColumn::traffic, 512}, {WorkColumn::starts, 0.3}});
  check(alone({8, 4, 4}, max_pool(2, 2)),
        {{WorkColumn::pooling, 128 + 32.0}, {WorkColumn::starts, 0.3}});
  check(alone({8, 4, 4}, plain(LayerKind::flatten)), {});
  check(alone({16, 250, 250}, plain(LayerKind::relu)),
        {{WorkColumn::traffic, 2e6}, {WorkColumn::far, 2e6}, {WorkColumn::starts, 0.3}});
}

TEST_CASE("algorithm: what follows a convolution is fused, what follows an addition is not") {
  Graph net("residual", {8, 4, 4});
  const LayerId first = net.add(conv(8, 1));
  net.add(plain(LayerKind::batch_norm));
  net.add(plain(LayerKind::relu));
  check(last_of(net), {});
  net.add(plain(LayerKind::add), {net.size() - 1, first});
  check(last_of(net), {{WorkColumn::traffic, 3 * 128.0}, {WorkColumn::starts, 0.3}});
  net.add(plain(LayerKind::relu));
  check(last_of(net), {{WorkColumn::traffic, 2 * 128.0}, {WorkColumn::starts, 0.3}});
  net.add(plain(LayerKind::concat), {net.size() - 1, first});
  check(last_of(net), {{WorkColumn::copies, 2 * 256.0}, {WorkColumn::starts, 0.3}});
}

TEST_CASE("algorithm: a batch repeats the work and starts once") {
  Graph net("batch", {8, 4, 4});
  const LayerId id = net.add(conv(8, 1));
  const CostModel& model = cost_model("algorithm");
  CHECK(to_seconds(model.layer(net, id, priced(WorkColumn::pointwise), 1).mean) == 1024.0);
  CHECK(to_seconds(model.layer(net, id, priced(WorkColumn::pointwise), 3).mean) == 3072.0);
  CHECK(to_seconds(model.layer(net, id, priced(WorkColumn::starts), 3).mean) == 1.0);
  const Cost cost = model.layer(net, id, priced(WorkColumn::starts), 1);
  CHECK(cost.systematic_relative == 0.17);
  CHECK(cost.noise_relative == 0.02);
  CHECK(cost.provenance == Provenance::calibrated);
}

// Sums that models/fit/layer_work.py prints for ncnn's own graphs of these networks, which the
// zoo's equal: the costs were fitted with those counts.
TEST_CASE("algorithm: networks are counted as the fit counts them") {
  const auto sum = [](const char* name) {
    const Graph net = zoo(name);
    WorkRow all{};
    for (LayerId id = 0; id < net.size(); ++id) {
      const WorkRow one = algorithm_work(net, id);
      for (std::size_t i = 0; i < work_columns; ++i) all.at(i) += one.at(i);
    }
    return all;
  };
  check(sum("resnet50"), {{WorkColumn::winograd, 523239424.0},
                          {WorkColumn::transforms, 6307840.0},
                          {WorkColumn::pointwise, 1502871552.0},
                          {WorkColumn::pointwise_io, 13321728.0},
                          {WorkColumn::spatial, 385351680.0},
                          {WorkColumn::stem, 118013952.0},
                          {WorkColumn::patches, 2546432.0},
                          {WorkColumn::weights, 2048000.0},
                          {WorkColumn::traffic, 38165944.0},
                          {WorkColumn::far, 17862656.0},
                          {WorkColumn::pooling, 1003520.0},
                          {WorkColumn::exponentials, 1000.0},
                          {WorkColumn::starts, 63.8}});
  check(sum("vgg16"), {{WorkColumn::winograd, 3711434752.0},
                       {WorkColumn::transforms, 38851584.0},
                       {WorkColumn::stem, 86704128.0},
                       {WorkColumn::patches, 1354752.0},
                       {WorkColumn::weights, 123633664.0},
                       {WorkColumn::traffic, 40837560.0},
                       {WorkColumn::far, 26844160.0},
                       {WorkColumn::pooling, 7651840.0},
                       {WorkColumn::exponentials, 1000.0},
                       {WorkColumn::starts, 15.7}});
}

TEST_CASE("algorithm: shipped costs are positive, their errors stated and plausible") {
  const auto library = DeviceLibrary::load(default_data_folder() / "devices");
  int found = 0;
  for (const std::string& name : library.names()) {
    for (const Processor& one : library.find(name).processors) {
      if (!one.algorithms) continue;
      INFO(name << ", " << one.name);
      ++found;
      CHECK(one.kind == ProcessorKind::cpu);
      CHECK(one.algorithms->n >= 9);
      CHECK(one.algorithms->held_out_mape < 0.25);
      CHECK(one.algorithms->held_out_rmspe >= one.algorithms->held_out_mape);
      CHECK(one.algorithms->origin.provenance == Provenance::calibrated);
    }
  }
  CHECK(found >= 80);
}

TEST_CASE("algorithm: a processor without costs is refused by name") {
  const Graph net = zoo("resnet18");
  Processor bare;
  bare.device = "invented";
  bare.name = "gpu";
  CHECK_THROWS_WITH_AS(static_cast<void>(cost_model("algorithm").layer(net, 1, bare, 1)),
                       doctest::Contains("invented, gpu has no [processor.algorithms]"),
                       ConfigError);
}
