#include "models/learn/network.hpp"

#include <algorithm>

namespace lastmile::learn {

std::size_t ParameterBlock::count() const {
  std::int64_t product = 1;
  for (const std::int64_t extent : shape) product *= extent;
  return static_cast<std::size_t>(product);
}

bool Step::passes_slope() const {
  return std::find(wants_slope.begin(), wants_slope.end(), true) != wants_slope.end();
}

std::vector<float> Network::initial_parameters(RandomStream random) const {
  std::vector<float> parameters;
  parameters.reserve(parameter_count_);
  for (const Step& step : steps_)
    for (const ParameterBlock& block : step.operation->parameters())
      for (std::size_t i = block.count(); i > 0; --i)
        parameters.push_back(static_cast<float>(
            block.spread > 0 ? random.normal(block.centre, block.spread) : block.centre));
  return parameters;
}

std::size_t Network::arranged_size() const {
  return steps_.empty() ? 0 : steps_.back().first_arranged + steps_.back().arranged;
}

void Network::arrange(const float* flat, float* arranged) const {
  for (const Step& step : steps_)
    if (step.operation->arranged_size() > 0)
      step.operation->arrange(flat + step.first_parameter, arranged + step.first_arranged);
    else
      std::copy_n(flat + step.first_parameter, step.parameters, arranged + step.first_arranged);
}

void Network::restore(const float* arranged, float* flat) const {
  for (const Step& step : steps_)
    if (step.operation->arranged_size() > 0)
      step.operation->restore(arranged + step.first_arranged, flat + step.first_parameter);
    else
      std::copy_n(arranged + step.first_arranged, step.parameters, flat + step.first_parameter);
}

}  // namespace lastmile::learn
