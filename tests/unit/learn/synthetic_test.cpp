#include "models/learn/synthetic.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "models/learn/characters.hpp"
#include "models/learn/evaluate.hpp"
#include "models/learn/train.hpp"
#include "sim/error.hpp"
#include "tests/unit/learn/test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;

namespace {

/// Standard deviation over users of the mean of their features.
double spread_of_means(const Dataset& data, std::size_t users) {
  std::vector<double> sum(users), count(users);
  for (std::size_t i = 0; i < data.size(); ++i)
    for (const float x : data.features(i)) sum[data.users()[i]] += x, ++count[data.users()[i]];
  double mean = 0, square = 0;
  for (std::size_t u = 0; u < users; ++u) mean += sum[u] / count[u] / static_cast<double>(users);
  for (std::size_t u = 0; u < users; ++u) square += std::pow(sum[u] / count[u] - mean, 2);
  return std::sqrt(square / static_cast<double>(users));
}

/// Share of right answers of a table (last two tokens -> likeliest label).
double table_accuracy(const Dataset& data, bool by_user) {
  std::map<std::array<std::uint32_t, 3>, std::map<int, int>> table;
  const auto key = [&](std::size_t i) {
    const std::uint8_t* end = data.image(i) + data.shape().width;
    return std::array<std::uint32_t, 3>{by_user ? data.users()[i] : 0, end[-2], end[-1]};
  };
  for (std::size_t i = 0; i < data.size(); ++i)
    if (i % 4 != 0) ++table[key(i)][data.label(i)];
  int right = 0, all = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (i % 4 != 0 || !table.contains(key(i))) continue;
    const auto& counts = table[key(i)];
    const auto best = std::max_element(counts.begin(), counts.end(),
                                       [](auto& a, auto& b) { return a.second < b.second; });
    ++all;
    right += best->first == data.label(i);
  }
  return static_cast<double>(right) / all;
}

}  // namespace

TEST_CASE("synthetic: sizes, shapes and users as in FedProx") {
  const Dataset data = draw_synthetic(30, 1, 1, RandomStream(1, "s"));
  CHECK(data.shape() == models::Shape{60, 1, 1});
  CHECK(data.classes() == 10);
  std::vector<std::size_t> size(30);
  for (const std::uint32_t user : data.users()) ++size[user];
  CHECK(*std::min_element(size.begin(), size.end()) >= 50);
  CHECK(*std::max_element(size.begin(), size.end()) > 300);
  const Dataset more = draw_synthetic(31, 1, 1, RandomStream(1, "s"));
  CHECK(more.features(data.size() - 1)[59] == data.features(data.size() - 1)[59]);
  CHECK(data.digest().text() == "1b7adeefc96faffa96401832cda2948b");
}

TEST_CASE("synthetic: a softmax learns a user's features") {
  const Dataset data = draw_synthetic(1, 0, 0, RandomStream(9, "s"));
  models::Graph graph("logistic", {60, 1, 1});
  graph.add(models::dense(10));
  test::finish(graph);
  const Network network(graph);
  const auto cut = static_cast<std::uint32_t>(data.size() * 4 / 5);
  const auto rest = test::range(cut, static_cast<std::uint32_t>(data.size()));
  SgdOptions options;
  options.epochs = 40;
  options.learning_rate = 0.1;
  const auto start = network.initial_parameters(RandomStream(1, "w"));
  const double before = evaluate(network, start, data, rest).accuracy[0];
  const auto trained =
      train(network, start, data, test::range(0, cut), options, RandomStream(1, "o")).parameters;
  const double after = evaluate(network, trained, data, rest).accuracy[0];
  MESSAGE("synthetic(0, 0), one user: " << before << " untrained, " << after << " trained");
  CHECK(after > 0.75);
  CHECK(after > before + 0.3);
}

TEST_CASE("synthetic: beta moves the users' features apart, the variance falls as j^-1.2") {
  CHECK(spread_of_means(draw_synthetic(40, 0, 0, RandomStream(1, "s")), 40) < 0.25);
  const double wide = spread_of_means(draw_synthetic(40, 0, 1, RandomStream(1, "s")), 40);
  CHECK(wide > 0.7);
  CHECK(wide < 1.4);
  const Dataset data = draw_synthetic(1, 0, 0, RandomStream(9, "s"));
  const auto variance = [&](std::size_t j) {
    double sum = 0, square = 0;
    for (std::size_t i = 0; i < data.size(); ++i) {
      const auto x = static_cast<double>(data.features(i)[j]);
      sum += x, square += x * x;
    }
    const auto n = static_cast<double>(data.size());
    return square / n - sum / n * (sum / n);
  };
  const double tolerance = 6 * std::sqrt(2.0 / static_cast<double>(data.size()));
  CHECK(variance(0) == doctest::Approx(1).epsilon(tolerance));
  CHECK(variance(9) == doctest::Approx(std::pow(10, -1.2)).epsilon(tolerance));
  CHECK_THROWS_AS(draw_synthetic(0, 1, 1, RandomStream(1, "s")), ConfigError);
}

TEST_CASE("text: a context tells half of what comes; styles cost those who do not know the user") {
  TextSpec spec;
  spec.users = 4;
  spec.samples_each = 12000;
  spec.style = 0;
  const Dataset alike = draw_text(spec, RandomStream(1, "t"));
  CHECK(alike.values() == Values::tokens);
  CHECK(alike.shape() == models::Shape{1, 1, 20});
  CHECK(kCharacters.substr(alike.image(0)[0], 1).find_first_of("abcdefghijklmnopqrstuvwxyz ") == 0);
  CHECK(alike.image(1)[19] == alike.label(0));  // windows move by one
  CHECK(table_accuracy(alike, false) == doctest::Approx(0.5).epsilon(0.05));
  spec.style = 0.6;
  const Dataset styled = draw_text(spec, RandomStream(1, "t"));
  const double own = table_accuracy(styled, true);
  const double common = table_accuracy(styled, false);
  CHECK(own > 0.42);
  CHECK(common < own - 0.05);
  spec.length = 1;
  CHECK_THROWS_AS(draw_text(spec, RandomStream(1, "t")), ConfigError);
}

TEST_CASE("text: a label behind every character") {
  TextSpec spec;
  spec.users = 2;
  spec.samples_each = 5;
  spec.length = 7;
  const Dataset behind = draw_text(spec, RandomStream(1, "t"));
  spec.every_place = true;
  const Dataset every = draw_text(spec, RandomStream(1, "t"));
  CHECK(every.size() == 10);
  CHECK(every.places() == 7);
  CHECK(std::equal(behind.image(0), behind.image(1), every.image(0)));  // the same writer
  for (std::size_t i = 0; i < 10; ++i)
    for (std::size_t place = 0; place + 1 < 7; ++place)
      CHECK(every.label(i, place) == every.image(i)[place + 1]);
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 8U})
    CHECK(every.label(i, 6) == every.image(i + 1)[0]);
}

TEST_CASE("sensors: activities in turn, users who differ, anomalies where asked") {
  SensorSpec spec;
  spec.users = 6;
  const Dataset data = draw_activities(spec, RandomStream(1, "a"));
  CHECK(data.shape() == models::Shape{3, 1, 64});
  CHECK(data.classes() == kActivities);
  CHECK(data.size() == 720);
  CHECK(data.label(7) == 1);
  const auto motion = [&](std::size_t i) {  // variance of the vertical axis
    double sum = 0, square = 0;
    for (std::size_t t = 128; t < 192; ++t) {
      const auto v = static_cast<double>(data.features(i)[t]);
      sum += v, square += v * v;
    }
    return square / 64 - sum / 64 * (sum / 64);
  };
  CHECK(motion(2) > 5 * motion(1));  // running against walking
  CHECK(motion(1) > 5 * motion(0));  // walking against rest
  CHECK(spread_of_means(data, 6) > 0.05);
  spec.difference = 0;
  CHECK(spread_of_means(draw_activities(spec, RandomStream(1, "a")), 6) < 0.02);
  spec.anomaly_share = 0.25;
  const Dataset spoiled = draw_anomalies(spec, RandomStream(1, "a"));
  const auto anomalous = std::count(spoiled.labels().begin(), spoiled.labels().end(), 1);
  CHECK(anomalous > 140);
  CHECK(anomalous < 220);
  CHECK(spoiled.classes() == 2);
  spec.anomaly_share = 2;
  CHECK_THROWS_AS(draw_activities(spec, RandomStream(1, "a")), ConfigError);
}
