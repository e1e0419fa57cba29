#include "models/kernel_cost/fit_predictor.hpp"

#include <doctest/doctest.h>

#include "sim/error.hpp"
#include "tests/unit/models/invented_kernels.hpp"

using namespace lastmile;
using namespace lastmile::models;

TEST_CASE("fit of kernels: an invented machine is predicted on networks never seen") {
  const PredictorFit& fit = test::invented_fit();
  CHECK(fit.whole_over_steps == doctest::Approx(1.02).epsilon(1e-6));
  const KernelPredictor predictor = test::invented_predictor();
  std::vector<double> predicted, measured;
  for (const Observation& one : test::invented_observations("unit test, others", 40)) {
    predicted.push_back(predictor.whole(one.program));
    measured.push_back(one.whole_s);
  }
  const PredictionResidual error = residual_of(predicted, measured);
  MESSAGE("MAPE " << error.mape << ", within 10 % " << error.within_10_percent << ", its own estimate " << fit.residual.mape);
  CHECK(error.mape < 0.03);
  CHECK(error.within_10_percent >= 0.95);
  CHECK(fit.residual.mape < 0.04);
}

TEST_CASE("fit of kernels: trees are chosen where a rate changes with the shape, a sum where it is one") {
  for (const MethodErrors& one : test::invented_fit().methods) {
    CAPTURE(one.group);
    const auto rms = [&](PredictionMethod method) { return one.rms.at(static_cast<std::size_t>(method)); };
    if (one.group == "conv winograd4") {
      CHECK(one.chosen == PredictionMethod::trees);
      CHECK(rms(PredictionMethod::trees) < 0.5 * rms(PredictionMethod::regression));
    }
    if (one.group == "max_pool") CHECK(rms(PredictionMethod::regression) < 0.001);
  }
}

TEST_CASE("residual: by hand") {
  const PredictionResidual r = residual_of({1.05, 0.8, 1.0, 2.0}, {1, 1, 1, 2});
  CHECK(r.networks == 4);
  CHECK(r.mape == doctest::Approx(0.25 / 4));
  CHECK(r.bias == doctest::Approx(-0.15 / 4));
  CHECK(r.rmspe == doctest::Approx(std::sqrt((0.0025 + 0.04) / 4)));
  CHECK(r.within_10_percent == doctest::Approx(0.75));
}

TEST_CASE("fit of kernels: too few networks, times that are none") {
  std::vector<Observation> few = test::invented_observations("unit test", 12);
  few[3].step_s[0] = -1;
  CHECK_THROWS_AS(fit_predictor(few), ConfigError);
  few.resize(3);
  CHECK_THROWS_AS(fit_predictor(few), ConfigError);
}
