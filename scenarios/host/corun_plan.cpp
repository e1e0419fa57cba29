#include "scenarios/host/corun_plan.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "kernels/call.hpp"
#include "sim/random.hpp"

namespace lastmile::scenarios {
namespace {

using kernels::KernelCall;
using kernels::KernelType;

constexpr double kLeastLog2 = 19, kMostLog2 = 26;  // bytes of the working set
constexpr int kBlock = 16;                         // channels, so that no kernel has a tail

int blocks(double channels) { return std::max(1, static_cast<int>(channels / kBlock)) * kBlock; }

// Channels that give `maps` maps of the call's size that many bytes together.
int channels_for(const KernelCall& call, double bytes, double maps) {
  return blocks(bytes / sizeof(float) / maps / (static_cast<double>(call.height) * call.width));
}

void fill_map_call(KernelCall& call, double bytes, int side) {
  call.height = call.width = side;
  call.channels = channels_for(call, bytes, call.input_count() + 1);
}

void fill_window_call(KernelCall& call, double bytes, int side) {
  call.kernel_height = call.kernel_width = 3;
  call.padding = 1;
  fill_map_call(call, bytes, side);
  if (call.type == KernelType::depthwise) call.groups = call.out_channels = call.channels;
}

// Weights are nearly all of it.
void fill_dense_call(KernelCall& call, double bytes, int batch, double wider) {
  call.batch = batch;
  call.channels = blocks(std::sqrt(bytes / sizeof(float) * wider));
  call.out_channels = blocks(bytes / sizeof(float) / call.channels);
}

void fill_conv_call(KernelCall& call, double bytes, int side, int kernel) {
  call.kernel_height = call.kernel_width = kernel;
  call.padding = kernel / 2;
  call.height = call.width = side;
  call.channels = 64;
  const double per_channel = sizeof(float) * (64.0 * kernel * kernel + static_cast<double>(side) * side);
  call.out_channels = blocks(bytes / per_channel);
}

KernelCall random_call(RandomStream& random) {
  constexpr KernelType types[] = {KernelType::add,       KernelType::activate, KernelType::copy, KernelType::max_pool,
                                  KernelType::depthwise, KernelType::dense,    KernelType::dense, KernelType::conv};
  KernelCall call;
  call.type = types[random.below(std::size(types))];
  const double bytes = std::exp2(random.uniform(kLeastLog2, kMostLog2));
  const int side = static_cast<int>(std::exp2(random.uniform(2.8, 6.9)));  // 6 to 119
  const bool second = random.uniform() < 0.5;  // of two forms
  if (call.type == KernelType::dense) {
    fill_dense_call(call, bytes, second ? 8 : 1, std::exp2(random.uniform(-1, 1)));
  } else if (call.type == KernelType::conv) {
    fill_conv_call(call, bytes, side, second ? 3 : 1);
  } else if (call.type == KernelType::max_pool || call.type == KernelType::depthwise) {
    fill_window_call(call, bytes, side);
  } else {
    if (call.type == KernelType::add) call.inputs = 2;
    if (call.type == KernelType::activate) call.activation = kernels::Activation::relu;
    fill_map_call(call, bytes, side);
  }
  return call;
}

}  // namespace

CorunSize corun_size(bool quick) { return quick ? CorunSize{24, 70, 3} : CorunSize{}; }

std::vector<std::string> corun_plan(const std::string& set, const CorunSize& size) {
  RandomStream random(1, "co-runs, " + set);
  std::vector<std::string> calls, pairs;
  while (static_cast<int>(calls.size()) < size.kernels) {
    const std::string call = text(random_call(random));
    if (std::find(calls.begin(), calls.end(), call) == calls.end()) calls.push_back(call);
  }
  for (int i = 0; i < size.pairs; ++i) {
    const std::string& first = calls[static_cast<std::size_t>(i) % calls.size()];
    pairs.push_back("corun " + first + " ; " + calls[random.below(calls.size())]);
  }
  std::vector<std::string> plan{"environment"};
  for (int pass = 0; pass < size.passes; ++pass) plan.insert(plan.end(), pairs.begin(), pairs.end());
  return plan;
}

}  // namespace lastmile::scenarios
