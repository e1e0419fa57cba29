#include "kernels/conv/family.hpp"

#include "kernels/conv/direct.hpp"

namespace lastmile::kernels {
namespace {

/// Products of fewer vectors are bound by reading the weights and go to the dense kernels.
constexpr int kFewVectors = 4;

bool ours(const KernelCall& call) {
  if (call.precision != Precision::fp32) return false;
  return call.type == KernelType::conv ||
         (call.type == KernelType::dense && call.batch > kFewVectors);
}

std::vector<std::string> names(const KernelCall& call, Isa isa) {
  if (!ours(call)) return {};
  return {direct_name(usual_cut(DirectShape(call), tile_kernels(isa)))};
}

std::unique_ptr<Operator> make(const KernelCall& call, const Parameters& parameters, Isa isa) {
  return make_direct(call, parameters, usual_cut(DirectShape(call), tile_kernels(isa)), isa);
}

}  // namespace

const Family conv_family = {names, make};

}  // namespace lastmile::kernels
