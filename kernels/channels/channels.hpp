// concat and shuffle in fp32: channels that change their place.
//
// Formulae   concat   part p's channel c becomes channel c + the channels of the parts before
//            shuffle  channel c of the output is channel (c % g) C / g + c / g of the input
// Symbols    g groups, C channels
// Method     concat: the plan lists which neighbouring lanes of an input block go to which lanes
//            of an output block; a run copies them for chunks of pixels that stay in the
//            first-level cache.
//            shuffle: no two neighbours stay together, so each pixel's 16 lanes are gathered one
//            by one.
// Source     definitions of the layers; shuffle: Zhang et al. 2018 (doi:10.1109/CVPR.2018.00716)
// Validity   blocked maps, no activation
// Tests      tests/unit/kernels/channels_test.cpp
#pragma once

#include "kernels/operator_families.hpp"

namespace lastmile::kernels {

extern const Family channels_family;

/// `count` times `lanes` (1 to 16) neighbouring floats, at distances of `from_step` and `to_step`.
struct LaneCopy {
  int lanes = 0;
  const float* from = nullptr;
  std::size_t from_step = 0;
  float* to = nullptr;
  std::size_t to_step = 0;
  std::size_t count = 0;
};

/// One output block of `pixels` pixels: lane i is what lies `from[i]` floats behind `in`; lanes
/// that are not used become 0.
struct LaneGather {
  const float* in = nullptr;
  const std::size_t* from = nullptr;  ///< [lanes]
  int lanes = 0;
  float* out = nullptr;
  std::size_t pixels = 0;
};

}  // namespace lastmile::kernels
