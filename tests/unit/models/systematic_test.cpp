// The systematic error: its split over layer types, and what it makes of the time of whole networks.
#include "models/cost/systematic.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "models/cost.hpp"
#include "models/data_file.hpp"
#include "models/zoo/zoo.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

const DeviceLibrary& library() {
  static const DeviceLibrary loaded = DeviceLibrary::load(default_data_folder() / "devices");
  return loaded;
}

// Standard deviation over mean of the drawn time of some layers, without run-to-run noise.
double simulated_spread(const Graph& net, const std::vector<LayerId>& layers, Processor processor,
                        int runs) {
  processor.residual.noise_relative = 0;
  CostSampler sampler(cost_model("regression"), RandomStream(1, "spread"));
  double sum = 0, squares = 0;
  for (int run = 0; run < runs; ++run) {
    sampler.redraw_systematic(static_cast<std::uint64_t>(run));
    const double drawn = to_seconds(sampler.forward(net, layers, processor, 1).time);
    sum += drawn;
    squares += drawn * drawn;
  }
  const double mean = sum / runs;
  return std::sqrt(squares / runs - mean * mean) / mean;
}

double first_order_spread(const Graph& net, const std::vector<LayerId>& layers, const Processor& processor) {
  CostSampler sampler(cost_model("regression"), RandomStream(1, "spread"));
  const Cost cost = forward_cost(cost_model("regression"), net, layers, processor, 1);
  return sampler.forward(net, layers, processor, 1).exposure.standard_error_s() / to_seconds(cost.mean);
}

}  // namespace

TEST_CASE("systematic error: the split adds up to the stated error at every concentration") {
  for (const double stated : {0.0, 0.05, 0.3, 1.1}) {
    for (const double h : {0.15, 0.5, 1.0}) {
      const SystematicSplit split = split_systematic(stated, h);
      const double whole = (1 + split.shared * split.shared) * (1 + split.typed * split.typed * h) - 1;
      CHECK(std::sqrt(whole) == doctest::Approx(stated).epsilon(1e-9));
      CHECK((stated == 0) == (split.shared == 0));
      CHECK((stated == 0) == (split.typed == 0));
    }
  }
}

TEST_CASE("systematic error: concentration by hand") {
  Processor p;
  p.coefficients.seconds_per_mac = {1e-9, 1e-9, 1e-9, 1e-9, 1e-9};
  Graph net("hand", {1, 10, 10});
  net.add(conv(1, 1));       // 100 MACs
  CHECK(concentration(cost_model("regression"), net, p) == doctest::Approx(1.0));
  net.add(dense(3));         // 300 MACs
  CHECK(concentration(cost_model("regression"), net, p) == doctest::Approx((1.0 + 9.0) / 16.0).epsilon(0.01));
  p.coefficients.seconds_per_mac = {};
  CHECK(concentration(cost_model("regression"), net, p) == 1.0);
}

// 5,000 draws estimate a standard deviation of 27 % to about 1.3 %, one of 39 % to about 2 %.
TEST_CASE("systematic error: the simulated spread of whole networks is the stated held-out error") {
  for (const char* device : {"raspberry-pi-4", "raspberry-pi-5", "aws-c5-4xlarge"}) {
    const Processor& processor = library().find(device).processor();
    for (const char* network : {"alexnet", "mobilenet_v1", "resnet50", "camera_cnn"}) {
      const Graph net = zoo(network);
      const double spread = simulated_spread(net, all_layers(net), processor, 5000);
      INFO(device << ", " << network << ": stated " << processor.residual.held_out_rmspe << ", simulated "
                  << spread << ", concentration "
                  << concentration(cost_model("regression"), net, processor));
      CHECK(spread == doctest::Approx(processor.residual.held_out_rmspe).epsilon(0.06));
      CHECK(first_order_spread(net, all_layers(net), processor) ==
            doctest::Approx(processor.residual.held_out_rmspe).epsilon(0.05));
    }
  }
}

TEST_CASE("systematic error: a part of a network errs by more than the whole") {
  const Graph net = zoo("resnet50");
  const Processor& processor = library().find("raspberry-pi-4").processor();
  const double whole = first_order_spread(net, all_layers(net), processor);
  const double stem = first_order_spread(net, {1}, processor);
  CHECK(stem > 1.1 * whole);
  CHECK(simulated_spread(net, {1}, processor, 5000) == doctest::Approx(stem).epsilon(0.1));
}

TEST_CASE("systematic error: processors err apart, durations add their exposures, training scales them") {
  const Graph net = camera_cnn();
  const Processor& four = library().find("raspberry-pi-4").processor("cpu-4");
  const Processor& one = library().find("raspberry-pi-4").processor("cpu-1");
  CostSampler sampler(cost_model("regression"), RandomStream(1, "c"));
  const Drawn first = sampler.forward(net, all_layers(net), four, 1);
  const Drawn other = sampler.forward(net, all_layers(net), one, 1);
  const double a = first.exposure.standard_error_s(), b = other.exposure.standard_error_s();
  Drawn twice = first, both = first;
  twice += sampler.forward(net, all_layers(net), four, 1);
  both += other;
  CHECK(twice.exposure.standard_error_s() == doctest::Approx(2 * a));
  CHECK(both.exposure.standard_error_s() == doctest::Approx(std::hypot(a, b)));
  CHECK(sampler.training(net, four, 1).exposure.standard_error_s() ==
        doctest::Approx(a * (1 + four.backward_over_forward)));
}
