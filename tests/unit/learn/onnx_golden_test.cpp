// What imported networks compute against what ONNX Runtime computed (tests/cross/onnx/golden.py), operator by
// operator, for every attribute that changes the numbers.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "models/learn/pass.hpp"
#include "models/learn/trained_network.hpp"
#include "sim/random.hpp"
#include "tests/cross/onnx/cases.hpp"

using namespace lastmile;
using namespace lastmile::learn;

namespace {

/// By name of the case.
std::map<std::string, std::vector<double>> golden() {
  std::ifstream file("tests/unit/learn/onnx_golden.txt");
  std::map<std::string, std::vector<double>> answers;
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(':');
    if (line.starts_with('#') || colon == std::string::npos) continue;
    std::istringstream numbers(line.substr(colon + 1));
    for (double number = 0; numbers >> number;) answers[line.substr(0, colon)].push_back(number);
  }
  return answers;
}

std::vector<double> answer(const models::Imported& read, const std::vector<float>& input) {
  const Network network(read.graph);
  const std::vector<float> parameters = parameters_of(read, network);
  PackedWeights weights(network);
  weights.set(parameters, false);
  Pass pass(network, false);
  pass.set_value(0, std::vector<const float*>{input.data()});
  pass.forward(weights);
  const ValueId exit = network.exit_value(0);
  std::vector<double> values;
  for (std::int64_t i = 0; i < network.shapes()[exit].elements(); ++i)
    values.push_back(static_cast<double>(pass.value(exit)[i * kernels::kLanes]));
  return values;
}

/// Rows become columns: files have the channels of a token beside each other, we have the tokens of a
/// channel.
template <class T>
std::vector<T> turned(const std::vector<T>& values, std::size_t columns) {
  const std::size_t rows = values.size() / columns;
  std::vector<T> result(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) result[i % columns * rows + i / columns] = values[i];
  return result;
}

bool is_sequence(const models::test::Case& one) {
  const std::string& first = one.sample.model().nodes.front().operation;
  return first == "LSTM" || first == "GRU" || first == "RNN" || first == "LayerNormalization";
}

double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

}  // namespace

TEST_CASE("onnx: operators compute what ONNX Runtime computed") {
  const auto expected = golden();
  const std::vector<models::test::Case> cases = models::test::all_cases();
  REQUIRE(expected.size() == cases.size());
  for (const models::test::Case& one : cases) {
    CAPTURE(one.name);
    const models::Imported read = one.sample.read();
    const std::vector<double>& theirs = expected.at(one.name);
    const models::Shape &in = read.graph.layer(0).out, &out = read.graph.layer(read.graph.output()).out;
    std::vector<float> input = models::test::input_of(one);
    if (is_sequence(one)) input = turned(input, static_cast<std::size_t>(in.channels));
    std::vector<double> ours = answer(read, input);
    if (is_sequence(one)) ours = turned(ours, static_cast<std::size_t>(out.width));
    REQUIRE(ours.size() == theirs.size());
    CHECK(largest_difference(ours, theirs) < 3e-6);
  }
}

TEST_CASE("onnx: LRN of an even size looks further behind than before") {
  const models::Imported read =
      models::test::Sample({1, 5, 1, 1})
          .node("LRN", {"x"}, {"y"},
                {models::test::whole("size", 4), models::test::real("alpha", 2.0F),
                 models::test::real("beta", 0.5F), models::test::real("bias", 3.0F)})
          .read();
  const std::vector<float> x = {1, 2, -3, 4, 5};
  const std::vector<double> y = answer(read, x);
  for (int c = 0; c < 5; ++c) {
    double sum = 0;
    for (int j = std::max(0, c - 1); j <= std::min(4, c + 2); ++j)
      sum += static_cast<double>(x[static_cast<std::size_t>(j)] * x[static_cast<std::size_t>(j)]);
    const auto at = static_cast<std::size_t>(c);
    CHECK(y[at] == doctest::Approx(static_cast<double>(x[at]) / std::sqrt(3 + 0.5 * sum)).epsilon(1e-6));
  }
}
