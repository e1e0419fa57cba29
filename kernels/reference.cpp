#include "kernels/reference.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace lastmile::kernels {
namespace {

class Reference final : public Operator {
 public:
  Reference(const KernelCall& call, const Parameters& parameters)
      : call_(call), in_(input_shape(call, 0)), out_(output_shape(call)) {
    if (parameters.weights != nullptr) weights_.assign(parameters.weights, parameters.weights + weight_count(call));
    if (parameters.bias != nullptr) bias_.assign(parameters.bias, parameters.bias + bias_count(call));
  }

  void run(const void* const* inputs, void* output, void* /*scratch*/) const override {
    std::vector<const float*> in;
    for (int i = 0; i < call_.input_count(); ++i) in.push_back(static_cast<const float*>(inputs[i]));
    float* out = static_cast<float*>(output);
    std::fill_n(out, out_.elements(), 0.0F);
    if (call_.type == KernelType::lstm) return lstm(in, out);
    if (call_.type == KernelType::attention) return attention(in, out);
    for (int n = 0; n < out_.batch; ++n)
      for (int c = 0; c < out_.channels; ++c)
        for (int y = 0; y < out_.height; ++y)
          for (int x = 0; x < out_.width; ++x) {
            double value = element(in, n, c, y, x);
            if (call_.add) value += in[1][out_.index(n, c, y, x)];
            out[out_.index(n, c, y, x)] = static_cast<float>(activated(call_.activation, value));
          }
  }

 private:
  [[nodiscard]] double bias(int c) const { return bias_.empty() ? 0 : bias_[static_cast<std::size_t>(c)]; }
  [[nodiscard]] double at(const float* map, int n, int c, int y, int x) const { return map[in_.index(n, c, y, x)]; }

  template <class F>
  void window(int y, int x, F f) const {
    for (int i = 0; i < call_.kernel_height; ++i)
      for (int j = 0; j < call_.kernel_width; ++j) {
        const int row = y * call_.stride - call_.padding + i * call_.dilation;
        const int column = x * call_.stride - call_.padding + j * call_.dilation;
        if (row >= 0 && row < in_.height && column >= 0 && column < in_.width) f(i, j, row, column);
      }
  }

  [[nodiscard]] double convolution(const float* in, int n, int oc, int y, int x) const {
    const int per_group = in_.channels / groups(), first = oc / (out_.channels / groups()) * per_group;
    double sum = bias(oc);
    window(y, x, [&](int i, int j, int row, int column) {
      for (int c = 0; c < per_group; ++c) {
        const int w = ((oc * per_group + c) * call_.kernel_height + i) * call_.kernel_width + j;
        sum += static_cast<double>(weights_[static_cast<std::size_t>(w)]) * at(in, n, first + c, row, column);
      }
    });
    return sum;
  }
  [[nodiscard]] int groups() const { return call_.type == KernelType::depthwise ? in_.channels : call_.groups; }

  [[nodiscard]] double pooled(const float* in, int n, int c, int y, int x) const {
    double most = -INFINITY, sum = 0;
    int count = 0;
    window(y, x, [&](int, int, int row, int column) {
      const double value = at(in, n, c, row, column);
      most = std::max(most, value), sum += value, ++count;
    });
    return call_.type == KernelType::max_pool ? most : sum / count;
  }

  [[nodiscard]] double global_mean(const float* in, int n, int c) const {
    double sum = 0;
    for (int y = 0; y < in_.height; ++y)
      for (int x = 0; x < in_.width; ++x) sum += at(in, n, c, y, x);
    return sum / static_cast<double>(in_.plane());
  }

  [[nodiscard]] double concatenated(const std::vector<const float*>& in, int n, int c, int y, int x) const {
    int part = 0;
    while (c >= call_.parts[static_cast<std::size_t>(part)]) c -= call_.parts[static_cast<std::size_t>(part++)];
    return in[static_cast<std::size_t>(part)][input_shape(call_, part).index(n, c, y, x)];
  }

  /// Krizhevsky et al. 2012 (doi:10.1145/3065386), with alpha 1e-4, beta 0.75, k 1 (Caffe's values).
  [[nodiscard]] double normalised(const float* in, int n, int c, int y, int x) const {
    double sum = 0;
    for (int i = std::max(0, c - 2); i <= std::min(in_.channels - 1, c + 2); ++i)
      sum += at(in, n, i, y, x) * at(in, n, i, y, x);
    return at(in, n, c, y, x) * std::pow(1 + 1e-4 / 5 * sum, -0.75);
  }

  [[nodiscard]] double soft_maximum(const float* in, int n, int c, int y, int x) const {
    double most = -INFINITY, sum = 0;
    for (int i = 0; i < in_.channels; ++i) most = std::max(most, at(in, n, i, y, x));
    for (int i = 0; i < in_.channels; ++i) sum += std::exp(at(in, n, i, y, x) - most);
    return std::exp(at(in, n, c, y, x) - most) / sum;
  }

  [[nodiscard]] double layer_normalised(const float* in, int n, int c, int y, int x) const {
    double mean = 0, square = 0;
    for (int i = 0; i < in_.channels; ++i) mean += at(in, n, i, y, x) / in_.channels;
    for (int i = 0; i < in_.channels; ++i) {
      const double off = at(in, n, i, y, x) - mean;
      square += off * off / in_.channels;
    }
    return weight(c) * (at(in, n, c, y, x) - mean) / std::sqrt(square + 1e-5) + bias(c);
  }
  [[nodiscard]] double weight(int c) const { return weights_.empty() ? 1 : weights_[static_cast<std::size_t>(c)]; }

  [[nodiscard]] double element(const std::vector<const float*>& in, int n, int c, int y, int x) const {
    const double own = call_.type == KernelType::concat || call_.type == KernelType::conv ||
                               call_.type == KernelType::dense || y >= in_.height || x >= in_.width
                           ? 0.0
                           : at(in[0], n, c, y, x);
    switch (call_.type) {
      case KernelType::conv:
      case KernelType::depthwise:
      case KernelType::dense:
        return convolution(in[0], n, c, y, x);
      case KernelType::max_pool:
      case KernelType::avg_pool:
        return pooled(in[0], n, c, y, x);
      case KernelType::global_pool:
        return global_mean(in[0], n, c);
      case KernelType::add: {
        double sum = 0;
        for (const float* one : in) sum += at(one, n, c, y, x);
        return sum;
      }
      case KernelType::multiply:
        return own * in[1][input_shape(call_, 1).index(n, c, 0, 0)];
      case KernelType::scale:
        return own * weight(c) + bias(c);
      case KernelType::concat:
        return concatenated(in, n, c, y, x);
      case KernelType::shuffle: {
        const int per_group = in_.channels / call_.groups;
        return at(in[0], n, c % call_.groups * per_group + c / call_.groups, y, x);
      }
      case KernelType::lrn:
        return normalised(in[0], n, c, y, x);
      case KernelType::softmax:
        return soft_maximum(in[0], n, c, y, x);
      case KernelType::layer_norm:
        return layer_normalised(in[0], n, c, y, x);
      default:
        return own;
    }
  }

  /// Hochreiter, Schmidhuber 1997 (doi:10.1162/neco.1997.9.8.1735) with the forget gate of Gers et al. 2000.
  void lstm(const std::vector<const float*>& in, float* out) const {
    const int x = call_.channels, h = call_.channels_out();
    const MapShape half{call_.batch, h, 1, 1};
    float* state = out + half.elements();
    for (int n = 0; n < call_.batch; ++n)
      for (int u = 0; u < h; ++u) {
        double gate[4];
        for (int g = 0; g < 4; ++g) {
          const int row = g * h + u;
          double sum = bias(row);
          for (int k = 0; k < x + h; ++k) {
            const double value = k < x ? in[0][in_.index(n, k, 0, 0)] : in[1][half.index(n, k - x, 0, 0)];
            sum += weights_[static_cast<std::size_t>(row) * static_cast<std::size_t>(x + h) + static_cast<std::size_t>(k)] * value;
          }
          gate[g] = activated(g == 2 ? Activation::tanh : Activation::sigmoid, sum);
        }
        const double now = gate[1] * in[2][half.index(n, u, 0, 0)] + gate[0] * gate[2];
        state[half.index(n, u, 0, 0)] = static_cast<float>(now);
        out[half.index(n, u, 0, 0)] = static_cast<float>(gate[3] * std::tanh(now));
      }
  }

  /// Vaswani et al. 2017, softmax(q k^T / sqrt(d)) v for each head of d = c / g channels.
  void attention(const std::vector<const float*>& in, float* out) const {
    const int tokens = in_.width, depth = in_.channels / call_.groups;
    std::vector<double> share(static_cast<std::size_t>(tokens));
    for (int n = 0; n < in_.batch; ++n)
      for (int head = 0; head < call_.groups; ++head)
        for (int t = 0; t < tokens; ++t) {
          double most = -INFINITY, sum = 0;
          for (int s = 0; s < tokens; ++s) {
            double product = 0;
            for (int c = head * depth; c < (head + 1) * depth; ++c) product += at(in[0], n, c, 0, t) * at(in[1], n, c, 0, s);
            share[static_cast<std::size_t>(s)] = product / std::sqrt(static_cast<double>(depth));
            most = std::max(most, share[static_cast<std::size_t>(s)]);
          }
          for (double& one : share) sum += one = std::exp(one - most);
          for (int c = head * depth; c < (head + 1) * depth; ++c) {
            double value = 0;
            for (int s = 0; s < tokens; ++s) value += share[static_cast<std::size_t>(s)] / sum * at(in[2], n, c, 0, s);
            out[out_.index(n, c, 0, t)] = static_cast<float>(value);
          }
        }
  }

  KernelCall call_;
  MapShape in_, out_;
  std::vector<float> weights_, bias_;
};

}  // namespace

double activated(Activation activation, double v) {
  switch (activation) {
    case Activation::relu:
      return std::max(0.0, v);
    case Activation::relu6:
      return std::clamp(v, 0.0, 6.0);
    case Activation::hard_swish:
      return v * std::clamp(v + 3, 0.0, 6.0) / 6;
    case Activation::swish:
      return v / (1 + std::exp(-v));
    case Activation::sigmoid:
      return 1 / (1 + std::exp(-v));
    case Activation::tanh:
      return std::tanh(v);
    case Activation::gelu:
      return 0.5 * v * (1 + std::erf(v / std::sqrt(2.0)));
    default:
      return v;
  }
}

std::unique_ptr<Operator> make_reference(const KernelCall& call, const Parameters& parameters) {
  if (call.precision != Precision::fp32) throw std::invalid_argument("the plain loops compute in fp32 only");
  return std::make_unique<Reference>(call, parameters);
}

}  // namespace lastmile::kernels
