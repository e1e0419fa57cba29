// Max and mean pools: the kernels of lanes.hpp. Mean pools count only elements inside the input.
#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

kernels::PoolShape shape_of(const LayerPlace& place) {
  const models::Layer& layer = place.layer;
  const bool global = layer.kind() == models::LayerKind::global_avg_pool;
  if (!global && !models::window_of(layer.spec).uniform())
    place.refuse("can be trained only if square and evenly padded");
  kernels::PoolShape pool;
  pool.channels = static_cast<int>(layer.in.channels);
  pool.height = static_cast<int>(layer.in.height);
  pool.width = static_cast<int>(layer.in.width);
  pool.out_height = static_cast<int>(layer.out.height);
  pool.out_width = static_cast<int>(layer.out.width);
  pool.kernel_height = global ? pool.height : layer.spec.kernel;
  pool.kernel_width = global ? pool.width : layer.spec.kernel;
  pool.stride = global ? 1 : layer.spec.stride;
  pool.padding = global ? 0 : layer.spec.padding;
  return pool;
}

void describe_pool(Hasher& hash, std::string_view name, const kernels::PoolShape& s) {
  hash.add(name).add(s.kernel_height).add(s.kernel_width).add(s.stride).add(s.padding);
}

class MaxPool final : public Operation {
 public:
  explicit MaxPool(const kernels::PoolShape& shape) : shape_(shape) {}
  void forward(const ForwardCall& c) const override { c.kernels.max_pool(shape_, c.in[0], c.out); }
  void backward(const BackwardCall& c) const override {
    if (c.in_slope[0] != nullptr)
      c.kernels.max_pool_back(shape_, c.in[0], c.out, c.slope, gate_, c.in_slope[0]);
  }
  void describe(Hasher& hash) const override { describe_pool(hash, "max_pool", shape_); }
  bool guard_rectified_input() override { return gate_ = true; }

 private:
  kernels::PoolShape shape_;
  bool gate_ = false;
};

class MeanPool final : public Operation {
 public:
  explicit MeanPool(const kernels::PoolShape& shape) : shape_(shape) {}
  void forward(const ForwardCall& c) const override { c.kernels.mean_pool(shape_, c.in[0], c.out); }
  void backward(const BackwardCall& c) const override {
    if (c.in_slope[0] != nullptr) c.kernels.mean_pool_back(shape_, c.slope, c.in_slope[0]);
  }
  void describe(Hasher& hash) const override { describe_pool(hash, "mean_pool", shape_); }

 private:
  kernels::PoolShape shape_;
};

}  // namespace

Made make_max_pool(const LayerPlace& place) { return std::make_unique<MaxPool>(shape_of(place)); }
Made make_mean_pool(const LayerPlace& place) { return std::make_unique<MeanPool>(shape_of(place)); }

}  // namespace lastmile::learn
