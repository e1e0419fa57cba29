#include "kernels/operator.hpp"

#include <algorithm>
#include <stdexcept>

#include "kernels/operator_families.hpp"
#include "kernels/reference.hpp"

namespace lastmile::kernels {
namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

const Family* family_of(const KernelCall& call, Isa isa) {
  for (const Family* family : families())
    if (!family->algorithms(call, isa).empty()) return family;
  return nullptr;
}

}  // namespace

std::size_t weight_count(const KernelCall& call) {
  const auto at = [](int value) { return static_cast<std::size_t>(value); };
  const std::size_t taps = at(call.kernel_height) * at(call.kernel_width), out = at(call.channels_out());
  switch (call.type) {
    case KernelType::conv:
      return out * at(call.channels / call.groups) * taps;
    case KernelType::depthwise:
      return out * taps;
    case KernelType::dense:
      return out * at(call.channels);
    case KernelType::scale:
    case KernelType::layer_norm:
      return out;
    case KernelType::lstm:
      return 4 * out * (at(call.channels) + out);
    default:
      return 0;
  }
}

std::size_t bias_count(const KernelCall& call) {
  if (weight_count(call) == 0) return 0;
  return static_cast<std::size_t>(call.channels_out()) * (call.type == KernelType::lstm ? 4 : 1);
}

MapShape input_shape(const KernelCall& call, int input) {
  if (call.type == KernelType::concat)
    return {call.batch, call.parts.at(static_cast<std::size_t>(input)), call.height, call.width};
  if (call.type == KernelType::multiply && input == 1) return {call.batch, call.channels, 1, 1};
  if (call.type == KernelType::lstm && input > 0) return {call.batch, call.channels_out(), 1, 1};
  const bool summand = call.add && input == 1;
  return summand ? output_shape(call) : MapShape{call.batch, call.channels, call.height, call.width};
}

MapShape output_shape(const KernelCall& call) {
  // An LSTM step gives its output and then its state, as if they were twice as many images.
  const int images = call.type == KernelType::lstm ? 2 * call.batch : call.batch;
  return {images, call.channels_out(), call.height_out(), call.width_out()};
}

std::vector<std::string> algorithms(const KernelCall& call, Isa isa) {
  std::vector<std::string> names;
  if (const Family* family = family_of(call, isa)) names = family->algorithms(call, isa);
  if (call.precision == Precision::fp32) names.emplace_back("reference");
  return names;
}

std::unique_ptr<Operator> make_operator(const KernelCall& call, const Parameters& parameters, Isa isa) {
  validate(call);
  const std::vector<std::string> known = algorithms(call, isa);
  if (known.empty())
    throw std::invalid_argument(std::string(to_string(call.type)) + " in " + std::string(to_string(call.precision)) +
                                ": no kernel for " + std::string(to_string(isa)));
  if (!call.algorithm.empty() && std::find(known.begin(), known.end(), call.algorithm) == known.end())
    throw std::invalid_argument("no algorithm '" + call.algorithm + "' for this call; known: " + listed(known));
  const Family* family = family_of(call, isa);
  const bool plain = call.algorithm == "reference" && call.precision == Precision::fp32;
  if (family == nullptr || plain) return make_reference(call, parameters);
  return family->make(call, parameters, isa);
}

}  // namespace lastmile::kernels
