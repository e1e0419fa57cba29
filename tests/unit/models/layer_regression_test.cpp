#include "models/kernel_cost/layer_regression.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "models/cost.hpp"
#include "models/kernel_cost/device_text.hpp"
#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"
#include "tests/unit/models/invented_kernels.hpp"
#include "tests/unit/temporary_folder.hpp"

using namespace lastmile;
using namespace lastmile::models;
using lastmile::tests::Folder;

namespace {

// 1 ns a MAC (3x3: 0.5 ns), 2 ns an output, 3 us a call.
std::vector<Observation> linear_machine() {
  std::vector<Observation> all = test::invented_observations("regression test", 60);
  for (Observation& one : all) {
    one.whole_s = 0;
    for (const kernels::Step& step : one.program.steps) {
      const CostClass type = call_class(step.call);
      const double macs = type == CostClass::memory ? 0 : kernels::work(step.call).flop / 2;
      const kernels::MapShape out = kernels::output_shape(step.call);
      one.whole_s += macs * (type == CostClass::conv3x3s1 ? 5e-10 : 1e-9) +
                     2e-9 * out.channels * static_cast<double>(out.plane()) + 3e-6;
    }
  }
  return all;
}

std::string written_device(const std::vector<Observation>& observations, const std::string& architecture) {
  Answers answers;
  answers.processor = "invented";
  answers.architecture = architecture;
  answers.machine = "hardware";
  answers.isa = "avx512";
  answers.flops_per_s = 1e12;
  answers.bytes_per_s = 1e10;
  answers.observations = observations;
  const Origin told{Provenance::assumed, "test"};
  return device_text({"board", "board.kernels.toml", "2026-11-21", {4e9, told}, {1, told}, {5, told}}, answers,
                     fit_layers(observations, 1e12));
}

}  // namespace

TEST_CASE("layer regression: an invented linear machine is found again") {
  const LayerRegression fit = fit_layers(linear_machine(), 1e12);
  CHECK(fit.coefficients.seconds_per_mac[0] == doctest::Approx(5e-10).epsilon(0.01));
  CHECK(fit.coefficients.seconds_per_mac[1] == doctest::Approx(1e-9).epsilon(0.01));
  CHECK(fit.coefficients.seconds_per_activation == doctest::Approx(2e-9).epsilon(0.01));
  CHECK(fit.coefficients.seconds_per_layer == doctest::Approx(3e-6).epsilon(0.01));
  CHECK(fit.residual.n == 60);
  CHECK(fit.residual.held_out_mape < 0.01);
  CHECK(fit_layers(linear_machine(), 1e9).coefficients.seconds_per_mac[1] == doctest::Approx(2e-9));
}

TEST_CASE("calibrated device: written, read, and both of its cost models work") {
  const Folder folder;
  KernelPredictor predictor = test::invented_predictor();
  for (const std::string& group : kernel_groups())
    predictor.groups.emplace(group, predictor.groups.at("concat"));
  std::ofstream(folder.path / "board.kernels.toml") << text(predictor);
  std::ofstream(folder.path / "board.toml") << written_device(linear_machine(), "x86_64");
  const DeviceLibrary library = DeviceLibrary::load(folder.path);
  CHECK(library.names() == std::vector<std::string>{"board"});
  const Processor& processor = library.find("board").processor();
  CHECK(processor.peak.flops.value() == 1e12);
  const Graph net = zoo("resnet18");
  for (const char* model : {"regression", "kernel"})
    CHECK(forward_cost(cost_model(model), net, all_layers(net), processor, 1).mean.count() > 1000);

  std::ofstream(folder.path / "board.toml") << written_device(linear_machine(), "aarch64");
  CHECK_THROWS_WITH_AS(static_cast<void>(DeviceLibrary::load(folder.path).find("board")),
                       doctest::Contains("measured on 'x86_64', but the device is 'aarch64'"), ConfigError);
  std::filesystem::remove(folder.path / "board.kernels.toml");
  CHECK_THROWS_WITH_AS(static_cast<void>(DeviceLibrary::load(folder.path).find("board")), doctest::Contains("cannot read kernel calibration"),
                       ConfigError);
}
