// Recorded answers instead of a network that runs: the same tables, and accuracy that follows
// thresholds.
#include <doctest/doctest.h>

#include "models/learn/train.hpp"
#include "models/zoo/zoo.hpp"
#include "scenario_text.hpp"
#include "scenarios/host/application_data.hpp"
#include "scenarios/host/sample_trace.hpp"
#include "tests/golden/memory_recorder.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

const char* const kTables[] = {"requests", "rounds", "transfers", "devices"};

const std::string kScenario = R"(local lm = require "lastmile"
return lm.scenario {
  name = "replay",
  nodes = {
    edge = lm.device { profile = "jetson-agx-orin" },
    cameras = lm.devices { profile = "raspberry-pi-4", count = 3, position = lm.disc { radius = "20m" } },
  },
  network = { lm.wifi { access_point = "edge", stations = "cameras" } },
  model = lm.zoo "MODEL",
  DATA
  workload = lm.bursts { requests = 10, frames = 5, rate = "2/s" },
  strategies = {
    lm.strategy { name = "s", inference = lm.partition { between = { "cameras", "edge" } }, EXIT },
  },
  backend = "fluid",
}
)";
const std::string kDigits = "data = lm.digits { train_per_device = 10, test = 60 },";
const std::string kExit = "exit = lm.confidence { threshold = 0.4 }";

learn::Dataset test_digits() { return learn::draw_digits(60, RandomStream(1, "data/test")); }

/// IDX files with these pictures.
void write_idx(const TemporaryFolder& folder, const learn::Dataset& data) {
  const auto count = static_cast<char>(data.size());
  std::string images("\0\0\x08\x03\0\0\0", 7), labels("\0\0\x08\x01\0\0\0", 7);
  images += count + std::string("\0\0\0\x1c\0\0\0\x1c", 8);
  labels += count;
  for (std::size_t i = 0; i < data.size(); ++i) {
    images.append(reinterpret_cast<const char*>(data.image(i)), data.image_bytes());
    labels += static_cast<char>(data.label(i));
  }
  folder.write("images-idx3", images);
  folder.write("labels-idx1", labels);
}

/// net.onnx: a B-LeNet that has learned a little; t.h5: its answers to test_digits().
struct Trained {
  Trained() {
    const models::Graph graph = models::zoo("b_lenet");
    const learn::Network network(graph);
    const learn::Dataset data = learn::draw_digits(400, RandomStream(1, "data/training"));
    learn::SgdOptions options;
    options.epochs = 2;
    options.learning_rate = 0.02;
    options.clip_norm = 3;
    const std::vector<float> start = network.initial_parameters(RandomStream(1, "weights"));
    const auto result =
        learn::train(network, start, data, all_samples(data), options, RandomStream(1, "shuffle"));
    model = folder.write("net.onnx", learn::onnx_of(graph, result.parameters));
    write_idx(folder, test_digits());
    trace("t.h5", test_digits(), model);
  }
  void trace(const std::string& name, const learn::Dataset& data, const std::string& of) const {
    std::vector<Judged> one;
    learn::TrainedNetwork trained = learn::read_trained(of);
    learn::Evaluation answers =
        learn::evaluate(trained.network, trained.parameters, data, all_samples(data));
    one.push_back({of, std::move(trained), data, std::move(answers)});
    learn::ThreadPool pool(1);
    write_trace(folder.path() + "/" + name, one, {{}, "test"}, pool);
  }
  TemporaryFolder folder;
  std::string model;
};

const Trained& trained() {
  static const Trained once;
  return once;
}

Scenario scenario_of(const std::string& data, const std::string& exit = kExit,
                     const std::string& model = "") {
  std::string text = replaced(kScenario, "MODEL", model.empty() ? trained().model : model);
  text = replaced(replaced(text, "DATA", data), "EXIT", exit);
  return load_scenario(trained().folder.write("s.lua", text), {});
}

MemoryRecorder run(const Scenario& scenario, std::uint64_t seed = 1) {
  MemoryRecorder recorder;
  RunSettings settings;
  settings.seed = seed;
  settings.network = "fluid";
  settings.compute = scenario.compute;
  simulate(scenario, scenario.strategies.front(), settings, recorder);
  return recorder;
}

void check_same(const MemoryRecorder& a, const MemoryRecorder& b) {
  for (const char* table : kTables) {
    CAPTURE(table);
    CHECK(a.rows(table) == b.rows(table));
  }
}

double total(const MemoryRecorder& recorder, const char* column) {
  double sum = 0;
  for (const Row& row : recorder.rows("requests")) sum += recorder.number("requests", row, column);
  return sum;
}

double accuracy(const MemoryRecorder& recorder) {
  return recorder.number("rounds", recorder.rows("rounds").front(), "accuracy");
}

std::string error_with(const std::string& data, const std::string& exit = kExit,
                       const std::string& model = "") {
  try {
    run(scenario_of(data, exit, model));
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("replay: a run gives the tables of the run that asked the network, bit for bit") {
  const MemoryRecorder asked = run(scenario_of(kDigits));
  CHECK(accuracy(asked) > 0.3);  // the file's weights, not drawn ones
  CHECK(total(asked, "early_exits") > 0);
  CHECK(total(asked, "early_exits") < total(asked, "frames"));
  check_same(asked, run(scenario_of("answers = lm.trace \"t.h5\",")));
  check_same(asked, run(scenario_of(kDigits + " answers = lm.trace \"t.h5\",")));
}

TEST_CASE("replay: samples are known again in any order") {
  const std::string files =
      "data = lm.files { path = \"images-idx3\", train_per_device = 4, test = 30 },";
  for (const std::uint64_t seed : {1U, 2U})
    check_same(run(scenario_of(files), seed),
               run(scenario_of(files + " answers = lm.trace \"t.h5\","), seed));
}

TEST_CASE("replay: of texts, too, a request asks for what comes behind") {
  const models::Graph graph = models::zoo("letters_gru:width=0.5,resolution=8");
  const std::vector<float> start =
      learn::Network(graph).initial_parameters(RandomStream(1, "weights"));
  const std::string letters =
      trained().folder.write("letters.onnx", learn::onnx_of(graph, start));
  const std::string texts =
      "data = lm.texts { length = 8, labels = \"every\", train_per_device = 10, test = 40 },";
  const Scenario asks = scenario_of(texts, "", letters);
  trained().trace("letters.h5", make_data(asks, Engine(1)).test, letters);
  check_same(run(asks), run(scenario_of(texts + " answers = lm.trace \"letters.h5\",", "", letters)));
}

TEST_CASE("replay: accuracy follows the threshold without a network that runs") {
  const auto with = [](const std::string& exit) {
    return run(scenario_of("answers = lm.trace { file = \"t.h5\", network = \"net\" },", exit));
  };
  const learn::Evaluation answers = read_trace(trained().folder.path() + "/t.h5").front().answers;
  CHECK(accuracy(with("exit = lm.confidence { threshold = 0 }")) == answers.accuracy[0]);
  CHECK(accuracy(with("exit = lm.confidence { threshold = 1 }")) == answers.accuracy[1]);
  CHECK(accuracy(with("exit = lm.confidence { threshold = 0.4 }")) == answers.served(0.4).accuracy);
  CHECK(total(with("exit = lm.entropy { thresholds = { 0 } }"), "early_exits") == 0);
  CHECK(total(with("exit = lm.entropy { thresholds = { 9 } }"), "early_exits") == 150);
}

TEST_CASE("replay: the tutorial trades accuracy for frames that stay on the camera") {
  std::ifstream file("scenarios/tutorial/replay.lua");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const Scenario scenario =
      load_scenario(trained().folder.write("replay.lua", text), {{"trace=t.h5"}, 1});
  REQUIRE(scenario.strategies.size() == 5);
  CHECK_FALSE(scenario.answers->digests.empty());
  double before = 800;
  for (const Strategy& strategy : scenario.strategies) {
    MemoryRecorder recorder;
    RunSettings settings;
    settings.network = "fluid";
    settings.compute = scenario.compute;
    simulate(scenario, strategy, settings, recorder);
    const double early = total(recorder, "early_exits");
    CHECK(early <= before);
    before = early;
  }
  CHECK(before == 0);
  CHECK(load_scenario("scenarios/tutorial/replay.lua", {}).answers.has_value() == false);
}

TEST_CASE("replay: traces that do not belong to the scenario are refused with both values") {
  const std::string answers = "answers = lm.trace \"t.h5\",";
  const std::string other = error_with(answers, kExit, "lenet");
  CHECK(contains(other, "s.lua:10: 'file' in trace{}: "));
  CHECK(contains(other,
                 "holds the answers of 'net' (2 exits); the scenario's model is 'lenet' (1 exit)"));
  CHECK(contains(error_with("answers = lm.trace { file = \"t.h5\", network = \"big\" },"),
                 "and network = 'big'"));
  CHECK(contains(error_with("answers = lm.trace \"none.h5\","), "there is no"));
  CHECK(contains(error_with("answers = lm.trace \"net.onnx\","), "is no trace of"));
  const std::string few =
      error_with("data = lm.digits { train_per_device = 10, test = 70 }, " + answers);
  CHECK(contains(few, "s.lua:10: 'file' in trace{}"));
  CHECK(
      contains(few, "has 60 samples of 'drawn digits', among them 60 of the 70 held-out samples"));
  CHECK(contains(error_with("", kExit), "a run needs model, workload, data (or answers)"));
  CHECK(contains(
      error_with(kDigits +
                     "training = lm.training { passes = 1, batch = 8, learning_rate = 0.1 }, " +
                     answers,
                 kExit + ", training = lm.central { at = \"edge\" }"),
      "strategy 's' trains, but the scenario's 'answers' are recorded"));
}
