#include "scenarios/host/judged.hpp"

#include <numeric>

#include "scenarios/host/data_option.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

struct Rung {
  std::size_t network;
  bool correct;
};

Rung answering(const std::vector<Judged>& networks, std::size_t sample, double threshold) {
  for (std::size_t n = 0; n < networks.size(); ++n)
    for (std::size_t e = 0; e < networks[n].answers.exits.size(); ++e) {
      const learn::Answer& answer = networks[n].answers.answer(sample, e);
      if (static_cast<double>(answer.confidence) >= threshold) return {n, answer.correct};
    }
  const learn::Evaluation& last = networks.back().answers;
  return {networks.size() - 1, last.answer(sample, last.exits.size() - 1).correct};
}

}  // namespace

std::vector<std::uint32_t> all_samples(const learn::Dataset& data) {
  std::vector<std::uint32_t> all(data.size());
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

Judged judged(const std::string& file, const Arguments& arguments, learn::ThreadPool& pool) {
  learn::TrainedNetwork trained = learn::read_trained(file);
  const learn::Network& network = trained.network;
  learn::Dataset data = data_given(arguments, "test", network);
  learn::Evaluation answers =
      learn::evaluate(network, trained.parameters, data, all_samples(data), &pool);
  return {file, std::move(trained), std::move(data), std::move(answers)};
}

void check_same_samples(const std::vector<Judged>& networks) {
  for (const Judged& one : networks)
    if (one.data.labels() != networks.front().data.labels())
      throw ConfigError("'" + one.trained.network.name() + "' was asked other samples than '" +
                        networks.front().trained.network.name() + "'");
}

Ladder ladder(const std::vector<Judged>& networks, double threshold) {
  check_same_samples(networks);
  Ladder result{0, std::vector<double>(networks.size())};
  const std::size_t samples = networks.front().answers.samples;
  const double one = 1.0 / static_cast<double>(samples);
  for (std::size_t i = 0; i < samples; ++i) {
    const Rung rung = answering(networks, i, threshold);
    result.share[rung.network] += one;
    result.accuracy += rung.correct ? one : 0;
  }
  return result;
}

}  // namespace lastmile::scenarios
