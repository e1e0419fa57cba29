// Recurrent layers over a sequence: cells of recurrent_cell.hpp (data sheet there), products of
// conv_plan.hpp.
//
// Parameters weights [gate][cell][in], recurrent [gate][cell][cell], bias [gate][cell], of gru with
//            reset_bias then that one [cell]; gates in the order of the cell's formulae (lstm: i,
//            f, g, o). They start with a variance of 1 / fan-in, biases with 0.
// Refused    projections
#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>

#include "kernels/aligned.hpp"
#include "models/learn/operations/maker.hpp"
#include "models/learn/operations/recurrent_cell.hpp"
#include "models/learn/operations/tokens_shape.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;

template <class Cell>
class Recurrent final : public Operation {
 public:
  static constexpr std::size_t kGates = Cell::kGates;

  Recurrent(const models::Layer& layer)
      : in_(static_cast<int>(layer.in.channels)),
        cells_(static_cast<std::size_t>(layer.spec.out_channels)),
        tokens_(static_cast<std::size_t>(layer.in.width)),
        last_only_(layer.spec.last_only),
        has_bias_(layer.spec.bias),
        reset_bias_(layer.spec.bias && layer.spec.reset_bias),
        input_(tokens_shape(in_, rows(), static_cast<int>(tokens_))),
        step_(tokens_shape(layer.spec.out_channels, rows(), 1)),
        history_(tokens_shape(layer.spec.out_channels, rows(), static_cast<int>(tokens_))) {}

  [[nodiscard]] std::vector<ParameterBlock> parameters() const override {
    const auto gates = static_cast<std::int64_t>(kGates), cells = static_cast<std::int64_t>(cells_);
    std::vector<ParameterBlock> blocks = {
        {"weights", {gates, cells, in_}, std::sqrt(1.0 / in_)},
        {"recurrent", {gates, cells, cells}, std::sqrt(1.0 / static_cast<double>(cells_))}};
    if (has_bias_) blocks.push_back({"bias", {gates, cells}});
    if (reset_bias_) blocks.push_back({"reset_bias", {cells}});
    return blocks;
  }

  // Kept: gates' shares of input and output before, their activations, states and outputs before
  // each token, and the last of both.
  [[nodiscard]] BufferSizes buffers() const override {
    return {step_bias() + (reset_bias_ ? kGates * cells_ : 0), input_.packed_back_size(),
            3 * gate_floats() + 2 * cell_floats() + 2 * cells_ * kLanes + kGates * cells_ * kLanes,
            0};
  }

  void pack(const float* parameters, float* packed, float* packed_back) const override {
    input_.pack(parameters, packed);
    step_.pack(parameters + input_weights(), packed + input_.packed_size());
    step_.pack_back(parameters + input_weights(),
                    packed + input_.packed_size() + step_.packed_size());
    if (packed_back != nullptr) input_.pack_back(parameters, packed_back);
    if (!reset_bias_) return;
    std::fill_n(packed + step_bias(), (kGates - 1) * cells_, 0.0F);
    std::copy_n(parameters + input_weights() + step_weights() + kGates * cells_, cells_,
                packed + step_bias() + (kGates - 1) * cells_);
  }

  void forward(const ForwardCall& c) const override {
    const Kept kept = lay_out(c.kept);
    input_.forward(c.kernels, c.packed,
                   has_bias_ ? c.parameters + input_weights() + step_weights() : nullptr, c.in[0],
                   false, kept.x);
    std::fill_n(kept.state, cells_ * kLanes, 0.0F);
    std::fill_n(kept.output, cells_ * kLanes, 0.0F);
    for (std::size_t t = 0; t < tokens_; ++t) {
      step_.forward(c.kernels, c.packed + input_.packed_size(),
                    reset_bias_ ? c.packed + step_bias() : nullptr, kept.output, false, kept.step);
      each([&](std::size_t k, std::size_t lane) { forward_cell(kept, t, k, lane); });
      if (last_only_ ? t + 1 == tokens_ : true)
        for (std::size_t k = 0; k < cells_; ++k)
          std::copy_n(kept.output + k * kLanes, kLanes,
                      c.out + (last_only_ ? k : k * tokens_ + t) * kLanes);
    }
  }

  void backward(const BackwardCall& c) const override {
    const Kept kept = lay_out(c.kept);
    Back back{kernels::Floats(gate_floats()),
              kernels::Floats(gate_floats()),
              kernels::Floats(kGates * cells_ * kLanes),
              kernels::Floats(cells_ * kLanes),
              kernels::Floats(cells_ * kLanes),
              kernels::Floats(cells_ * kLanes)};
    for (std::size_t t = tokens_; t-- > 0;) {
      each([&](std::size_t k, std::size_t lane) { backward_cell(c, kept, back, t, k, lane); });
      step_.input_gradient(c.kernels, c.packed + input_.packed_size() + step_.packed_size(),
                           back.step.data(), back.output.data());
      c.kernels.add(back.output.size(), back.direct.data(), back.output.data());
    }
    float* recurrent = c.gradient + input_weights();
    input_.weight_gradient(c.kernels, back.x.data(), c.in[0], c.gradient,
                           has_bias_ ? recurrent + step_weights() : nullptr);
    std::vector<float> step_gradient(reset_bias_ ? kGates * cells_ : 0);
    history_.weight_gradient(c.kernels, back.u.data(), kept.outputs, recurrent,
                             reset_bias_ ? step_gradient.data() : nullptr);
    if (reset_bias_)
      std::copy_n(step_gradient.data() + (kGates - 1) * cells_, cells_,
                  recurrent + step_weights() + kGates * cells_);
    if (c.in_slope[0] != nullptr)
      input_.input_gradient(c.kernels, c.packed_back, back.x.data(), c.in_slope[0]);
  }

  void describe(Hasher& hash) const override {
    hash.add("recurrent")
        .add(kGates)
        .add(std::is_same_v<Cell, GruCell>)
        .add(cells_)
        .add(last_only_)
        .add(has_bias_)
        .add(reset_bias_);
  }

 private:
  struct Kept {
    float *x, *u, *a;              // [gate][cell][token][lane]
    float *states, *outputs;       // before each token, [cell][token][lane]
    float *state, *output, *step;  // [cell][lane], [gate][cell][lane]
  };
  struct Back {
    kernels::Floats x, u, step, state, output, direct;
  };

  [[nodiscard]] Kept lay_out(float* at) const {
    const auto take = [&at](std::size_t floats) { return std::exchange(at, at + floats); };
    const std::size_t g = gate_floats(), s = cell_floats(), one = cells_ * kLanes;
    Kept kept{};
    kept.x = take(g), kept.u = take(g), kept.a = take(g);
    kept.states = take(s), kept.outputs = take(s);
    kept.state = take(one), kept.output = take(one), kept.step = take(kGates * one);
    return kept;
  }

  void forward_cell(const Kept& kept, std::size_t t, std::size_t k, std::size_t lane) const {
    Gates<kGates> x{}, u{}, a{};
    const std::size_t one = k * kLanes + lane, all = place(k, t, lane);
    for (std::size_t g = 0; g < kGates; ++g) {
      x[g] = kept.x[gate_place(g, k, t, lane)];
      u[g] = kept.u[gate_place(g, k, t, lane)] = kept.step[g * cells_ * kLanes + one];
    }
    kept.states[all] = kept.state[one];
    kept.outputs[all] = kept.output[one];
    kept.output[one] = Cell::forward(x, u, kept.output[one], kept.state[one], a);
    for (std::size_t g = 0; g < kGates; ++g) kept.a[gate_place(g, k, t, lane)] = a[g];
  }

  void backward_cell(const BackwardCall& c, const Kept& kept, Back& back, std::size_t t,
                     std::size_t k, std::size_t lane) const {
    Gates<kGates> u{}, a{}, dx{}, du{};
    const std::size_t one = k * kLanes + lane, all = place(k, t, lane);
    for (std::size_t g = 0; g < kGates; ++g) {
      u[g] = kept.u[gate_place(g, k, t, lane)];
      a[g] = kept.a[gate_place(g, k, t, lane)];
    }
    const bool last = t + 1 == tokens_;
    float dh = back.output[one];
    if (!last_only_) dh += c.slope[all];
    if (last_only_ && last) dh += c.slope[one];
    const float state = last ? kept.state[one] : kept.states[all + kLanes];
    const CellBack passed = Cell::backward(a, u, kept.states[all], kept.outputs[all], state, dh,
                                           back.state[one], dx, du);
    back.state[one] = passed.state;
    back.direct[one] = passed.output;
    for (std::size_t g = 0; g < kGates; ++g) {
      back.x[gate_place(g, k, t, lane)] = dx[g];
      back.u[gate_place(g, k, t, lane)] = back.step[g * cells_ * kLanes + one] = du[g];
    }
  }

  template <class F>
  void each(F f) const {
    for (std::size_t k = 0; k < cells_; ++k)
      for (std::size_t lane = 0; lane < kLanes; ++lane) f(k, lane);
  }

  [[nodiscard]] std::size_t place(std::size_t k, std::size_t t, std::size_t lane) const {
    return (k * tokens_ + t) * kLanes + lane;
  }
  [[nodiscard]] std::size_t gate_place(std::size_t g, std::size_t k, std::size_t t,
                                       std::size_t lane) const {
    return place(g * cells_ + k, t, lane);
  }
  [[nodiscard]] int rows() const { return static_cast<int>(kGates * cells_); }
  [[nodiscard]] std::size_t cell_floats() const { return cells_ * tokens_ * kLanes; }
  [[nodiscard]] std::size_t gate_floats() const { return kGates * cell_floats(); }
  [[nodiscard]] std::size_t input_weights() const {
    return kGates * cells_ * static_cast<std::size_t>(in_);
  }
  [[nodiscard]] std::size_t step_weights() const { return kGates * cells_ * cells_; }

  /// Where the biases of a step's product lie among the packed: 0, but for the last gate.
  [[nodiscard]] std::size_t step_bias() const {
    return input_.packed_size() + step_.packed_size() + step_.packed_back_size();
  }

  int in_;
  std::size_t cells_, tokens_;
  bool last_only_, has_bias_, reset_bias_;
  kernels::ConvPlan input_, step_, history_;
};

}  // namespace

Made make_recurrent(const LayerPlace& place) {
  if (place.layer.spec.projection > 0) place.refuse("a projection cannot be trained");
  if (place.layer.spec.reset_first) return make_gru_reset_first(place);
  switch (place.layer.kind()) {
    case models::LayerKind::lstm:
      return std::make_unique<Recurrent<LstmCell>>(place.layer);
    case models::LayerKind::cifg_lstm:
      return std::make_unique<Recurrent<CifgCell>>(place.layer);
    case models::LayerKind::gru:
      return std::make_unique<Recurrent<GruCell>>(place.layer);
    default:
      return std::make_unique<Recurrent<RnnCell>>(place.layer);
  }
}

}  // namespace lastmile::learn
