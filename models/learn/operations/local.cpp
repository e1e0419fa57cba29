// Convolution whose weights are others at every place.
//
// Formulae   out[m][y][x] = b[m][y][x] + sum_{c,i,j} w[m][y][x][c][i][j] in[c][s y + d i - p][s x +
// d j - p] Symbols    as in conv_plan.hpp Parameters weights [out][y][x][in / groups][row][column],
// then bias [out][y][x]; they start as those of a
//            convolution without relu
// Source     Taigman et al. 2014, doi:10.1109/CVPR.2014.220
#include <algorithm>
#include <array>
#include <cmath>

#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;

class Local final : public Operation {
 public:
  explicit Local(const models::Layer& layer)
      : in_(layer.in),
        out_(layer.out),
        window_(lane_window(layer.spec)),
        groups_(layer.spec.groups),
        has_bias_(layer.spec.bias) {}

  [[nodiscard]] std::vector<ParameterBlock> parameters() const override {
    std::vector<ParameterBlock> blocks = {
        {"weights",
         {out_.channels, out_.height, out_.width, in_.channels / groups_, window_.kernel_height,
          window_.kernel_width},
         std::sqrt(1.0 / static_cast<double>(terms()))}};
    if (has_bias_) blocks.push_back({"bias", {out_.channels, out_.height, out_.width}});
    return blocks;
  }

  void forward(const ForwardCall& c) const override {
    const float* bias = c.parameters + places() * terms();
    for (std::size_t o = 0; o < places(); ++o) {
      std::array<float, kLanes> sum;
      sum.fill(has_bias_ ? bias[o] : 0.0F);
      each_tap(o, [&](std::size_t weight, std::size_t in) {
        for (std::size_t l = 0; l < kLanes; ++l) sum[l] += c.parameters[weight] * c.in[0][in + l];
      });
      std::copy(sum.begin(), sum.end(), c.out + o * kLanes);
    }
  }

  void backward(const BackwardCall& c) const override {
    std::fill_n(c.gradient, places() * terms(), 0.0F);
    if (c.in_slope[0] != nullptr) std::fill_n(c.in_slope[0], floats_of(in_), 0.0F);
    for (std::size_t o = 0; o < places(); ++o) {
      const float* d = c.slope + o * kLanes;
      if (has_bias_) c.gradient[places() * terms() + o] = product(d, nullptr);
      each_tap(o, [&](std::size_t weight, std::size_t in) {
        c.gradient[weight] = product(d, c.in[0] + in);
        if (c.in_slope[0] == nullptr) return;
        for (std::size_t l = 0; l < kLanes; ++l)
          c.in_slope[0][in + l] += c.parameters[weight] * d[l];
      });
    }
  }

  void describe(Hasher& hash) const override {
    hash.add("local").add(groups_).add(has_bias_);
    describe_window(hash, window_);
  }

 private:
  /// Over the lanes, added in their order; `b` null: ones.
  static float product(const float* a, const float* b) {
    float sum = 0;
    for (std::size_t l = 0; l < kLanes; ++l) sum += b == nullptr ? a[l] : a[l] * b[l];
    return sum;
  }

  /// visit(weight, input's offset in floats) for the taps of an output that lie inside the input.
  template <class Visit>
  void each_tap(std::size_t o, Visit visit) const {
    const auto at = static_cast<std::int64_t>(o), plane = out_.plane();
    const std::int64_t top = at % plane / out_.width * window_.stride_height - window_.top,
                       left = at % out_.width * window_.stride_width - window_.left;
    const std::int64_t ins = in_.channels / groups_,
                       first = at / plane / (out_.channels / groups_) * ins;
    std::size_t weight = o * terms();
    for (std::int64_t c = first; c < first + ins; ++c)
      for (int i = 0; i < window_.kernel_height; ++i)
        for (int j = 0; j < window_.kernel_width; ++j, ++weight) {
          const std::int64_t y = top + i * window_.dilation, x = left + j * window_.dilation;
          if (y < 0 || x < 0 || y >= in_.height || x >= in_.width) continue;
          visit(weight, static_cast<std::size_t>((c * in_.height + y) * in_.width + x) * kLanes);
        }
  }

  [[nodiscard]] std::size_t places() const { return static_cast<std::size_t>(out_.elements()); }
  /// Weights of one output.
  [[nodiscard]] std::size_t terms() const {
    return static_cast<std::size_t>(in_.channels / groups_ * window_.taps());
  }

  models::Shape in_, out_;
  kernels::LaneWindow window_;
  int groups_;
  bool has_bias_;
};

}  // namespace

Made make_local(const LayerPlace& place) { return std::make_unique<Local>(place.layer); }

}  // namespace lastmile::learn
