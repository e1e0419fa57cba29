// The standard error that a run states for its latencies and rounds, against runs in which only the cost
// model's own errors are drawn anew.
#include <doctest/doctest.h>

#include <cmath>

#include "fake_view.hpp"
#include "small_world.hpp"

using namespace lastmile;
using namespace lastmile::policies;

namespace {

struct Stated {
  double latency_s = 0, error_s = 0, queued_s = 0;  // means over requests
  double joules = 0, joules_error = 0;              // of the asking devices
  double trained_s = 0, trained_error_s = 0;        // end of the last round
};

Task<void> live(SmallWorld& small, const TrainingPolicy& training, const InferencePolicy& inference,
                double rate_per_s) {
  Trained trained;
  {
    RoundLog log(small.world, nullptr);
    const TrainingPlan plan = training.plan({0, 1}, small.planner);
    if (plan.kind == TrainingPlan::Kind::central) co_await train_central(small.world, plan, log, trained);
    if (plan.kind == TrainingPlan::Kind::federated)
      co_await train_federated(small.world, training, plan, log, trained);
    log.flush();
  }
  const auto answers =
      std::make_shared<const learn::Evaluation>(evaluate_model(small.world.application, trained.shared));
  Service service{inference, nullptr, small.planner, {answers, answers}};
  co_await deploy(small.world, trained, service, 4);
  small.world.close_phase();
  Workload workload;
  workload.requests = 20;
  workload.frames = 4;
  workload.rate_per_s = rate_per_s;
  co_await serve_all(small.world, service, workload);
  small.world.close_phase();
  record_devices(small.world);
}

Stated run(std::uint64_t draw, double error, const TrainingPolicy& training, const InferencePolicy& inference,
           double rate_per_s) {
  SmallWorld small;
  std::vector<models::Processor> changed;
  changed.reserve(small.topology.nodes.size());
  for (const network::NodeId node : {0, 1, 3, 4}) {
    changed.push_back(*small.world.computer(node).processor);
    changed.back().residual.held_out_rmspe = error;
    small.world.computer(node).processor = &changed.back();
  }
  small.world.sampler.redraw_systematic(draw);
  small.run(live(small, training, inference, rate_per_s));
  Stated stated;
  const auto& rows = small.rows.of("requests");
  const auto mean = [&](const char* column) {
    double sum = 0;
    for (const Row& row : rows) sum += small.rows.number("requests", row, column);
    return sum / static_cast<double>(rows.size());
  };
  stated.latency_s = mean("latency_s");
  stated.error_s = mean("calibration_error_s");
  stated.queued_s = mean("queue_s");
  for (const Row& row : small.rows.of("devices")) {
    if (small.rows.number("devices", row, "asks") != 1) continue;
    stated.joules += small.rows.number("devices", row, "inference_compute_j");
    stated.joules_error += small.rows.number("devices", row, "inference_calibration_error_j");
  }
  const Row& round = small.rows.of("rounds").back();
  stated.trained_s = small.rows.number("rounds", round, "time_s");
  stated.trained_error_s = small.rows.number("rounds", round, "calibration_error_s");
  return stated;
}

struct Spread {
  double sum = 0, squares = 0;
  int n = 0;
  void add(double value) {
    sum += value, squares += value * value, ++n;
  }
  [[nodiscard]] double deviation() const { return std::sqrt(squares / n - sum / n * sum / n); }
};

struct Compared {
  double latency = 0, joules = 0, trained = 0;  // stated over redrawn standard error
  double queued_share = 0;
};

Compared compare(double error, const TrainingPolicy& training, const InferencePolicy& inference,
                 double rate_per_s) {
  constexpr std::uint64_t draws = 150;  // a standard deviation to 6 to 8 %
  Spread latency, joules, trained;
  Stated mean;
  for (std::uint64_t draw = 0; draw < draws; ++draw) {
    const Stated one = run(draw, error, training, inference, rate_per_s);
    latency.add(one.latency_s), joules.add(one.joules), trained.add(one.trained_s);
    mean.error_s += one.error_s / draws, mean.joules_error += one.joules_error / draws;
    mean.trained_error_s += one.trained_error_s / draws;
    mean.queued_s += one.queued_s / draws, mean.latency_s += one.latency_s / draws;
  }
  return {mean.error_s / latency.deviation(), mean.joules_error / joules.deviation(),
          mean.trained_error_s / trained.deviation(), mean.queued_s / mean.latency_s};
}

}  // namespace

TEST_CASE("calibration error: on the device that asks, nearly idle") {
  const auto training = make<TrainingPolicy>("federated", {{"server", "edge"}});
  const Compared ratio = compare(0.27, *training, *make<InferencePolicy>("local", {}), 5);
  CHECK(ratio.queued_share < 0.1);
  CHECK(ratio.latency == doctest::Approx(1).epsilon(0.2));
  CHECK(ratio.joules == doctest::Approx(1).epsilon(0.2));
  CHECK(ratio.trained == doctest::Approx(1).epsilon(0.2));
}

TEST_CASE("calibration error: behind a queue, waiting carries the error of the work before") {
  const auto training = make<TrainingPolicy>("central", {{"at", "edge"}});
  const Compared ratio = compare(0.03, *training, *make<InferencePolicy>("local", {}), 800);
  CHECK(ratio.queued_share > 0.5);
  CHECK(ratio.latency == doctest::Approx(1).epsilon(0.2));
  CHECK(ratio.trained == doctest::Approx(1).epsilon(0.25));
}

TEST_CASE("calibration error: behind a queue and with a large error, the first order is not all") {
  const auto training = make<TrainingPolicy>("central", {{"at", "edge"}});
  const Compared ratio = compare(0.27, *training, *make<InferencePolicy>("local", {}), 800);
  MESSAGE("waiting is ", 100.0 * ratio.queued_share, " % of the latency; stated over redrawn standard error ",
          ratio.latency);
  CHECK(ratio.latency > 0.4);
  CHECK(ratio.latency < 1.1);
}
