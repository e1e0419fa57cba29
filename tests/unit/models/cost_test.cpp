#include "models/cost.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "models/data_file.hpp"
#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

const DeviceLibrary& library() {
  static const DeviceLibrary loaded = DeviceLibrary::load(default_data_folder() / "devices");
  return loaded;
}

// c = 1..5 ns per MAC by class, 10 ns per output, 1 us per layer; 1 TFLOP/s, 100 GB/s.
Processor invented(ProcessorKind kind) {
  Processor p;
  p.device = "invented";
  p.name = "p";
  p.kind = kind;
  p.peak = {FlopRate(1e12), ByteRate(1e11), 4, {Provenance::published, "invented"}};
  p.coefficients.seconds_per_mac = {1e-9, 2e-9, 3e-9, 4e-9, 5e-9};
  p.coefficients.seconds_per_activation = 10e-9;
  p.coefficients.seconds_per_layer = 1e-6;
  p.coefficients.origin.provenance = Provenance::calibrated;
  p.batch_ceiling = 0.5;
  p.residual.held_out_rmspe = 0.3;
  p.residual.noise_relative = 0.05;
  return p;
}

double forward_ms(const char* device, const char* processor, const char* network, int batch) {
  const Graph net = zoo(network);
  const Cost cost = forward_cost(cost_model("regression"), net, all_layers(net),
                                 library().find(device).processor(processor), batch);
  return to_seconds(cost.mean) * 1e3;
}

}  // namespace

TEST_CASE("cost: classes of layers") {
  Graph net("classes", {8, 8, 8});
  CHECK(cost_class(net.layer(net.add(conv(8, 3, 1, 1)))) == CostClass::conv3x3s1);
  CHECK(cost_class(net.layer(net.add(conv(8, 1)))) == CostClass::conv1x1);
  CHECK(cost_class(net.layer(net.add(conv(8, 3, 1, 1, 8)))) == CostClass::depthwise);
  CHECK(cost_class(net.layer(net.add(conv(8, 3, 1, 1, 2)))) == CostClass::conv_other);
  CHECK(cost_class(net.layer(net.add(conv(8, 3, 2, 1)))) == CostClass::conv_other);
  CHECK(cost_class(net.layer(net.add(plain(LayerKind::relu)))) == CostClass::fused);
  CHECK(cost_class(net.layer(net.add(max_pool(2, 2)))) == CostClass::memory);
  CHECK(cost_class(net.layer(net.add(dense(3)))) == CostClass::dense);
}

TEST_CASE("cost: a batch on a CPU saves the share that its type of layer shares") {
  Graph net("hand", {1, 10, 10});
  const LayerId id = net.add(conv(1, 1));  // u = 1.2 us, s = 1 us
  Processor processor = invented(ProcessorKind::cpu);
  processor.batch_shared[static_cast<std::size_t>(CostClass::conv1x1)] = 0.75;
  const CostModel& model = cost_model("regression");
  CHECK(model.layer(net, id, processor, 1).mean == Duration(2200));
  CHECK(model.layer(net, id, processor, 5).mean == Duration(2200 + 4 * 300));
}

TEST_CASE("cost: regression by hand, batch linear on a CPU, saturating on a GPU") {
  Graph net("hand", {1, 10, 10});
  const LayerId id = net.add(conv(1, 1));  // 100 MACs at 2 ns, 100 outputs at 10 ns: u = 1.2 us
  const CostModel& model = cost_model("regression");
  CHECK(model.layer(net, id, invented(ProcessorKind::cpu), 1).mean == Duration(2200));
  CHECK(model.layer(net, id, invented(ProcessorKind::cpu), 4).mean == Duration(5800));
  // further images: max(2 * 100 / (0.5 * 1e12), 4 * 100 / 1e11) = 4 ns
  CHECK(model.layer(net, id, invented(ProcessorKind::gpu), 1).mean == Duration(2200));
  CHECK(model.layer(net, id, invented(ProcessorKind::gpu), 4).mean == Duration(2212));
  const Cost cost = model.layer(net, id, invented(ProcessorKind::cpu), 4);
  CHECK(cost.systematic_relative == 0.3);
  CHECK(cost.noise_relative == 0.05);
  CHECK(cost.provenance == Provenance::assumed);  // the batch rule is
  CHECK(model.layer(net, id, invented(ProcessorKind::cpu), 1).provenance == Provenance::calibrated);
  CHECK(model.layer(net, net.add(plain(LayerKind::relu)), invented(ProcessorKind::cpu), 9).mean ==
        Duration{0});
}

TEST_CASE("cost: a range costs the sum of its layers; training is forward times 1 + factor") {
  const Graph net = camera_cnn();
  const Processor cpu = invented(ProcessorKind::cpu);
  const CostModel& model = cost_model("regression");
  Duration sum{};
  for (const LayerId id : net.needed_by(0)) sum += model.layer(net, id, cpu, 3).mean;
  CHECK(forward_cost(model, net, net.needed_by(0), cpu, 3).mean == sum);
  const Duration all = forward_cost(model, net, all_layers(net), cpu, 3).mean;
  CHECK(training_cost(model, net, cpu, 3).mean == 3 * all);
}

// ncnn benchmark/README.md, commit a4d2ea1d, minimum of the repeats in ms. These networks are in
// the fit, so this says that file, features and C++ agree; the held-out error is in the device
// files.
TEST_CASE("cost: regression gives back what it was fitted to") {
  struct Row {
    const char* device;
    const char* processor;
    const char* network;
    double measured_ms;
  };
  for (const Row& row : {Row{"raspberry-pi-4", "cpu-1", "mobilenet_v1", 123.76},
                         Row{"raspberry-pi-4", "cpu-1", "resnet50", 533.15},
                         Row{"raspberry-pi-4", "cpu-4", "mobilenet_v1", 60.74},
                         Row{"raspberry-pi-5", "cpu-4", "resnet50", 45.94},
                         Row{"jetson-agx-orin", "cpu-4", "resnet18", 9.9},
                         Row{"jetson-nano", "gpu", "resnet50", 93.03}}) {
    INFO(row.device << " " << row.processor << " " << row.network);
    CHECK(forward_ms(row.device, row.processor, row.network, 1) ==
          doctest::Approx(row.measured_ms).epsilon(0.3));
  }
}

TEST_CASE("cost: a network of 2 MMAC takes a plausible time on every device") {
  const std::set<std::string> faster_ones = {
      "aws-c5-4xlarge", "jetson-agx-orin", "jetson-nano",        "jetson-orin-nano", "raspberry-pi-3b-plus",
      "raspberry-pi-4", "raspberry-pi-5",  "snapdragon-8-gen-2", "tesla-t4",         "tesla-v100"};
  for (const std::string& name : library().names()) {
    for (const Processor& one : library().find(name).processors) {
      INFO(name << " " << one.name);
      const double first = forward_ms(name.c_str(), one.name.c_str(), "camera_cnn", 1);
      const double sixteen = forward_ms(name.c_str(), one.name.c_str(), "camera_cnn", 16);
      CHECK(first > 0.01);
      CHECK(first < (library().find(name).kind == "mcu" ? 400.0 : 5.0));
      const bool came_later = name == "raspberry-pi-5" && one.kind == ProcessorKind::gpu;
      if (faster_ones.count(name) > 0 && !came_later) CHECK(first < 3.0);
      CHECK(sixteen > first);
      CHECK(sixteen <= 16 * first);
    }
  }
}

TEST_CASE("cost: the sampler repeats, its systematic part is fixed, exact means exact") {
  const Graph net = camera_cnn();
  const Processor cpu = invented(ProcessorKind::cpu);
  const CostModel& model = cost_model("regression");
  const auto layers = all_layers(net);
  CostSampler first(model, RandomStream(1, "compute"));
  CostSampler again(model, RandomStream(1, "compute"));
  CostSampler other(model, RandomStream(2, "compute"));
  const double dense_factor = again.systematic_factor(net, cpu, CostClass::dense, 0.3);
  const Duration drawn = first.forward(net, layers, cpu, 2).time;
  CHECK(drawn == again.forward(net, layers, cpu, 2).time);
  CHECK(drawn != first.forward(net, layers, cpu, 2).time);
  CHECK(drawn != other.forward(net, layers, cpu, 2).time);
  CHECK(first.systematic_factor(net, cpu, CostClass::dense, 0.3) == dense_factor);
  CHECK(first.systematic_factor(net, cpu, CostClass::conv1x1, 0.3) != dense_factor);
  CostSampler exact(model, RandomStream(1, "compute"), true);
  CHECK(exact.forward(net, layers, cpu, 2).time == forward_cost(model, net, layers, cpu, 2).mean);
  CHECK(exact.training(net, cpu, 2).time == training_cost(model, net, cpu, 2).mean);
}

TEST_CASE("cost: sampled times have the mean and the spread that the model states") {
  Graph net("one", {1, 100, 100});
  net.add(conv(1, 3, 1, 1));
  const Processor cpu = invented(ProcessorKind::cpu);
  const double mean = to_seconds(forward_cost(cost_model("regression"), net, {1}, cpu, 1).mean);
  constexpr int runs = 4000;
  double sum = 0;
  double squares = 0;
  for (int seed = 0; seed < runs; ++seed) {
    CostSampler sampler(cost_model("regression"),
                        RandomStream(static_cast<std::uint64_t>(seed), "c"));
    const double relative = to_seconds(sampler.forward(net, {1}, cpu, 1).time) / mean;
    sum += relative;
    squares += relative * relative;
  }
  const double average = sum / runs;
  CHECK(average == doctest::Approx(1.0).epsilon(0.02));
  CHECK(std::sqrt(squares / runs - average * average) ==
        doctest::Approx(std::hypot(0.3, 0.05)).epsilon(0.08));
}

TEST_CASE("cost: layers share a drawn time as they take it alone, and asking draws nothing") {
  const Graph net = zoo("lenet");
  const Processor cpu = invented(ProcessorKind::cpu);
  const std::vector<LayerId> layers = all_layers(net);
  CostSampler exact(cost_model("regression"), RandomStream(1, "t"), true);
  const double whole = to_seconds(exact.forward(net, layers, cpu, 3).time);
  const std::vector<double> parts = exact.shares(net, layers, cpu, 3);
  REQUIRE(parts.size() == layers.size());
  double sum = 0;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const double alone = to_seconds(exact.forward(net, {layers[i]}, cpu, 3).time);
    CHECK(parts[i] == doctest::Approx(alone / whole).epsilon(1e-3));
    sum += parts[i];
  }
  CHECK(sum == doctest::Approx(1.0));
  CHECK(exact.shares(net, {0}, cpu, 3) == std::vector<double>{0.0});
  CostSampler drawn(cost_model("regression"), RandomStream(1, "t"));
  CostSampler asked(cost_model("regression"), RandomStream(1, "t"));
  const std::vector<double> uneven = asked.shares(net, layers, cpu, 3);
  CHECK(drawn.forward(net, layers, cpu, 3).time == asked.forward(net, layers, cpu, 3).time);
  CHECK(uneven != parts);  // types err by factors of their own
}

TEST_CASE("cost: unknown model is helped") {
  CHECK(cost_model_names() == std::vector<std::string>{"roofline", "regression", "algorithm", "kernel", "table", "measured"});
  CHECK_THROWS_WITH_AS(static_cast<void>(cost_model("regresion")), doctest::Contains("regression"),
                       ConfigError);
}
