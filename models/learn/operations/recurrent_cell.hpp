// One cell of a recurrent layer at one token, forwards and backwards.
//
// Formulae   lstm   i, f, o = sigmoid(x + u), g = tanh(x + u);  s' = f s + i g;  h' = o tanh(s')
//            cifg   the same with i = 1 - f; gates f, g, o
//            gru    r, z = sigmoid(x + u), n = tanh(x + r u);  h' = (1 - z) n + z h; u may have a
//            bias rnn    h' = tanh(x + u)
// Symbols    x what a gate gets from the input and its bias, u from the output h of the token
// before; s state Source     Hochreiter, Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735; Gers et
// al. 2000 (forget gate); cifg:
//            Greff et al. 2017, doi:10.1109/TNNLS.2016.2582924; gru: Cho et al. 2014,
//            arXiv:1406.1078, with the reset gate behind the product, as in cuDNN
// Tests      tests/unit/learn/gradient_test.cpp
#pragma once

#include <array>

#include "kernels/lane_functions.hpp"

namespace lastmile::learn {

template <std::size_t n>
using Gates = std::array<float, n>;

/// What a cell passes to the token before, beside what goes through u.
struct CellBack {
  float state = 0;
  float output = 0;
};

struct LstmCell {
  static constexpr std::size_t kGates = 4;
  static float forward(const Gates<4>& x, const Gates<4>& u, float, float& s, Gates<4>& a) {
    using namespace kernels;
    a = {lane_sigmoid(x[0] + u[0]), lane_sigmoid(x[1] + u[1]), lane_tanh(x[2] + u[2]),
         lane_sigmoid(x[3] + u[3])};
    s = a[1] * s + a[0] * a[2];
    return a[3] * lane_tanh(s);
  }
  static CellBack backward(const Gates<4>& a, const Gates<4>&, float before, float, float s,
                           float dh, float ds, Gates<4>& dx, Gates<4>& du) {
    const float t = kernels::lane_tanh(s);
    const float d = ds + dh * a[3] * (1 - t * t);
    dx = {d * a[2] * a[0] * (1 - a[0]), d * before * a[1] * (1 - a[1]),
          d * a[0] * (1 - a[2] * a[2]), dh * t * a[3] * (1 - a[3])};
    du = dx;
    return {d * a[1], 0};
  }
};

struct CifgCell {
  static constexpr std::size_t kGates = 3;
  static float forward(const Gates<3>& x, const Gates<3>& u, float, float& s, Gates<3>& a) {
    using namespace kernels;
    a = {lane_sigmoid(x[0] + u[0]), lane_tanh(x[1] + u[1]), lane_sigmoid(x[2] + u[2])};
    s = a[0] * s + (1 - a[0]) * a[1];
    return a[2] * lane_tanh(s);
  }
  static CellBack backward(const Gates<3>& a, const Gates<3>&, float before, float, float s,
                           float dh, float ds, Gates<3>& dx, Gates<3>& du) {
    const float t = kernels::lane_tanh(s);
    const float d = ds + dh * a[2] * (1 - t * t);
    dx = {d * (before - a[1]) * a[0] * (1 - a[0]), d * (1 - a[0]) * (1 - a[1] * a[1]),
          dh * t * a[2] * (1 - a[2])};
    du = dx;
    return {d * a[0], 0};
  }
};

struct GruCell {
  static constexpr std::size_t kGates = 3;
  static float forward(const Gates<3>& x, const Gates<3>& u, float h, float&, Gates<3>& a) {
    using namespace kernels;
    a[0] = lane_sigmoid(x[0] + u[0]);
    a[1] = lane_sigmoid(x[1] + u[1]);
    a[2] = lane_tanh(x[2] + a[0] * u[2]);
    return (1 - a[1]) * a[2] + a[1] * h;
  }
  static CellBack backward(const Gates<3>& a, const Gates<3>& u, float, float h, float, float dh,
                           float, Gates<3>& dx, Gates<3>& du) {
    const float dn = dh * (1 - a[1]) * (1 - a[2] * a[2]);
    dx = {dn * u[2] * a[0] * (1 - a[0]), dh * (h - a[2]) * a[1] * (1 - a[1]), dn};
    du = {dx[0], dx[1], dn * a[0]};
    return {0, dh * a[1]};
  }
};

struct RnnCell {
  static constexpr std::size_t kGates = 1;
  static float forward(const Gates<1>& x, const Gates<1>& u, float, float&, Gates<1>& a) {
    return a[0] = kernels::lane_tanh(x[0] + u[0]);
  }
  static CellBack backward(const Gates<1>& a, const Gates<1>&, float, float, float, float dh, float,
                           Gates<1>& dx, Gates<1>& du) {
    du = dx = {dh * (1 - a[0] * a[0])};
    return {};
  }
};

}  // namespace lastmile::learn
