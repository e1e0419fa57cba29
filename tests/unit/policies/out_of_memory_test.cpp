// A device without the memory for a model gives a result: failed requests with their reason, not a time.
#include <doctest/doctest.h>

#include "fake_view.hpp"
#include "small_world.hpp"

using namespace lastmile;
using namespace lastmile::policies;

namespace {

// The size of a small microcontroller; camera_cnn has 22,868 parameters of 4 bytes.
constexpr Bytes kMicrocontroller{64'000};

/// A small world in which some nodes have that little memory.
struct TightWorld : SmallWorld {
  explicit TightWorld(const std::vector<network::NodeId>& tight, Bytes memory = kMicrocontroller) {
    profiles.reserve(tight.size());
    for (const network::NodeId node : tight) {
      profiles.push_back(*world.computer(node).profile);
      profiles.back().memory = memory;
      world.computer(node).profile = &profiles.back();
    }
  }
  std::vector<models::DeviceProfile> profiles;

  /// Requests that failed for that reason, by device.
  int failed(const std::string& device, const std::string& why) {
    int count = 0;
    for (const Row& row : rows.of("requests")) {
      const bool here = rows.text("requests", row, "device") == device;
      count += here && rows.text("requests", row, "why") == why ? 1 : 0;
    }
    return count;
  }
  double of_device(const std::string& device, const char* column) {
    for (const Row& row : rows.of("devices")) {
      if (rows.text("devices", row, "device") == device) return rows.number("devices", row, column);
    }
    return -1;
  }
};

Task<void> live(SmallWorld& small, const TrainingPolicy& training, const InferencePolicy& inference) {
  Trained trained;
  RoundLog log(small.world, nullptr);
  const TrainingPlan plan = training.plan({0, 1}, small.planner);
  if (plan.kind == TrainingPlan::Kind::central) {
    co_await train_central(small.world, plan, log, trained);
  } else {
    co_await train_federated(small.world, training, plan, log, trained);
  }
  log.flush();
  const auto answers =
      std::make_shared<const learn::Evaluation>(evaluate_model(small.world.application, trained.shared));
  Service service{inference, nullptr, small.planner, {answers, answers}, trained.out_of_memory};
  co_await deploy(small.world, trained, service, 2);
  small.world.close_phase();
  Workload workload;
  workload.requests = 3;
  workload.frames = 2;
  co_await serve_all(small.world, service, workload);
  small.world.close_phase();
  record_devices(small.world);
}

void run(SmallWorld& small, const char* training, const char* where, const char* inference) {
  const char* key = std::string_view(training) == "central" ? "at" : "server";
  const auto trains = make<TrainingPolicy>(training, {{key, where}});
  const auto infers = std::string_view(inference) == "local"
                          ? make<InferencePolicy>("local", {})
                          : make<InferencePolicy>("place", {{"at", inference}});
  small.run(live(small, *trains, *infers));
}

}  // namespace

TEST_CASE("out of memory: requests on the device fail at once, the others are answered") {
  TightWorld small({0});
  run(small, "central", "edge", "local");
  CHECK(small.failed("cameras[1]", "out of memory") == 3);
  CHECK(small.failed("cameras[2]", "none") == 3);
  CHECK(small.of_device("cameras[1]", "out_of_memory") == 1);
  CHECK(small.of_device("cameras[2]", "out_of_memory") == 0);
  CHECK(small.of_device("cameras[1]", "inference_compute_j") == 0);
  CHECK(small.of_device("cameras[1]", "peak_memory_bytes") == 0);
  for (const Row& row : small.rows.of("transfers")) {
    const bool model = small.rows.text("transfers", row, "purpose") == "model";
    CHECK_FALSE((model && small.rows.text("transfers", row, "to") == "cameras[1]"));
  }
  for (const Row& row : small.rows.of("requests")) {
    if (small.rows.text("requests", row, "why") == "none") continue;
    CHECK(small.rows.number("requests", row, "dropped") == 1);
    CHECK(small.rows.number("requests", row, "latency_s") == 0);
  }
}

TEST_CASE("out of memory: a strategy that computes elsewhere does not mind") {
  TightWorld small({0, 1});
  run(small, "central", "edge", "edge");
  CHECK(small.failed("cameras[1]", "none") + small.failed("cameras[2]", "none") == 6);
}

TEST_CASE("out of memory: a device that cannot train is left out, and asks all the same") {
  // 100 kB hold the parameters and two images' activations at inference, not three times the parameters.
  const double inference = models::inference_memory(models::camera_cnn(), models::all_layers(models::camera_cnn()), 2)
                               .total().value();
  TightWorld small({0}, Bytes(inference));
  run(small, "federated", "edge", "local");
  CHECK(small.failed("cameras[1]", "none") == 3);
  CHECK(small.of_device("cameras[1]", "training_compute_j") == 0);
  CHECK(small.of_device("cameras[2]", "training_compute_j") > 0);
  CHECK(small.of_device("cameras[1]", "out_of_memory") == 1);
}

TEST_CASE("out of memory: where nobody can train, every request fails for that reason") {
  TightWorld central({3});
  run(central, "central", "edge", "cloud");
  CHECK(central.failed("cameras[1]", "out of memory") + central.failed("cameras[2]", "out of memory") == 6);
  CHECK(central.bytes("raw_training", true) == 0);
  TightWorld federated({0, 1});
  run(federated, "federated", "edge", "edge");
  CHECK(federated.failed("cameras[2]", "out of memory") == 3);
}

TEST_CASE("out of memory: the exact size fits, one byte less does not") {
  const models::Graph net = models::camera_cnn();
  const models::MemoryNeed need = models::inference_memory(net, models::all_layers(net), 4);
  models::DeviceProfile device;
  device.memory = need.total();
  CHECK(models::fits(device, need));
  device.memory = need.total() - Bytes(1);
  CHECK_FALSE(models::fits(device, need));
}
