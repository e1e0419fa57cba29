// A random int8 call with its data, run by any algorithm.
#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "kernels/aligned.hpp"
#include "kernels/operator.hpp"
#include "kernels/random_values.hpp"

namespace lastmile::kernels::int8 {

template <class T>
using Buffer = std::vector<T, CacheLineAllocator<T>>;

/// Weights are whole numbers of their channel's scale, so that -128 ... 127 are used.
struct Case {
  KernelCall call;
  Quantisation quantisation;
  std::vector<float> weights, bias, scales;
  Buffer<std::uint8_t> input, summand;

  Case(const std::string& line, std::uint64_t seed) : call(parse_call(line + " prec=int8")) {
    RandomValues random(seed);
    quantisation.input_zero = random.between(0, 255);
    quantisation.output_zero = random.between(0, 255);
    quantisation.summand_zero = random.between(0, 255);
    quantisation.input_scale = random.uniform(0.01F, 0.05F);
    quantisation.summand_scale = random.uniform(0.01F, 0.05F);
    const std::size_t out = static_cast<std::size_t>(call.channels_out()),
                      terms = weight_count(call) / out;
    quantisation.output_scale = random.uniform(0.5F, 1) * static_cast<float>(terms);
    for (std::size_t o = 0; o < out; ++o) {
      scales.push_back(random.uniform(0.5F, 1.5F));
      bias.push_back(random.uniform(-10, 10));
      for (std::size_t k = 0; k < terms; ++k)
        weights.push_back(static_cast<float>(random.between(-128, 127)) * scales[o]);
    }
    fill(input_shape(call, 0), random, input);
    if (call.add) fill(output_shape(call), random, summand);
  }

  [[nodiscard]] Parameters parameters() const {
    Parameters all{weights.data(), bias.data(), quantisation};
    all.quantisation.weight_scales = scales.data();
    return all;
  }

  /// The output's bytes, without the spare ones at its end; what a kernel leaves out stays 0xAA.
  [[nodiscard]] Buffer<std::uint8_t> run(const std::string& algorithm, Isa isa) const {
    KernelCall one = call;
    one.algorithm = algorithm;
    const auto made = make_operator(one, parameters(), isa);
    const std::size_t element = quantisation.fp32_output ? sizeof(float) : 1;
    const MapShape out = output_shape(call);
    Buffer<std::uint8_t> bytes(out.elements() * element, 0xAA);
    Buffer<std::uint8_t> scratch(made->scratch_bytes() + 64, 0x55);
    const void* inputs[] = {input.data(), summand.data()};
    made->run(inputs, bytes.data(), scratch.data());
    if (out.interleaved()) bytes.resize(bytes.size() - kMostInterleaved * element);
    return bytes;
  }

 private:
  static void fill(const MapShape& shape, RandomValues& random, Buffer<std::uint8_t>& bytes) {
    bytes.assign(shape.elements(), 0);
    for (int n = 0; n < shape.batch; ++n)
      for (int c = 0; c < shape.channels; ++c)
        for (int y = 0; y < shape.height; ++y)
          for (int x = 0; x < shape.width; ++x)
            bytes[shape.index(n, c, y, x)] = static_cast<std::uint8_t>(random.between(0, 255));
  }
};

/// The set, byte and shape where `algorithm` first differs from the expected bytes; empty if
/// nowhere.
inline std::string difference(const Case& one, const std::string& algorithm, Isa isa,
                              const Buffer<std::uint8_t>& expected) {
  const auto got = one.run(algorithm, isa);
  for (std::size_t i = 0; i < expected.size(); ++i)
    if (got[i] != expected[i])
      return algorithm + " of " + std::string(to_string(isa)) + " at byte " + std::to_string(i) +
             ": " + text(one.call);
  return "";
}

/// Of all exact algorithms from the plain loops.
inline std::string first_difference(const Case& one) {
  const auto expected = one.run("reference", Isa::generic);
  for (const Isa isa : runnable_isas())
    for (const std::string& name : algorithms(one.call, isa)) {
      if (name == "winograd2") continue;
      const std::string found = difference(one, name, isa, expected);
      if (!found.empty()) return found;
    }
  return "";
}

}  // namespace lastmile::kernels::int8
