// Runs a call on random tensors with one instruction set's fast kernel and with the plain loops.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "kernels/aligned.hpp"
#include "kernels/operator.hpp"
#include "kernels/random_values.hpp"

namespace lastmile::kernels {

/// Largest error that rounding may leave in a sum of `terms` products of the size that
/// RandomParameters gives: a random walk of `terms` roundings of half a unit, six deviations wide,
/// and a few roundings for what follows.
inline double rounding_of(int terms) {
  return 0x1p-24 * (16 + 6 * std::sqrt(static_cast<double>(terms)));
}

struct Compared {
  double error = 0;          ///< largest, of all elements, relative to max(1, |value|)
  bool padding_zero = true;  ///< unused channels of the last block
  bool inside = true;        ///< nothing was written behind the output
  std::string algorithm;
};

namespace comparison {

constexpr float kGuard = 1234.5F;

inline Floats result(const Operator& made, const std::vector<Floats>& inputs, std::size_t elements,
                     bool& inside) {
  constexpr std::size_t guard = 32;
  Floats out(elements + guard, std::numeric_limits<float>::quiet_NaN());
  std::fill(out.end() - guard, out.end(), kGuard);
  std::vector<const void*> pointers;
  for (const Floats& one : inputs) pointers.push_back(one.data());
  Floats scratch(made.scratch_bytes() / sizeof(float) + 1, std::numeric_limits<float>::quiet_NaN());
  made.run(pointers.data(), out.data(), scratch.data());
  inside = std::all_of(out.end() - guard, out.end(), [](float v) { return v == kGuard; });
  out.resize(elements);
  return out;
}

inline std::vector<float> plain(const MapShape& shape, const Floats& laid_out) {
  std::vector<float> values(static_cast<std::size_t>(shape.batch) *
                            static_cast<std::size_t>(shape.channels) * shape.plane());
  from_layout(shape, laid_out.data(), values.data());
  return values;
}

inline bool zeros_in_padding(const MapShape& shape, Floats laid_out) {
  if (shape.interleaved()) return true;
  for (int n = 0; n < shape.batch; ++n)
    for (int c = 0; c < shape.channels; ++c)
      for (int y = 0; y < shape.height; ++y)
        for (int x = 0; x < shape.width; ++x) laid_out[shape.index(n, c, y, x)] = 0;
  return std::all_of(laid_out.begin(), laid_out.end(), [](float v) { return v == 0; });
}

inline double largest_error(const std::vector<float>& got, const std::vector<float>& wanted) {
  double most = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double error = std::abs(static_cast<double>(got[i]) - wanted[i]) /
                         std::max(1.0, std::abs(static_cast<double>(wanted[i])));
    most = std::isnan(error) ? std::numeric_limits<double>::infinity() : std::max(most, error);
  }
  return most;
}

}  // namespace comparison

/// `spread` widens the inputs, which are else in [-1, 1).
inline std::vector<Floats> random_inputs(const KernelCall& call, std::uint64_t seed,
                                         float spread = 1) {
  std::vector<Floats> inputs;
  for (int i = 0; i < call.input_count(); ++i) {
    const MapShape shape = input_shape(call, i);
    inputs.emplace_back(shape.elements());
    fill_random(shape, seed + 17 + static_cast<std::uint64_t>(i), inputs.back().data());
    for (float& v : inputs.back()) v *= spread;
  }
  return inputs;
}

inline Floats fast_result(const KernelCall& call, Isa isa, std::uint64_t seed = 1) {
  bool inside = true;
  const auto made = make_operator(call, RandomParameters(call, seed).parameters(), isa);
  return comparison::result(*made, random_inputs(call, seed), output_shape(call).elements(),
                            inside);
}

inline Compared against_reference(KernelCall call, Isa isa, std::uint64_t seed, float spread) {
  const RandomParameters random(call, seed);
  const std::vector<Floats> inputs = random_inputs(call, seed, spread);
  const auto fast = make_operator(call, random.parameters(), isa);
  call.algorithm = "reference";
  const auto plain_loops = make_operator(call, random.parameters(), isa);
  const MapShape out = output_shape(call);
  bool inside = true, unused = true;
  const Floats got = comparison::result(*fast, inputs, out.elements(), inside);
  const Floats wanted = comparison::result(*plain_loops, inputs, out.elements(), unused);
  return {comparison::largest_error(comparison::plain(out, got), comparison::plain(out, wanted)),
          comparison::zeros_in_padding(out, got), inside, fast->algorithm()};
}

/// Every runnable instruction set meets the plain loops within `tolerance`, with a fast kernel.
inline void check_call(const KernelCall& call, double tolerance, std::uint64_t seed = 1,
                       float spread = 1) {
  for (const Isa isa : runnable_isas()) {
    const Compared found = against_reference(call, isa, seed, spread);
    CAPTURE(text(call));
    CAPTURE(to_string(isa));
    CHECK(found.algorithm != "reference");
    CHECK(found.error <= tolerance);
    CHECK(found.padding_zero);
    CHECK(found.inside);
  }
}

}  // namespace lastmile::kernels
