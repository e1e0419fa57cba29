// Max and mean pools: the kernels of lanes.hpp.
#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

kernels::PoolShape shape_of(const LayerPlace& place) {
  const models::Layer& layer = place.layer;
  kernels::PoolShape pool;
  pool.channels = static_cast<int>(layer.in.channels);
  pool.height = static_cast<int>(layer.in.height);
  pool.width = static_cast<int>(layer.in.width);
  pool.out_height = static_cast<int>(layer.out.height);
  pool.out_width = static_cast<int>(layer.out.width);
  if (layer.kind() == models::LayerKind::global_avg_pool) {
    pool.window.kernel_height = pool.height;
    pool.window.kernel_width = pool.width;
    return pool;
  }
  pool.window = lane_window(layer.spec);
  pool.counts_padding = layer.spec.counts_padding;
  return pool;
}

void describe_pool(Hasher& hash, std::string_view name, const kernels::PoolShape& s) {
  hash.add(name).add(s.counts_padding);
  describe_window(hash, s.window);
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
