// The fifteen shapes on which the kernels are compared: ResNet-50, MobileNetV2, a stem, a
// classifier, a square product.
#pragma once

#include <string>
#include <vector>

#include "kernels/call.hpp"

namespace lastmile::bench {

struct Shape {
  std::string name;
  kernels::KernelCall call;
};
inline std::vector<Shape> shapes(kernels::Precision precision = kernels::Precision::fp32) {
  constexpr const char* kLines[][2] = {
      {"1x1_64-256@56", "conv c=64 h=56 w=56 oc=256"},
      {"1x1_256-64@56", "conv c=256 h=56 w=56 oc=64"},
      {"1x1_512-128@28", "conv c=512 h=28 w=28 oc=128"},
      {"1x1_1024-256@14", "conv c=1024 h=14 w=14 oc=256"},
      {"1x1_512-2048@7", "conv c=512 h=7 w=7 oc=2048"},
      {"1x1_16-96@112", "conv c=16 h=112 w=112 oc=96"},
      {"1x1_144-24@56", "conv c=144 h=56 w=56 oc=24"},
      {"1x1_320-1280@7", "conv c=320 h=7 w=7 oc=1280"},
      {"3x3_64@56", "conv c=64 h=56 w=56 oc=64 p=1 k=3x3"},
      {"3x3_128@28", "conv c=128 h=28 w=28 oc=128 p=1 k=3x3"},
      {"3x3_256@14", "conv c=256 h=14 w=14 oc=256 p=1 k=3x3"},
      {"3x3_512@7", "conv c=512 h=7 w=7 oc=512 p=1 k=3x3"},
      {"stem_7x7s2_3-64@224", "conv c=3 h=224 w=224 oc=64 s=2 p=3 k=7x7"},
      {"fc_2048-1000", "dense c=2048 oc=1000"},
      {"gemm_1024", "dense n=1024 c=1024 oc=1024"}};
  std::vector<Shape> all;
  for (const auto& [name, line] : kLines) {
    all.push_back({name, kernels::parse_call(line)});
    all.back().call.precision = precision;
  }
  return all;
}

}  // namespace lastmile::bench
