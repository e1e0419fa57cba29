#include "kernels/conv/family.hpp"

#include <algorithm>

#include "kernels/conv/direct.hpp"
#include "kernels/conv/winograd.hpp"

namespace lastmile::kernels {
namespace {

/// Products of fewer vectors are bound by reading the weights and go to the dense kernels.
constexpr int kFewVectors = 4;

bool ours(const KernelCall& call) {
  if (call.precision != Precision::fp32) return false;
  return call.type == KernelType::conv ||
         (call.type == KernelType::dense && call.batch > kFewVectors);
}

/// Widths of tiles, the usual one first: short sums want narrow tiles, whose outputs are written
/// sooner.
std::vector<int> tile_widths(const KernelCall& call) {
  const bool is_short = call.channels / call.groups * call.kernel_height * call.kernel_width <= 64;
  if (is_short && call.channels_out() >= 2 * kBlock) return {1, 2, 3, 4};
  return {2, 1, 3, 4};
}

std::vector<std::string> names(const KernelCall& call, Isa isa) {
  if (!ours(call)) return {};
  std::vector<std::string> all;
  const DirectShape shape(call);
  for (const int blocks : tile_widths(call)) {
    const std::string name = direct_name(usual_cut(shape, tile_kernels(isa), blocks));
    if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
  }
  if (!winograd_computes(call)) return all;
  const int usual = usual_winograd(call);
  for (const int outputs : {2, 4})
    all.insert(outputs == usual ? all.begin() : all.end(), winograd_name(outputs));
  return all;
}

std::unique_ptr<Operator> make(const KernelCall& call, const Parameters& parameters, Isa isa) {
  const TileKernels& kernels = tile_kernels(isa);
  const std::string name = call.algorithm.empty() ? names(call, isa).front() : call.algorithm;
  for (const int outputs : {2, 4})
    if (name == winograd_name(outputs))
      return make_winograd(call, parameters, usual_winograd_cut(call, outputs, kernels), isa);
  Cut cut;
  for (const int blocks : tile_widths(call)) {
    cut = usual_cut(DirectShape(call), kernels, blocks);
    if (direct_name(cut) == name) break;
  }
  return make_direct(call, parameters, cut, isa);
}

}  // namespace

const Family conv_family = {names, make};

}  // namespace lastmile::kernels
