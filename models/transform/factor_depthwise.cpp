#include "models/transform/factor_depthwise.hpp"

#include <utility>

#include "models/transform/matrix_factors.hpp"

namespace lastmile::models {
namespace {

bool factors(const Layer& layer) {
  if (layer.kind() != LayerKind::conv || layer.spec.groups != 1 || layer.in.channels == 1)
    return false;
  const Window window = window_of(layer.spec);
  return window.kernel_height * window.kernel_width > 1;
}

struct Kernels {
  std::vector<float> depthwise, across;
};

Kernels nearest_products(const Layer& layer, const std::vector<float>& kernel) {
  const auto in = layer.in.channels, out = layer.out.channels;
  const std::int64_t places = layer.weights / (in * out);
  Kernels result;
  result.across.resize(static_cast<std::size_t>(in * out));
  for (std::int64_t c = 0; c < in; ++c) {
    Eigen::MatrixXd matrix(out, places);
    for (std::int64_t o = 0; o < out; ++o)
      for (std::int64_t p = 0; p < places; ++p)
        matrix(o, p) =
            static_cast<double>(kernel[static_cast<std::size_t>((o * in + c) * places + p)]);
    const MatrixFactors f = nearest_factors(matrix, 1);
    for (std::int64_t p = 0; p < places; ++p)
      result.depthwise.push_back(static_cast<float>(f.right(0, p)));
    for (std::int64_t o = 0; o < out; ++o)
      result.across[static_cast<std::size_t>(o * in + c)] = static_cast<float>(f.left(o, 0));
  }
  return result;
}

void factor(const WeightedGraph& net, const Layer& layer, Rewriter& rewriter) {
  LayerSpec depthwise = layer.spec.named(layer.name() + "/depthwise");
  depthwise.out_channels = depthwise.groups = static_cast<int>(layer.in.channels);
  depthwise.bias = false;
  const LayerSpec across =
      conv(layer.spec.out_channels, 1, 1, 0, 1, layer.spec.bias).named(layer.name());
  LayerWeights first, second;
  if (net.has_weights()) {
    Kernels kernels = nearest_products(layer, net.layers[layer.id].kernel);
    first.kernel = std::move(kernels.depthwise);
    second.kernel = std::move(kernels.across);
    second.bias = net.layers[layer.id].bias;
  }
  const LayerId middle =
      rewriter.add(depthwise, rewriter.inputs_now(layer.id), std::move(first));
  rewriter.replace(layer.id, rewriter.add(across, {middle}, std::move(second)));
}

}  // namespace

WeightedGraph factor_depthwise(const WeightedGraph& net, const std::vector<std::string>& spared) {
  std::vector<bool> kept(net.graph.size(), false);
  for (const std::string& name : spared) kept[net.graph.find(name)] = true;
  Rewriter rewriter(net, net.graph.name());
  for (LayerId id = 1; id < net.graph.size(); ++id) {
    const Layer& layer = net.graph.layer(id);
    if (kept[id] || !factors(layer))
      rewriter.copy(id);
    else
      factor(net, layer, rewriter);
  }
  return rewriter.finish();
}

}  // namespace lastmile::models
