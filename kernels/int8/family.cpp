#include "kernels/int8/family.hpp"

#include <stdexcept>

#include "kernels/int8/convolution.hpp"
#include "kernels/int8/reference.hpp"
#include "kernels/int8/requantise.hpp"
#include "kernels/int8/tile_sets.hpp"
#include "kernels/int8/winograd.hpp"

namespace lastmile::kernels::int8 {
namespace {

std::vector<std::string> names(const KernelCall& call, Isa isa) {
  const bool sums = call.type == KernelType::conv || call.type == KernelType::depthwise ||
                    call.type == KernelType::dense;
  if (call.precision != Precision::int8 || !sums || !has_bounds(call.activation)) return {};
  std::vector<std::string> all = tile_set_names(isa);
  if (winograd_applies(call)) all.emplace_back("winograd2");
  all.emplace_back("reference");
  return all;
}

void check(const KernelCall& call, const Parameters& parameters) {
  const Quantisation& q = parameters.quantisation;
  if (parameters.weights == nullptr) throw std::invalid_argument("int8: no weights");
  if (!(q.input_scale > 0) || !(q.output_scale > 0) || !(q.summand_scale > 0))
    throw std::invalid_argument("int8: scales must be positive");
  for (const int zero : {q.input_zero, q.output_zero, q.summand_zero})
    if (zero < 0 || zero > 255) throw std::invalid_argument("int8: a zero point must be 0 to 255");
  if (weight_count(call) / static_cast<std::size_t>(call.channels_out()) > kMostTerms)
    throw std::invalid_argument("int8: sums of more than " + std::to_string(kMostTerms) +
                                " terms may overflow");
}

std::unique_ptr<Operator> make(const KernelCall& call, const Parameters& parameters, Isa isa) {
  check(call, parameters);
  const std::string name = call.algorithm.empty() ? names(call, isa).front() : call.algorithm;
  if (name == "reference") return make_reference(call, parameters);
  if (name == "winograd2")
    return make_winograd(call, parameters, tile_set(isa, tile_set_names(isa).front()));
  return make_convolution(call, parameters, tile_set(isa, name), name);
}

}  // namespace

const Family family = {names, make};

}  // namespace lastmile::kernels::int8
