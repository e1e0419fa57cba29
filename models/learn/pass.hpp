// One group of up to kLanes images through a network, forwards and backwards.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "kernels/aligned.hpp"
#include "models/learn/dataset.hpp"
#include "models/learn/network.hpp"

namespace lastmile::learn {

/// The weights as the operations want them; shared by the passes of a step.
class PackedWeights {
 public:
  explicit PackedWeights(const Network& network);
  /// From the flat vector.
  void set(std::span<const float> parameters, bool backward);
  /// To be called when arranged() has been changed.
  void pack(bool backward);
  [[nodiscard]] float* arranged() { return arranged_.data(); }

 private:
  friend class Pass;
  const Network& network_;
  kernels::Floats arranged_;
  std::vector<kernels::Floats> forward_, back_;  // by step: once more in the kernels' layout
};

/// Steps along the gradient during the backward pass, where nobody else wants the gradient.
struct Stepper {
  StepAtOnce whole;  ///< of all arranged parameters
  /// Steps from a part of the gradient.
  std::function<void(std::size_t first, std::size_t count)> part;
};

/// The buffers of one group. Not shared between threads; made once, used for many groups.
class Pass {
 public:
  Pass(const Network& network, bool training);

  /// At most kLanes images; lanes beyond them repeat the first.
  void set_images(const Dataset& data, std::span<const std::uint32_t> images);
  /// Or an activation: rows[lane] holds the elements of value `at` for that image.
  void set_value(ValueId at, std::span<const float* const> rows);

  /// Runs what follows from value `from` alone (0: everything). `random`: for dropout.
  void forward(const PackedWeights& weights, ValueId from = 0, std::uint64_t random = 0);
  /// Whether the last forward() computed this value or was given it.
  [[nodiscard]] bool has(ValueId value) const { return known_[value]; }
  [[nodiscard]] const float* value(ValueId value) const { return activation_[value].data(); }

  /// Where to put d loss / d logits before backward(); marks the value as having a slope.
  float* exit_slope(std::size_t exit);
  /// Overwrites `gradient` (arranged_size floats), or what of it the stepper has left. `share` of
  /// the batch: for statistics.
  void backward(const PackedWeights& weights, float* gradient, float share = 1,
                const Stepper* stepper = nullptr);

 private:
  void size_buffers();
  void size_scratch();
  [[nodiscard]] bool ready(const Step& step) const;
  void point_at_inputs(const Step& step);
  void point_at_slopes(const Step& step);
  void run(const PackedWeights& weights, std::size_t step, std::uint64_t random);
  void run_back(const PackedWeights& weights, std::size_t step, float* gradient, float share,
                const Stepper* stepper);
  [[nodiscard]] std::size_t floats(ValueId value) const;

  const Network& network_;
  bool training_;
  int images_ = kernels::kLanes;
  std::vector<kernels::Floats> activation_, slope_;  // by value
  std::vector<kernels::Floats> kept_, back_;         // by step
  std::vector<kernels::Floats> scratch_;             // by input of a step
  std::vector<bool> known_, has_slope_;
  std::vector<const float*> in_;  // of the step at work, by input
  std::vector<float*> in_slope_;
};

}  // namespace lastmile::learn
