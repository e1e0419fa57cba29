#include "scenarios/host/judged.hpp"

#include <numeric>

#include "scenarios/host/data_option.hpp"

namespace lastmile::scenarios {

std::vector<std::uint32_t> all_samples(const learn::Dataset& data) {
  std::vector<std::uint32_t> all(data.size());
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

Judged judged(const std::string& file, const Arguments& arguments, learn::ThreadPool& pool) {
  learn::TrainedNetwork trained = learn::read_trained(file);
  const learn::Network& network = trained.network;
  learn::Dataset data = data_given(arguments, "test", network.input());
  check_data(data, network.name(), network.input(), network.classes());
  learn::Evaluation answers =
      learn::evaluate(network, trained.parameters, data, all_samples(data), &pool);
  return {file, std::move(trained), std::move(data), std::move(answers)};
}

}  // namespace lastmile::scenarios
