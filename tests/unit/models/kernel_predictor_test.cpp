#include "models/kernel_cost/kernel_predictor.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "models/cost.hpp"
#include "models/data_file.hpp"
#include "models/device.hpp"
#include "models/lower.hpp"
#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"
#include "tests/unit/models/invented_kernels.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

// A fit of few networks may know no step of some group: take any other's.
KernelPredictor complete() {
  KernelPredictor predictor = test::invented_predictor();
  for (const std::string& group : kernel_groups())
    predictor.groups.emplace(group, predictor.groups.at("concat"));
  return predictor;
}

std::string refusal(const std::string& file) {
  try {
    parse_predictor(file, "k.toml");
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

bool says(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

// The checksum as it would be had the file been written with `body`.
std::string with_group_removed(const std::string& group) {
  KernelPredictor predictor = complete();
  predictor.groups.erase(group);
  return text(predictor);
}

Processor processor_with(const KernelPredictor& predictor) {
  Processor processor;
  processor.device = "invented";
  processor.name = "cpu-1";
  processor.kernels = std::make_shared<const KernelPredictor>(predictor);
  return processor;
}

}  // namespace

TEST_CASE("kernel file: written, read, and the same predictions to seven digits") {
  const KernelPredictor predictor = complete();
  const std::string file = text(predictor);
  const KernelPredictor read = parse_predictor(file, "k.toml");
  CHECK(text(read) == text(parse_predictor(text(read), "again")));
  CHECK(read.isa == "avx512");
  CHECK(read.residual.mape == doctest::Approx(predictor.residual.mape));
  const kernels::Program program = lower(zoo("mobilenet_v2")).program;
  CHECK(read.whole(program) == doctest::Approx(predictor.whole(program)).epsilon(1e-4));
}

TEST_CASE("kernel file: edited, incomplete, negative: refused with the reason") {
  const std::string file = text(complete());
  std::string edited = file;
  const std::size_t at = edited.find("coefficients = \"") + 17;
  edited[at] = edited[at] == '1' ? '2' : '1';
  CHECK(says(refusal(edited), "checksum does not fit"));
  CHECK(says(refusal("coefficients = 1\n"), "no checksum"));
  CHECK(says(refusal(""), "no checksum"));
  CHECK(says(refusal(file.substr(0, file.size() / 2)), "checksum does not fit"));
  CHECK(says(refusal(with_group_removed("depthwise")), "the kernel 'depthwise' is missing"));
  KernelPredictor negative = complete();
  negative.groups.at("add").coefficients[1] = -1e-9;
  CHECK(says(refusal(text(negative)), "none negative"));
  KernelPredictor nothing = complete();
  nothing.groups.at("add").coefficients = {};
  CHECK(says(refusal(text(nothing)), "would take no time"));
}

TEST_CASE("compute model kernel: a network costs what its program costs, layer by layer") {
  const KernelPredictor predictor = complete();
  const Processor processor = processor_with(predictor);
  const CostModel& model = cost_model("kernel");
  for (const char* name : {"resnet18", "mobilenet_v1", "camera_cnn"}) {
    const Graph net = zoo(name);
    const Cost cost = forward_cost(model, net, all_layers(net), processor, 1);
    CHECK(to_seconds(cost.mean) == doctest::Approx(predictor.whole(lower(net).program)).epsilon(1e-4));
    CHECK(cost.systematic_relative == predictor.residual.rmspe);
    CHECK(cost.noise_relative == predictor.residual.noise_relative);
    CHECK(cost.provenance == Provenance::calibrated);
  }
  Graph net("grown", {3, 32, 32});
  net.mark_exit(net.add(conv(16, 3, 1, 1)));
  const Duration one = model.layer(net, 1, processor, 1).mean;
  CHECK(one.count() > 0);
  CHECK(model.layer(net, 1, processor, 8).mean > one);
  const LayerId relu = net.add(plain(LayerKind::relu), 1);
  CHECK(model.layer(net, relu, processor, 1).mean == Duration{0});
}

TEST_CASE("compute model kernel: a processor without a kernel file is refused") {
  const Graph net = zoo("lenet");
  CHECK_THROWS_AS(cost_model("kernel").layer(net, 1, Processor{}, 1), ConfigError);
}
