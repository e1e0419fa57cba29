#include <doctest/doctest.h>

#include <map>

#include "../../golden/memory_recorder.hpp"
#include "scenario_text.hpp"
#include "scenarios/host/recording.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

const std::string kSmall = R"(local lm = require "lastmile"
return lm.scenario {
  name = "small",
  nodes = {
    cameras = lm.devices { profile = "raspberry-pi-4", count = 2,
      position = lm.line { spacing = "5m", origin = lm.at { x = "5m" } } },
    edge = lm.device { profile = "jetson-agx-orin" },
    cloud = lm.device { profile = "tesla-v100" },
  },
  network = {
    lm.wifi { access_point = "edge", stations = "cameras", name = "air" },
    lm.wan { from = "edge", to = "cloud", rate = "10Mbps", rtt = "40ms", name = "far" },
  },
  model = lm.zoo "camera_cnn",
  data = lm.objects { train_per_device = 10, test = 10 },
  training = lm.training { passes = 1, batch = 10, learning_rate = 0.01 },
  workload = lm.bursts { requests = 2, frames = 8, rate = "1/s" },
  strategies = { lm.strategy { name = "s", inference = lm.place "cloud" } },
  backend = "fluid",
  record = { "links" }, record_interval = "100ms",
}
)";

MemoryRecorder run(const Scenario& scenario, const RecordSpec& record) {
  MemoryRecorder recorder;
  RunSettings settings;
  settings.network = "fluid";
  settings.compute = "regression";
  settings.record = record;
  simulate(scenario, scenario.strategies[0], settings, recorder);
  return recorder;
}

}  // namespace

TEST_CASE("record says what; --record wins") {
  const Scenario scenario = load_text(kSmall);
  CHECK(record_text(scenario.record) == "links");
  CHECK(scenario.record.interval == std::chrono::milliseconds(100));
  const std::string both = "transfers,links,spans", none = "none", wrong = "link";
  CHECK(record_text(record_given(scenario.record, nullptr)) == "links");
  CHECK(record_text(record_given(scenario.record, &both)) == both);
  CHECK(record_text(record_given(scenario.record, &none)) == none);
  CHECK_THROWS_WITH_AS(
      record_given({}, &wrong),
      "--record: unknown record 'link'; did you mean 'links'? Known: transfers, links, spans",
      ConfigError);
  CHECK(contains(error_of(replaced(kSmall, "{ \"links\" }", "{ \"lnks\" }")),
                 "'record' in scenario{}: unknown record 'lnks'; did you mean 'links'?"));
}

TEST_CASE("the series of every link adds up to the messages, and changes nothing") {
  const Scenario scenario = load_text(kSmall);
  const MemoryRecorder with = run(scenario, scenario.record), without = run(scenario, {});
  for (const char* table : {"requests", "transfers", "rounds"})
    CHECK(with.rows(table) == without.rows(table));
  double sent = 0, over_air = 0;
  for (const Row& row : with.rows("transfers")) {
    sent += with.number("transfers", row, "bytes") * with.number("transfers", row, "wan");
    over_air += with.number("transfers", row, "bytes") *
                (with.text("transfers", row, "from").rfind("cameras", 0) == 0 ||
                 with.text("transfers", row, "to").rfind("cameras", 0) == 0);
    CHECK(with.text("transfers", row, "transport") == "tcp");
    CHECK(with.text("transfers", row, "why") == "none");
  }
  REQUIRE(sent > 0);
  std::map<std::string, double> carried;
  for (const Row& row : with.rows("links")) {
    const double length_s = with.number("links", row, "length_s");
    const double bytes = with.number("links", row, "bytes");
    carried[with.text("links", row, "link")] += bytes;
    CHECK(length_s <= 0.1 + 1e-9);
    CHECK(bytes > 0);
    CHECK(with.number("links", row, "share") < 1.05);
    if (with.text("links", row, "link") != "far") continue;
    CHECK(with.number("links", row, "share") == doctest::Approx(bytes / (2 * 1.25e6 * length_s)));
  }
  CHECK(carried["far"] == doctest::Approx(sent).epsilon(1e-9));
  CHECK(carried["air"] == doctest::Approx(over_air).epsilon(1e-9));
}

TEST_CASE("packet captures need packets") {
  const Scenario scenario = load_text(kSmall);
  MemoryRecorder recorder;
  RunSettings settings;
  settings.network = "fluid";
  settings.compute = "regression";
  settings.pcap = "/tmp";
  CHECK_THROWS_AS(simulate(scenario, scenario.strategies[0], settings, recorder), ConfigError);
}
