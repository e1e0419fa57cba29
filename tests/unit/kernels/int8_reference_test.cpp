#include "kernels/int8/reference.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "kernels/reference.hpp"
#include "tests/unit/kernels/int8_case.hpp"

using namespace lastmile::kernels;
using lastmile::kernels::int8::Buffer;
using lastmile::kernels::int8::Case;

namespace {

Floats dequantised(const MapShape& shape, const Buffer<std::uint8_t>& bytes, float scale,
                   int zero) {
  Floats real(shape.elements());
  for (int n = 0; n < shape.batch; ++n)
    for (int c = 0; c < shape.channels; ++c)
      for (int y = 0; y < shape.height; ++y)
        for (int x = 0; x < shape.width; ++x) {
          const std::size_t i = shape.index(n, c, y, x);
          real[i] = int8::dequantised(bytes[i], scale, zero);
        }
  return real;
}

/// The call in fp32 on the numbers that the bytes mean.
Floats in_fp32(const Case& one) {
  const Quantisation& q = one.quantisation;
  KernelCall call = one.call;
  call.precision = Precision::fp32;
  const Floats input = dequantised(input_shape(call, 0), one.input, q.input_scale, q.input_zero);
  Floats summand;
  if (call.add)
    summand = dequantised(output_shape(call), one.summand, q.summand_scale, q.summand_zero);
  const void* inputs[] = {input.data(), summand.data()};
  Floats out(output_shape(call).elements());
  make_reference(call, one.parameters())->run(inputs, out.data(), nullptr);
  return out;
}

}  // namespace

TEST_CASE("int8 plain loops: the fp32 result on the same numbers, to half a step") {
  for (const char* line :
       {"conv n=2 c=5 h=7 w=6 oc=18 k=3x2 p=1 s=2 add=1 act=relu",
        "conv c=3 h=9 w=9 oc=3 k=3x3 d=2", "conv c=8 h=4 w=4 oc=12 g=4 k=1x3 act=relu6",
        "depthwise c=21 h=5 w=5 g=21 k=3x3 p=1", "dense n=3 c=40 oc=9 act=relu"}) {
    Case one(line, 21);
    const Floats real = in_fp32(one);
    const auto bytes = one.run("reference", Isa::generic);
    const Quantisation& q = one.quantisation;
    double worst = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const double exact = real[i] / q.output_scale + q.output_zero;
      const MapShape out = output_shape(one.call);
      const bool padding = !out.interleaved() && out.channels % kBlock != 0 &&
                           i / (out.plane() * kBlock) % static_cast<std::size_t>(out.blocks()) ==
                               static_cast<std::size_t>(out.blocks() - 1) &&
                           static_cast<int>(i % kBlock) >= out.channels % kBlock;
      if (padding)
        CHECK(bytes[i] == 0);
      else
        worst = std::max(worst, std::abs(bytes[i] - std::clamp(exact, 0.0, 255.0)));
    }
    CHECK_MESSAGE(worst <= 0.501, line);
    CHECK_MESSAGE(worst > 0.1, line);
  }
}
