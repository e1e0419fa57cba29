// Addition of maps (He et al. 2016, doi:10.1109/CVPR.2016.90), with the relu behind it.
#include <algorithm>

#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

class Sum final : public Operation {
 public:
  explicit Sum(std::size_t floats) : floats_(floats) {}

  void forward(const ForwardCall& c) const override {
    const std::size_t last = c.in.size() - 1;
    const float* sum = c.in[0];
    for (std::size_t k = 1; k <= last; ++k, sum = c.out)
      c.kernels.add_to(floats_, sum, c.in[k], relu_ && k == last, c.out);
  }
  void backward(const BackwardCall& c) const override {
    if (relu_) c.kernels.relu_back(floats_, c.out, c.slope, c.slope);
    for (float* to : c.in_slope)
      if (to != nullptr) std::copy_n(c.slope, floats_, to);
  }
  void describe(Hasher& hash) const override { hash.add("add").add(relu_); }
  bool join_relu() override { return relu_ = true; }

 private:
  std::size_t floats_;
  bool relu_ = false;
};

}  // namespace

Made make_sum(const LayerPlace& place) { return std::make_unique<Sum>(floats_of(place.layer.out)); }

}  // namespace lastmile::learn
