// What networks learn: a linear model and a convolutional one on drawn digits and on MNIST's test pictures.
#include <filesystem>
#include <numeric>

#include "models/learn/evaluate.hpp"
#include "models/learn/idx.hpp"
#include "models/learn/train.hpp"
#include "models/zoo/zoo.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/model_rows.hpp"

namespace lastmile::scenarios {
namespace {

using Samples = std::vector<std::uint32_t>;

constexpr std::uint32_t kTrain = 8000, kTest = 2000;

Samples range(std::uint32_t from, std::uint32_t to) {
  Samples indices(to - from);
  std::iota(indices.begin(), indices.end(), from);
  return indices;
}

// Passes at a rate, then half as many at a tenth of it.
double accuracy(const models::Graph& graph, const learn::Dataset& data, int passes, double rate) {
  const learn::Network network(graph);
  const RandomStream shuffle(1, "check/learning/shuffle");
  learn::ThreadPool pool(2);
  learn::SgdOptions options;
  options.epochs = passes;
  options.learning_rate = rate;
  options.batch = 32;
  learn::TrainResult result = learn::train(network, network.initial_parameters(RandomStream(1, "check/learning")), data,
                                           range(0, kTrain), options, shuffle, &pool);
  options.epochs = (passes + 1) / 2;
  options.learning_rate = rate / 10;
  result = learn::train(network, std::move(result.parameters), data, range(0, kTrain), options, shuffle, &pool,
                        std::move(result.velocity));
  return learn::evaluate(network, result.parameters, data, range(kTrain, kTrain + kTest), &pool).accuracy.back();
}

constexpr const char* kSplit = "8,000 pictures to learn, 2,000 held out";

void add_mnist(std::vector<Claim>& claims, const CheckOptions& options, int passes) {
  const std::filesystem::path folder = std::filesystem::path(options.data_folder) / "mnist";
  const auto images = folder / "t10k-images-idx3-ubyte.gz", labels = folder / "t10k-labels-idx1-ubyte.gz";
  if (!std::filesystem::exists(images)) return;
  const learn::Dataset data = learn::read_idx(images, labels);
  claims.push_back(printed("a linear model on MNIST", accuracy(models::logistic(), data, passes, 0.002), kSplit));
  claims.push_back(at_least("LeNet on MNIST", accuracy(models::lenet(), data, passes, 0.01), 0.975, kSplit));
}

}  // namespace

std::vector<Claim> model_learning_rows(const CheckOptions& options) {
  const int passes = options.quick ? 4 : 8;
  const learn::Dataset drawn = learn::draw_digits(kTrain + kTest, RandomStream(1, "check/digits"));
  std::vector<Claim> claims;
  claims.push_back(at_most("a linear model on drawn digits", accuracy(models::logistic(), drawn, passes, 0.002), 0.93, kSplit));
  claims.push_back(at_least("LeNet on drawn digits", accuracy(models::lenet(), drawn, passes, 0.01), 0.985, kSplit));
  add_mnist(claims, options, passes);
  return claims;
}

}  // namespace lastmile::scenarios
