// Scenarios that learn from drawn users: texts, sensors, scenes, synthetic.
#include "scenarios/host/drawn_users.hpp"

#include <doctest/doctest.h>

#include <set>

#include "../../golden/memory_recorder.hpp"
#include "scenario_text.hpp"
#include "scenarios/host/application_data.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

/// Three devices that learn together and ask an edge server.
std::string scenario_with(const std::string& model, const std::string& data,
                          const std::string& learning = "learning_rate = 0.01, clip_norm = 3") {
  return R"(local lm = require "lastmile"
return lm.scenario {
  name = "users",
  nodes = {
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
    phones = lm.devices { profile = "raspberry-pi-4", count = 3, position = lm.disc { radius = "9m" } },
  },
  network = { lm.wifi { access_point = "edge", stations = "phones" } },
  model = lm.zoo ")" +
         model + R"(",
  data = )" +
         data + R"(,
  training = lm.training { passes = 2, batch = 16, )" +
         learning + R"( },
  workload = lm.bursts { requests = 2, frames = 4, rate = "1/s" },
  strategies = { lm.strategy { name = "one", training = lm.federated { server = "edge", proximal = 0.1 },
                               inference = lm.place "edge" } },
  backend = "fluid",
}
)";
}

/// Losses of the rounds, the untrained network's first.
std::vector<double> losses(const std::string& text) {
  const Scenario scenario = load_text(text);
  RunSettings settings;
  settings.network = "fluid";
  settings.compute = scenario.compute;
  MemoryRecorder recorder;
  simulate(scenario, scenario.strategies[0], settings, recorder);
  CHECK(recorder.rows("requests").size() == 6);
  std::vector<double> losses;
  for (const Row& row : recorder.rows("rounds"))
    losses.push_back(recorder.number("rounds", row, "loss"));
  return losses;
}

void learns(const std::string& text) {
  const std::vector<double> loss = losses(text);
  REQUIRE(loss.size() == 3);
  CHECK(loss[2] < 0.97 * loss[0]);
}

ApplicationData data_of(const std::string& model, const std::string& data) {
  return make_data(load_text(scenario_with(model, data)), Engine(1));
}

/// By device: whose samples it holds.
std::vector<std::set<std::uint32_t>> owners(const ApplicationData& data) {
  std::vector<std::set<std::uint32_t>> all;
  for (const auto& part : data.parts) {
    all.emplace_back();
    for (const std::uint32_t i : part) all.back().insert(data.training.users()[i]);
  }
  return all;
}

std::string error_in_run(const std::string& text) {
  try {
    losses(text);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("texts: the next letter, and every next letter") {
  learns(scenario_with(
      "shakespeare_lstm:width=0.125,resolution=8",
      R"(lm.texts { length = 8, train_per_device = 60, test = 30, partition = lm.by_user {} })",
      R"(learning_rate = 0.01, optimiser = "adam")"));
  learns(scenario_with(
      "letters_gru:width=0.5,resolution=10",
      R"(lm.texts { length = 10, labels = "every", users = 6, train_per_device = 40, test = 30 })",
      R"(learning_rate = 0.01, optimiser = "adam", schedule = lm.cosine { warm_up = 0.5 })"));
}

TEST_CASE("sensors: activities and faults") {
  const char* adam = R"(learning_rate = 0.02, optimiser = "adam")";
  learns(scenario_with("sensor_cnn",
                       "lm.sensors { train_per_device = 60, test = 30, partition = lm.by_user {} }",
                       adam));
  learns(scenario_with("sensor_cnn",
                       R"(lm.sensors { labels = "fault", faults = 0.3, difference = 0.5,
                                       train_per_device = 60, test = 30 })",
                       adam));
}

TEST_CASE("scenes: objects that cameras see") {
  learns(scenario_with(
      "camera_cnn", "lm.scenes { train_per_device = 24, test = 12, partition = lm.by_user {} }"));
}

TEST_CASE("synthetic: features of users who differ") {
  learns(scenario_with("features_logistic",
                       "lm.synthetic { alpha = 1, beta = 1, train_per_device = 40, test = 20, "
                       "partition = lm.by_user {} }"));
}

TEST_CASE("users stay together on a device, training and test are apart, and amounts are kept") {
  const ApplicationData texts = data_of(
      "letters_gru", R"(lm.texts { labels = "every", users = 6, train_per_device = 40, test = 25,
                                           partition = lm.by_user {} })");
  CHECK(texts.training.size() == 120);
  CHECK(texts.training.places() == 20);
  CHECK(texts.test.size() == 25);
  std::set<std::uint32_t> seen;
  for (const auto& users : owners(texts)) {
    CHECK(users.size() == 2);
    for (const std::uint32_t user : users) CHECK(seen.insert(user).second);
  }
  const ApplicationData sensors = data_of(
      "sensor_cnn", "lm.sensors { train_per_device = 20, test = 30, partition = lm.by_user {} }");
  std::set<float> firsts;
  for (const auto* data : {&sensors.training, &sensors.test})
    for (std::size_t i = 0; i < data->size(); ++i) firsts.insert(data->features(i)[0]);
  CHECK(firsts.size() > 85);  // of 90 windows; a stray equal float is no repeat
  const ApplicationData scenes =
      data_of("camera_cnn",
              "lm.scenes { side = 24, train_per_device = 8, test = 8, partition = lm.by_user {} }");
  CHECK(scenes.training.shape() == models::Shape{3, 24, 24});
  for (const auto& cameras : owners(scenes)) CHECK(cameras.size() == 1);
}

TEST_CASE("a network for other samples is refused with both shapes") {
  const auto refused = [](const std::string& model, const std::string& data, const char* why) {
    CAPTURE(data);
    CHECK(contains(error_in_run(scenario_with(model, data)), why));
  };
  const std::string amounts = "train_per_device = 8, test = 8 }";
  refused("camera_cnn", "lm.texts { " + amounts,
          "has samples of 1x1x20, network 'camera_cnn' takes 3x32x32");
  refused("camera_cnn", "lm.sensors { " + amounts,
          "has samples of 3x1x64, network 'camera_cnn' takes 3x32x32");
  refused("lenet", "lm.scenes { " + amounts,
          "has samples of 3x32x32, network 'lenet' takes 1x28x28");
  refused("lenet", "lm.synthetic { alpha = 0, beta = 0, " + amounts,
          "has samples of 60x1x1, network 'lenet' takes 1x28x28");
  refused("lenet", "lm.objects { " + amounts,
          "has samples of 3x32x32, network 'lenet' takes 1x28x28");
  refused("letters_gru", "lm.texts { " + amounts,
          "has 1 labels a sample, network 'letters_gru' gives 20 answers");
}

TEST_CASE("drawn users that cannot be are refused") {
  CHECK(contains(
      error_of(scenario_with("sensor_cnn", R"(lm.sensors { labels = "fault", train_per_device = 8,
                                                                      test = 8 })")),
      "'faults' in sensors{}"));
  CHECK_THROWS_WITH_AS(
      data_of("letters_gru", R"(lm.texts { labels = "every", train_per_device = 8, test = 8,
                                                            partition = lm.dirichlet { alpha = 1 } })"),
      doctest::Contains("20 labels a sample: no partition by labels"), ConfigError);
  CHECK_THROWS_WITH_AS(
      data_of("features_logistic",
              "lm.synthetic { alpha = 0, beta = 0, train_per_device = 900000, test = 8 }"),
      doctest::Contains("lower 'train_per_device'"), ConfigError);
}
