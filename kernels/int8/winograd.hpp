// An int8 convolution of 3 x 3 by Winograd's F(2 x 2, 3 x 3): 2.25 times fewer products, and not
// exact. It runs only if it is asked for by name ("winograd2").
//
// Formulae   V = B^T d B, v = min(255, floor((V + 2) / 4) + 128) (without 128 at the centre)
//            U = G q_w G^T, u = round(U / r), r = max |U| / 127 for each position and channel
//            M = fma(sum_c (v - z_v) u, 4 r s_a s_w / s_o, 0), z_v = 128 (z_a at the centre)
//            out as in quantise.hpp from A^T M A + c[o] (+ summand), plain additions in fp32
//            B^T = (1 0 -1 0; 0 1 1 0; 0 -1 1 0; 0 1 0 -1), A^T = (1 1 1 0; 0 1 -1 -1),
//            G = (1 0 0; .5 .5 .5; .5 -.5 .5; 0 0 1)
// Symbols    d 4 x 4 bytes of an input channel; q_w 3 x 3 bytes of weights; others as in
//            quantise.hpp; the centre is position (1, 1)
// Source     Lavin, Gray 2016 (doi:10.1109/CVPR.2016.435); the bytes between are ours.
// Validity   3 x 3, stride and dilation 1, one group, more than 4 channels in and out. Error
//            about 2 % (root mean square, of the output's), below 3 %, on random data: the test.
// Order      the same bits in every instruction set.
// Tests      tests/unit/kernels/int8_winograd_test.cpp
#pragma once

#include <memory>

#include "kernels/int8/tile.hpp"
#include "kernels/operator.hpp"

namespace lastmile::kernels::int8 {

bool winograd_applies(const KernelCall& call);
std::unique_ptr<Operator> make_winograd(const KernelCall& call, const Parameters& parameters,
                                        const TileSet& tiles);

}  // namespace lastmile::kernels::int8
