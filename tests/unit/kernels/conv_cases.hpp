// Random convolutions, and their results by a fast kernel and by the plain loops.
#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "kernels/aligned.hpp"
#include "kernels/operator.hpp"
#include "kernels/random_values.hpp"

namespace lastmile::kernels {

/// Random tensors for one call; results carry a guard behind them that must stay.
class ConvCase {
 public:
  ConvCase(const KernelCall& call, std::uint64_t seed)
      : out_(output_shape(call)), random_(call, seed) {
    for (int i = 0; i < call.input_count(); ++i) {
      const MapShape shape = input_shape(call, i);
      inputs_.emplace_back(shape.elements());
      fill_random(shape, seed + 1 + static_cast<std::uint64_t>(i), inputs_.back().data());
    }
  }

  [[nodiscard]] Parameters parameters() const { return random_.parameters(); }

  [[nodiscard]] Floats run(const Operator& made) const {
    constexpr float guard = 1234.5F;
    constexpr std::size_t guards = 32;
    const float nan = std::numeric_limits<float>::quiet_NaN();
    Floats out(out_.elements() + guards, nan),
        scratch(made.scratch_bytes() / sizeof(float) + guards, nan);
    std::fill(out.end() - guards, out.end(), guard);
    std::fill(scratch.end() - guards, scratch.end(), guard);
    std::vector<const void*> inputs;
    for (const Floats& input : inputs_) inputs.push_back(input.data());
    made.run(inputs.data(), out.data(), scratch.data());
    for (std::size_t i = 1; i <= guards; ++i) {
      REQUIRE(out[out.size() - i] == guard);
      REQUIRE(scratch[scratch.size() - i] == guard);
    }
    out.resize(out_.elements() - (out_.interleaved() ? kMostInterleaved : 0));
    return out;
  }

 private:
  MapShape out_;
  RandomParameters random_;
  std::vector<Floats> inputs_;
};

inline Floats conv_result(KernelCall call, Isa isa, std::uint64_t seed,
                          const std::string& algorithm) {
  for (const std::string& name : algorithms(call, isa))
    if (name.rfind(algorithm, 0) == 0) call.algorithm = name;
  const ConvCase problem(call, seed);
  return problem.run(*make_operator(call, problem.parameters(), isa));
}

/// Rounding of a sum of `terms` products: it walks at random, so by the root of their number; the
/// widest of many thousands of outputs lies six deviations out, and a few roundings follow.
/// Winograd's transforms multiply that.
inline double conv_tolerance(const KernelCall& call, const std::string& algorithm) {
  const double terms =
      static_cast<double>(call.channels / call.groups) * call.kernel_height * call.kernel_width;
  const double direct = 0x1p-24 * (16 + 6 * std::sqrt(terms));
  if (algorithm == "winograd2") return 4 * direct;
  return algorithm == "winograd4" ? 16 * direct : direct;
}

/// Every algorithm of every set meets the plain loops, and writes the padding as zeros (as they
/// do).
inline void check_conv(const KernelCall& call, std::uint64_t seed) {
  const ConvCase problem(call, seed);
  KernelCall variant = call;
  variant.algorithm = "reference";
  const Floats wanted = problem.run(*make_operator(variant, problem.parameters()));
  for (const Isa isa : runnable_isas())
    for (const std::string& name : algorithms(call, isa)) {
      if (name == "reference") continue;
      variant.algorithm = name;
      const Floats got = problem.run(*make_operator(variant, problem.parameters(), isa));
      double error = 0;
      for (std::size_t i = 0; i < got.size(); ++i) {
        const double off = std::abs(got[i] - wanted[i]) / std::max(1.0F, std::abs(wanted[i]));
        error = std::isnan(off) ? std::numeric_limits<double>::infinity() : std::max(error, off);
      }
      CAPTURE(text(variant));
      CAPTURE(to_string(isa));
      CHECK(error <= conv_tolerance(call, name));
    }
}

inline KernelCall random_conv(RandomValues& random) {
  KernelCall call;
  do {
    call = KernelCall();
    constexpr int kGroups[] = {1, 1, 1, 1, 2, 3, 4, 8};
    call.groups = kGroups[random.between(0, 7)];
    call.channels = call.groups * random.between(1, call.groups > 1 ? 20 : 80);
    call.out_channels = call.groups * random.between(1, call.groups > 1 ? 20 : 80);
    call.batch = random.between(0, 9) == 0 ? random.between(2, 9) : 1;
    call.height = random.between(1, 20), call.width = random.between(1, 20);
    call.kernel_height = random.between(1, 5);
    call.kernel_width = random.between(0, 1) == 0 ? call.kernel_height : random.between(1, 5);
    if (random.between(0, 2) == 0) call.kernel_height = call.kernel_width = 3;
    call.stride = random.between(0, 2) == 0 ? random.between(2, 3) : 1;
    call.dilation = random.between(0, 4) == 0 ? random.between(2, 3) : 1;
    call.padding = random.between(0, 3);
    call.add = random.between(0, 3) == 0;
    call.activation = static_cast<Activation>(random.between(0, 7));
  } while (call.height_out() < 1 || call.width_out() < 1);
  return call;
}

}  // namespace lastmile::kernels
