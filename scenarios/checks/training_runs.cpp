#include "scenarios/checks/training_runs.hpp"

#include <filesystem>
#include <numeric>
#include <utility>

#include "models/learn/idx.hpp"
#include "models/learn/train.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::uint32_t kTrain = kLearned, kTest = 2000, kUnseen = 10000;

std::vector<std::uint32_t> range(std::uint32_t from, std::uint32_t to) {
  std::vector<std::uint32_t> indices(to - from);
  std::iota(indices.begin(), indices.end(), from);
  return indices;
}

learn::ThreadPool& pool() {
  static learn::ThreadPool two(2);
  return two;
}

}  // namespace

learn::Dataset unseen_pictures() {
  return learn::draw_digits(kUnseen, RandomStream(1, "check/digits/unseen"), &pool());
}

learn::Dataset drawn_pictures() { return learn::draw_digits(kTrain + kTest, RandomStream(1, "check/digits")); }

std::optional<learn::Dataset> mnist_pictures(const CheckOptions& options) {
  const std::filesystem::path folder = std::filesystem::path(options.data_folder) / "mnist";
  const auto images = folder / "t10k-images-idx3-ubyte.gz";
  if (!std::filesystem::exists(images)) return std::nullopt;
  return learn::read_idx(images, folder / "t10k-labels-idx1-ubyte.gz");
}

std::vector<float> trained(const learn::Network& network, const learn::Dataset& data, int passes, double rate) {
  const RandomStream shuffle(1, "check/learning/shuffle");
  const std::vector<std::uint32_t> samples = range(0, kTrain);
  learn::SgdOptions options;
  options.epochs = passes;
  options.learning_rate = rate;
  options.batch = 32;
  options.clip_norm = 3;
  learn::TrainResult result =
      learn::train(network, network.initial_parameters(RandomStream(1, "check/learning")), data, samples, options,
                   shuffle, &pool());
  options.epochs = (passes + 1) / 2;
  options.learning_rate = rate / 10;
  return learn::train(network, std::move(result.parameters), data, samples, options, shuffle, &pool(),
                      std::move(result.velocity))
      .parameters;
}

std::vector<float> retrained(const learn::Rule& rule, const learn::Network& network,
                             std::vector<float> parameters, const learn::Dataset& data, int passes,
                             double rate) {
  for (const auto& [some, now] : {std::pair{passes, rate}, std::pair{(passes + 1) / 2, rate / 10}}) {
    learn::SgdOptions options;
    options.epochs = some;
    options.learning_rate = now;
    options.batch = 32;
    options.clip_norm = 3;
    parameters = learn::train_under(rule, network, std::move(parameters), data, range(0, kTrain),
                                    options, RandomStream(1, "check/learning/again"), &pool())
                     .parameters;
  }
  return parameters;
}

learn::Evaluation of_all(const learn::Network& network, const std::vector<float>& parameters,
                         const learn::Dataset& data) {
  return learn::evaluate(network, parameters, data, range(0, static_cast<std::uint32_t>(data.size())), &pool());
}

learn::Evaluation held_out(const learn::Network& network, const std::vector<float>& parameters,
                           const learn::Dataset& data) {
  return learn::evaluate(network, parameters, data, range(kTrain, kTrain + kTest), &pool());
}

}  // namespace lastmile::scenarios
