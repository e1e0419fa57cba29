// Normalisation of channels: the kernels of lanes_normalise.hpp (data sheet there), with the relu.
//
// Training   with the mean and variance of one group of at most kLanes images ("ghost batch":
// Hoffer
//            et al. 2017, arXiv:1705.08741), so that groups do not wait for each other and results
//            do not depend on threads.
// Inference  with running means of both, which lie among the parameters so that they travel with
//            them: r <- 0.9 r + 0.1 (mean over the batch's groups, weighted by their images), the
//            variance with n / (n - 1). backward() leaves a group's part of it where gradients lie.
// Parameters scale [channel] from 1, shift [channel] from 0, then the running mean and variance.
#include <algorithm>

#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

class BatchNorm final : public Operation {
 public:
  BatchNorm(const models::Shape& shape, float epsilon) {
    norm_.channels = static_cast<int>(shape.channels);
    norm_.pixels = static_cast<int>(shape.plane());
    norm_.epsilon = epsilon;
  }

  [[nodiscard]] std::vector<ParameterBlock> parameters() const override {
    return {{"scale", {norm_.channels}, 0, 1},
            {"shift", {norm_.channels}},
            {"running_mean", {norm_.channels}, 0, 0, true},
            {"running_variance", {norm_.channels}, 0, 1, true}};
  }
  [[nodiscard]] BufferSizes buffers() const override { return {0, 0, 2 * channels(), 0}; }

  void forward(const ForwardCall& c) const override {
    const kernels::LaneNorm norm = at(c.parameters, c.images);
    if (c.training) c.kernels.moments(norm, c.in[0], c.kept, c.kept + channels());
    const float* moments = c.training ? c.kept : c.parameters + 2 * channels();
    c.kernels.normalise(norm, moments, moments + channels(), c.in[0], c.out);
  }

  void backward(const BackwardCall& c) const override {
    const std::size_t n = channels();
    if (norm_.relu) c.kernels.relu_back(n * plane() * kernels::kLanes, c.out, c.slope, c.slope);
    c.kernels.normalise_back(at(c.parameters, c.images), c.kept, c.kept + n, c.in[0], c.slope,
                             {c.gradient, c.gradient + n, c.in_slope[0]});
    const auto count = static_cast<float>(plane() * static_cast<std::size_t>(c.images));
    const float unbiased = count > 1 ? count / (count - 1) : 1.0F;
    for (std::size_t i = 0; i < n; ++i) {
      c.gradient[2 * n + i] = c.share * c.kept[i];
      c.gradient[3 * n + i] = c.share * unbiased * c.kept[n + i];
    }
  }

  void describe(Hasher& hash) const override {
    hash.add("batch_norm").add(norm_.relu).add(norm_.epsilon);
  }
  bool join_relu() override { return norm_.relu = true; }

 private:
  [[nodiscard]] std::size_t channels() const { return static_cast<std::size_t>(norm_.channels); }
  [[nodiscard]] std::size_t plane() const { return static_cast<std::size_t>(norm_.pixels); }
  [[nodiscard]] kernels::LaneNorm at(const float* parameters, int images) const {
    kernels::LaneNorm norm = norm_;
    norm.images = images;
    norm.scale = parameters;
    norm.shift = parameters + channels();
    return norm;
  }

  kernels::LaneNorm norm_;
};

}  // namespace

Made make_batch_norm(const LayerPlace& place) {
  return std::make_unique<BatchNorm>(place.layer.out, static_cast<float>(place.layer.spec.epsilon));
}

}  // namespace lastmile::learn
