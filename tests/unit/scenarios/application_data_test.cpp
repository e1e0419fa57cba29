#include "scenarios/host/application_data.hpp"

#include <doctest/doctest.h>

#include <set>

#include "scenario_text.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

/// The good scenario with other data.
std::string with_data(const std::string& data) {
  std::string text = kGoodScenario;
  const std::size_t from = text.find("lm.objects {"), to = text.find("},\n  training");
  return text.replace(from, to + 1 - from, data);
}

std::string table(int rows) {
  std::string text = "user,x,label\n";
  for (int i = 0; i < rows; ++i) {
    text +=
        "u" + std::to_string(i % 5) + "," + std::to_string(i) + "," + std::to_string(i % 3) + "\n";
  }
  return text;
}

ApplicationData data_of(const TemporaryFolder& folder, const std::string& data) {
  const Scenario scenario = load_scenario(folder.write("s.lua", with_data(data)), {});
  return make_data(scenario, Engine(1));
}

}  // namespace

TEST_CASE("a scenario learns from files below its folder, the test samples held out") {
  const TemporaryFolder folder;
  folder.write("t.csv", table(100));
  const ApplicationData data =
      data_of(folder, R"(lm.files { path = "t.csv", train_per_device = 20, test = 40,
                                    partition = lm.by_user {} })");
  CHECK(data.training.size() == 60);
  CHECK(data.test.size() == 40);
  CHECK(data.training.classes() == 3);
  std::set<float> rows;
  for (std::size_t i = 0; i < 60; ++i) rows.insert(data.training.features(i)[0]);
  for (std::size_t i = 0; i < 40; ++i) rows.insert(data.test.features(i)[0]);
  CHECK(rows.size() == 100);
  std::size_t spread = 0;
  for (const auto& part : data.parts) {
    std::set<std::uint32_t> owners;
    for (const std::uint32_t i : part) owners.insert(data.training.users()[i]);
    spread += owners.size();
  }
  CHECK(spread == 5);
}

TEST_CASE("test samples of their own, and amounts that differ") {
  const TemporaryFolder folder;
  folder.write("t.csv", table(100));
  folder.write("held.csv", "x,label\n1,0\n2,1\n");
  const ApplicationData data = data_of(
      folder, R"(lm.files { path = "t.csv", test_path = "held.csv", train_per_device = 30, test = 2,
                                    partition = lm.quantity { alpha = 0.2 } })");
  CHECK(data.test.size() == 2);
  CHECK(data.parts[0].size() + data.parts[1].size() + data.parts[2].size() == 90);
  CHECK_FALSE((data.parts[0].size() == 30 && data.parts[1].size() == 30));
}

TEST_CASE("files that are missing, elsewhere or too short are refused") {
  const TemporaryFolder folder;
  folder.write("t.csv", table(100));
  const auto refuses = [&](const std::string& data, const char* why) {
    CHECK_THROWS_WITH_AS(data_of(folder, data), doctest::Contains(why), ConfigError);
  };
  refuses(R"(lm.files { path = "none.csv", train_per_device = 1, test = 1 })", "there is no");
  refuses(R"(lm.files { path = "/t.csv", train_per_device = 1, test = 1 })",
          "not below the scenario's folder");
  refuses(R"(lm.files { path = "t.csv", train_per_device = 30, test = 20 })",
          "has 100 samples, but the scenario takes 110");
  refuses(R"(lm.objects { train_per_device = 20, test = 20, partition = lm.by_user {} })",
          "does not say whose");
}
