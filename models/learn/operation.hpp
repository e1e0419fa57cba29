// One thing that a network does: reads values, writes one, and sends slopes back.
//
// A value is an activation of one group of kLanes images, [channel][row][column][lane]; a slope is
// the derivative of the loss by a value. An operation is immutable and shared by all threads; what
// a group or a step needs beside the values lies in buffers that the operation asks for and that
// others keep. Lanes beyond the group's images repeat the first image, and their slopes are 0: an
// operation that mixes lanes has to keep them so.
// A new operation is a file in operations/ and a line in operations/makers.cpp.
// Checked: tests/unit/learn/gradient_test.cpp (each against finite differences)
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kernels/lanes.hpp"
#include "models/learn/digest.hpp"

namespace lastmile::learn {

using ValueId = std::size_t;  ///< 0 is the input

/// Parameters that belong together; they start as a normal distribution around `centre`.
struct ParameterBlock {
  std::string role;  ///< "weights", "bias", ...
  std::vector<std::int64_t> shape;
  double spread = 0;  ///< standard deviation; 0: all are `centre`
  double centre = 0;
  bool statistic = false;  ///< not trained, but followed: see backward()

  [[nodiscard]] std::size_t count() const;
};

/// Floats that an operation wants.
struct BufferSizes {
  std::size_t packed = 0;       ///< its parameters as the kernels want them; made once a step
  std::size_t packed_back = 0;  ///< the same for sending slopes to its inputs
  std::size_t kept = 0;         ///< one a group, 0 at first: what forward() leaves for backward()
  std::size_t back = 0;         ///< one a group, 0 at first: for sending slopes to its inputs
};

/// A step along the gradient in the place of the gradient.
struct StepAtOnce {
  kernels::SgdStep rule;     ///< but for `count`
  float* weights = nullptr;  ///< arranged
  float* velocity = nullptr;
};

struct ForwardCall {
  const kernels::LaneKernels& kernels;
  std::span<const float* const> in;  ///< by input
  float* out = nullptr;
  const float* parameters = nullptr;  ///< its own, arranged
  const float* packed = nullptr;
  float* kept = nullptr;
  int images = kernels::kLanes;  ///< lanes that hold one of their own
  bool training = false;
  std::uint64_t random = 0;  ///< another number for every group of every step
};

struct BackwardCall {
  const kernels::LaneKernels& kernels;
  std::span<const float* const> in;
  const float* out = nullptr;
  float* slope = nullptr;            ///< of the output; may be changed
  std::span<float* const> in_slope;  ///< by input, to be overwritten; null: not wanted
  const float* parameters = nullptr;
  const float* packed = nullptr;
  const float* packed_back = nullptr;
  float* kept = nullptr;
  float* back = nullptr;
  float* gradient = nullptr;  ///< of its parameters, arranged as they are; to be overwritten
  StepAtOnce step;            ///< with weights, instead of `gradient`; if it steps_at_once()
  int images = kernels::kLanes;
  float share = 1;  ///< of the batch's images
};

class Operation {
 public:
  virtual ~Operation() = default;

  /// In the order in which they lie in the flat vector.
  [[nodiscard]] virtual std::vector<ParameterBlock> parameters() const { return {}; }
  /// Floats of its parameters in an order of its own, in which they are trained; 0: the flat
  /// vector's order. One without statistics.
  [[nodiscard]] virtual std::size_t arranged_size() const { return 0; }
  virtual void arrange(const float* /*flat*/, float* /*arranged*/) const {}
  virtual void restore(const float* /*arranged*/, float* /*flat*/) const {}
  [[nodiscard]] virtual BufferSizes buffers() const { return {}; }
  /// `packed_back` null: not needed.
  virtual void pack(const float* /*parameters*/, float* /*packed*/, float* /*packed_back*/) const {}
  virtual void forward(const ForwardCall& call) const = 0;
  /// Where a statistic's gradient would lie, its value in this group times `share`.
  virtual void backward(const BackwardCall& call) const = 0;
  /// Whether backward() can make StepAtOnce.
  [[nodiscard]] virtual bool steps_at_once() const { return false; }
  /// Everything that the results depend on.
  virtual void describe(Hasher& hash) const = 0;

  /// Whether it computes, from now on, the relu behind it as well.
  virtual bool join_relu() { return false; }
  /// Its input is rectified. Whether it sends no slope to elements of it that are not above 0.
  virtual bool guard_rectified_input() { return false; }
  /// All readers of its rectified output do so: it need not mask the slope itself.
  virtual void trust_readers() {}
};

}  // namespace lastmile::learn
