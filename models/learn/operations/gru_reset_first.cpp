// The gru whose reset gate acts on the output before, in front of the product (LayerSpec::reset_first).
//
// Formulae   r, z = sigmoid(x + U h);  n = tanh(x + V (r h));  h' = (1 - z) n + z h
//            d n = d h' (1 - z)(1 - n^2);  d z = d h' (h - n) z (1 - z);  d (r h) = V^T d n;
//            d r = d (r h) h r (1 - r);  d h = d h' z + d (r h) r + U^T (d r, d z)
// Symbols    x what a gate gets from the input and its bias, h the output of the token before
// Parameters as in recurrent.cpp: U are the recurrent weights of r and z, V those of n
// Source     Cho et al. 2014, arXiv:1406.1078; ONNX's default (linear_before_reset = 0)
// Tests      tests/unit/learn/gradient_test.cpp, onnx_golden_test.cpp
#include <algorithm>
#include <cmath>
#include <utility>

#include "kernels/aligned.hpp"
#include "kernels/lane_functions.hpp"
#include "models/learn/operations/maker.hpp"
#include "models/learn/operations/tokens_shape.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;

class ResetFirstGru final : public Operation {
 public:
  explicit ResetFirstGru(const models::Layer& layer)
      : in_(static_cast<std::size_t>(layer.in.channels)),
        cells_(static_cast<std::size_t>(layer.spec.out_channels)),
        tokens_(static_cast<std::size_t>(layer.in.width)),
        last_only_(layer.spec.last_only),
        has_bias_(layer.spec.bias),
        input_(shape(in_, 3 * cells_, tokens_)),
        gates_(shape(cells_, 2 * cells_, 1)),
        new_(shape(cells_, cells_, 1)),
        gates_history_(shape(cells_, 2 * cells_, tokens_)),
        new_history_(shape(cells_, cells_, tokens_)) {}

  [[nodiscard]] std::vector<ParameterBlock> parameters() const override {
    const auto cells = static_cast<std::int64_t>(cells_), in = static_cast<std::int64_t>(in_);
    std::vector<ParameterBlock> blocks = {
        {"weights", {3, cells, in}, std::sqrt(1.0 / static_cast<double>(in_))},
        {"recurrent", {3, cells, cells}, std::sqrt(1.0 / static_cast<double>(cells_))}};
    if (has_bias_) blocks.push_back({"bias", {3, cells}});
    return blocks;
  }

  [[nodiscard]] BufferSizes buffers() const override {
    return {new_back_at() + new_.packed_back_size(), input_.packed_back_size(),
            8 * cells_ * tokens_ * kLanes + 4 * cells_ * kLanes, 0};
  }

  void pack(const float* parameters, float* packed, float* packed_back) const override {
    const float *u = parameters + 3 * cells_ * in_, *v = u + 2 * cells_ * cells_;
    input_.pack(parameters, packed);
    gates_.pack(u, packed + gates_at());
    gates_.pack_back(u, packed + gates_back_at());
    new_.pack(v, packed + new_at());
    new_.pack_back(v, packed + new_back_at());
    if (packed_back != nullptr) input_.pack_back(parameters, packed_back);
  }

  void forward(const ForwardCall& c) const override {
    const Kept k = lay_out(c.kept);
    input_.forward(c.kernels, c.packed, has_bias_ ? c.parameters + 3 * cells_ * (in_ + cells_) : nullptr,
                   c.in[0], false, k.x);
    std::fill_n(k.output, cells_ * kLanes, 0.0F);
    for (std::size_t t = 0; t < tokens_; ++t) {
      gates_.forward(c.kernels, c.packed + gates_at(), nullptr, k.output, false, k.step);
      each(t, [&](std::size_t one, std::size_t at) { open_gates(k, one, at); });
      new_.forward(c.kernels, c.packed + new_at(), nullptr, k.reset, false, k.step);
      each(t, [&](std::size_t one, std::size_t at) { renew(k, one, at); });
      if (!last_only_ || t + 1 == tokens_) answer(k, t, c.out);
    }
  }

  void backward(const BackwardCall& c) const override {
    const Kept k = lay_out(c.kept);
    Back b{kernels::Floats(3 * cells_ * tokens_ * kLanes), kernels::Floats(2 * cells_ * kLanes),
           kernels::Floats(cells_ * kLanes), kernels::Floats(cells_ * kLanes),
           kernels::Floats(cells_ * kLanes)};
    for (std::size_t t = tokens_; t-- > 0;) {
      each(t, [&](std::size_t one, std::size_t at) { back_to_new(c, k, b, t + 1 == tokens_, one, at); });
      new_.input_gradient(c.kernels, c.packed + new_back_at(), b.step.data(), b.reset.data());
      each(t, [&](std::size_t one, std::size_t at) { back_to_gates(k, b, one, at); });
      gates_.input_gradient(c.kernels, c.packed + gates_back_at(), b.step.data(), b.output.data());
      c.kernels.add(b.output.size(), b.direct.data(), b.output.data());
    }
    float *u = c.gradient + 3 * cells_ * in_, *v = u + 2 * cells_ * cells_;
    input_.weight_gradient(c.kernels, b.x.data(), c.in[0], c.gradient,
                           has_bias_ ? v + cells_ * cells_ : nullptr);
    gates_history_.weight_gradient(c.kernels, b.x.data(), k.before, u, nullptr);
    new_history_.weight_gradient(c.kernels, b.x.data() + gate(2), k.resets, v, nullptr);
    if (c.in_slope[0] != nullptr)
      input_.input_gradient(c.kernels, c.packed_back, b.x.data(), c.in_slope[0]);
  }

  void describe(Hasher& hash) const override {
    hash.add("gru reset first").add(cells_).add(last_only_).add(has_bias_);
  }

 private:
  struct Kept {
    float *x, *a;                   // [gate][cell][token][lane]: shares of the input, activations
    float *before, *resets;         // h and r h of each token
    float *output, *reset, *step;   // of one token
  };
  struct Back {
    kernels::Floats x, step, reset, output, direct;
  };

  static kernels::ConvShape shape(std::size_t in, std::size_t out, std::size_t tokens) {
    return tokens_shape(static_cast<int>(in), static_cast<int>(out), static_cast<int>(tokens));
  }

  [[nodiscard]] Kept lay_out(float* at) const {
    const auto take = [&at](std::size_t floats) { return std::exchange(at, at + floats); };
    const std::size_t all = cells_ * tokens_ * kLanes, one = cells_ * kLanes;
    Kept kept{};
    kept.x = take(3 * all), kept.a = take(3 * all);
    kept.before = take(all), kept.resets = take(all);
    kept.output = take(one), kept.reset = take(one), kept.step = take(2 * one);
    return kept;
  }

  // At token t, element `one` of a token's cells; `at` the same among all tokens.
  void open_gates(const Kept& k, std::size_t one, std::size_t at) const {
    k.a[at] = kernels::lane_sigmoid(k.x[at] + k.step[one]);
    k.a[gate(1) + at] = kernels::lane_sigmoid(k.x[gate(1) + at] + k.step[cells_ * kLanes + one]);
    k.before[at] = k.output[one];
    k.resets[at] = k.reset[one] = k.a[at] * k.output[one];
  }

  void renew(const Kept& k, std::size_t one, std::size_t at) const {
    const float n = kernels::lane_tanh(k.x[gate(2) + at] + k.step[one]), z = k.a[gate(1) + at];
    k.a[gate(2) + at] = n;
    k.output[one] = (1 - z) * n + z * k.output[one];
  }

  void answer(const Kept& k, std::size_t t, float* out) const {
    for (std::size_t cell = 0; cell < cells_; ++cell)
      std::copy_n(k.output + cell * kLanes, kLanes,
                  out + (last_only_ ? cell : cell * tokens_ + t) * kLanes);
  }

  void back_to_new(const BackwardCall& c, const Kept& k, Back& b, bool last, std::size_t one,
                   std::size_t at) const {
    const float z = k.a[gate(1) + at], n = k.a[gate(2) + at];
    float d = b.output[one];
    if (!last_only_) d += c.slope[at];
    if (last_only_ && last) d += c.slope[one];
    b.step[one] = b.x[gate(2) + at] = d * (1 - z) * (1 - n * n);
    b.x[gate(1) + at] = d * (k.before[at] - n) * z * (1 - z);
    b.direct[one] = d * z;
  }

  void back_to_gates(const Kept& k, Back& b, std::size_t one, std::size_t at) const {
    const float r = k.a[at];
    b.step[one] = b.x[at] = b.reset[one] * k.before[at] * r * (1 - r);
    b.step[cells_ * kLanes + one] = b.x[gate(1) + at];
    b.direct[one] += b.reset[one] * r;
  }

  /// f(element of one token, the same among all tokens)
  template <class F>
  void each(std::size_t t, F f) const {
    for (std::size_t cell = 0; cell < cells_; ++cell)
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        f(cell * kLanes + lane, (cell * tokens_ + t) * kLanes + lane);
  }

  [[nodiscard]] std::size_t gate(std::size_t g) const { return g * cells_ * tokens_ * kLanes; }
  // Where things lie among the packed.
  [[nodiscard]] std::size_t gates_at() const { return input_.packed_size(); }
  [[nodiscard]] std::size_t gates_back_at() const { return gates_at() + gates_.packed_size(); }
  [[nodiscard]] std::size_t new_at() const { return gates_back_at() + gates_.packed_back_size(); }
  [[nodiscard]] std::size_t new_back_at() const { return new_at() + new_.packed_size(); }

  std::size_t in_, cells_, tokens_;
  bool last_only_, has_bias_;
  kernels::ConvPlan input_, gates_, new_, gates_history_, new_history_;
};

}  // namespace

Made make_gru_reset_first(const LayerPlace& place) {
  return std::make_unique<ResetFirstGru>(place.layer);
}

}  // namespace lastmile::learn
