// Elementary functions and activations on vectors.
//
// Formulae   exp      x = n log 2 + r, |r| <= log(2) / 2; 2^n (1 + r + r^2 P(r)), P of degree 4
//            tanh     x P(x^2) / Q(x^2) for |x| <= 9, then the value at 9; P and Q of degree 4
//            erf      x P(x^2) / Q(x^2) for |x| <= 3.9, then the value at 3.9; degrees 5
//            sigmoid  1 / (1 + exp(-x));  swish x sigmoid(x);  gelu x (1 + erf(x / sqrt 2)) / 2
// Symbols    plain numbers
// Source     coefficients: fit_functions.py beside this file (fit errors 3e-9, 2e-8, 2e-8)
// Validity   finite x. Largest relative errors, with and without FMA: exp 3e-7 on [-87, 88],
//            tanh and erf 6e-7, sigmoid 5e-7 on [-87, 87], swish 6e-7 there; gelu is off by
//            at most 5e-7 max(1, |x|)
// Ignores    NaN; exp saturates at exp(-87.3) and exp(88), so nothing becomes 0 or infinite
// Tests      tests/unit/kernels/functions_test.cpp, over the range
#pragma once

#include <cstdint>

#include "kernels/call.hpp"
#include "kernels/simd/vector.hpp"

namespace lastmile::kernels {
namespace {

/// c0 + c1 x + c2 x^2 + ...
template <class B>
LASTMILE_INLINE B polynomial(const B&, float last) {
  return B(last);
}
template <class B, class... Rest>
LASTMILE_INLINE B polynomial(const B& x, float constant, Rest... rest) {
  return fused(polynomial(x, rest...), x, B(constant));
}

template <class B>
LASTMILE_INLINE B clamped(const B& x, float least, float most) {
  return xsimd::min(xsimd::max(x, B(least)), B(most));
}

template <class B>
LASTMILE_INLINE B exponential(const B& any) {
  using Integers = xsimd::batch<std::int32_t, typename B::arch_type>;
  const B x = clamped(any, -87.3F, 88.0F);
  // Adding 1.5 * 2^23 leaves the nearest whole number in the low bits.
  const B shifted = fused(x, B(1.44269504F), B(12582912.0F));
  const B n = shifted - B(12582912.0F);
  const B r = fused(n, B(2.12194440e-4F), xsimd::fma(n, B(-0.693359375F), x));
  const B tail = polynomial(r, 4.999999345e-01F, 1.666652069e-01F, 4.166838740e-02F,
                            8.368710139e-03F, 1.381461224e-03F);
  const B value = fused(r * r, tail, r) + B(1.0F);
  const Integers power = (xsimd::bitwise_cast<Integers>(shifted) << 23) + Integers(0x3F800000);
  return value * xsimd::bitwise_cast<B>(power);
}

template <class B>
LASTMILE_INLINE B hyperbolic_tangent(const B& any) {
  const B x = clamped(any, -9.0F, 9.0F), z = x * x;
  const B p = polynomial(z, 9.999999795e-01F, 1.338101714e-01F, 3.495578023e-03F, 2.060891897e-05F,
                         1.335444416e-08F);
  const B q =
      polynomial(z, 1.0F, 4.671433276e-01F, 2.587694373e-02F, 3.285618390e-04F, 7.776467303e-07F);
  return x * p / q;
}

template <class B>
LASTMILE_INLINE B error_function(const B& any) {
  const B x = clamped(any, -3.9F, 3.9F), z = x * x;
  const B p = polynomial(z, 1.128379148e+00F, 1.896645474e-01F, 5.266776520e-02F, 3.738243132e-03F,
                         2.850590537e-04F, 2.066480481e-06F);
  const B q = polynomial(z, 1.0F, 5.014186111e-01F, 1.138180018e-01F, 1.491407259e-02F,
                         1.157349594e-03F, 3.826992983e-05F);
  return x * p / q;
}

template <class B>
LASTMILE_INLINE B sigmoid(const B& x) {
  return B(1.0F) / (B(1.0F) + exponential(B(0.0F) - x));
}

template <Activation activation, class B>
LASTMILE_INLINE B activated_vector(const B& x) {
  if constexpr (activation == Activation::relu) return xsimd::max(x, B(0.0F));
  if constexpr (activation == Activation::relu6) return clamped(x, 0.0F, 6.0F);
  if constexpr (activation == Activation::hard_swish)
    return x * clamped(x + B(3.0F), 0.0F, 6.0F) * B(1.0F / 6.0F);
  if constexpr (activation == Activation::swish) return x / (B(1.0F) + exponential(B(0.0F) - x));
  if constexpr (activation == Activation::sigmoid) return sigmoid(x);
  if constexpr (activation == Activation::tanh) return hyperbolic_tangent(x);
  if constexpr (activation == Activation::gelu)
    return B(0.5F) * x * (B(1.0F) + error_function(x * B(0.70710678F)));
  return x;
}

}  // namespace
}  // namespace lastmile::kernels
