#include <doctest/doctest.h>

#include <string>

#include "scenario_text.hpp"
#include "scenarios/host/known_links.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

const std::string kWan =
    R"(lm.wan { from = "edge", to = "cloud", rate = "200Mbps", rtt = "40ms" })";
const std::string kSeries =
    "time_s,down_bps,up_bps,rtt_s,loss\n0,8e6,4e6,0.05,0\n1,9e6,4e6,0.05,0\n";

std::string with_link(const std::string& link) {
  std::string text = kGoodScenario;
  return text.replace(text.find(kWan), kWan.size(), link);
}

Scenario loaded(const std::string& link, const std::string& series = kSeries) {
  const TemporaryFolder folder;
  folder.write("bus.csv", series);
  return load_scenario(folder.write("s.lua", with_link(link)), {});
}

std::string refusal(const std::string& link, const std::string& series = kSeries) {
  try {
    loaded(link, series);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("a group over one series: a link each, one trace, whose text is a source") {
  const Scenario s = loaded(R"(lm.recorded { from = "cameras", to = "cloud", trace = "bus.csv" })");
  REQUIRE(s.topology.traces.size() == 1);
  REQUIRE(s.topology.links.size() == 5);  // wifi, adhoc, three
  const auto& last = std::get<network::RecordedLink>(s.topology.links.back());
  CHECK(s.topology.nodes[last.device].name == "cameras[3]");
  CHECK(s.topology.nodes[last.site].name == "cloud");
  CHECK(last.loop);
  CHECK(s.sources.back().text == kSeries);
}

TEST_CASE("a series elsewhere, missing or wrong is refused at its line") {
  const auto link = [](const std::string& file) {
    return "lm.recorded { from = \"edge\", to = \"cloud\", trace = \"" + file + "\" }";
  };
  CHECK(contains(refusal(link("../bus.csv")), "not below the scenario's folder"));
  CHECK(contains(refusal(link("/etc/passwd")), "not below the scenario's folder"));
  CHECK(contains(refusal(link("x/../../bus.csv")), "not below the scenario's folder"));
  CHECK(contains(refusal(link("train.csv")), "cannot read"));
  CHECK(contains(refusal(link("bus.csv"), "time_s\n"), "bus.csv:1: the header lacks"));
  CHECK(contains(refusal(link("bus.csv"), "time_s\n"), "s.lua:"));
}

TEST_CASE("every profile of narrow links loads; LoRa's duty cycle is one in a hundred") {
  const Place here;
  for (const char* name : {"hspa", "lte-cat1", "cat1-dads", "lora-sf7", "lora-sf8", "lora-sf9",
                           "lora-sf10", "lora-sf11", "lora-sf12"}) {
    CAPTURE(name);
    const network::NarrowLink link = narrow_profile(name, here);
    const bool lora = std::string(name).rfind("lora", 0) == 0;
    CHECK(link.up.value() > 0);
    CHECK(link.duty_cycle == (lora ? 0.01 : 1.0));
    CHECK((link.packets.payload_bytes > 0) == lora);
  }
  CHECK(contains(refusal(R"(lm.narrow { profile = "lora-sf77", from = "edge", to = "cloud" })"),
                 "did you mean 'lora-sf7'?"));
}
