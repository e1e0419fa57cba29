// The error of a cost model itself, drawn once a run: a factor that all layers on a processor share, times
// one for each layer type.
//
// Formulae   t = sum over layers of m g h[type];  E g = E h = 1, lognormal, all independent
//            H = sum over types of (share of the type in the network's time)^2
//            a^2 = q s^2      b^2 = ((1 + s^2) / (1 + a^2) - 1) / H
//            so that (spread of t / mean of t)^2 = (1 + a^2) (1 + b^2 H) - 1 = s^2
// Symbols    m mean time of a layer; s held-out error (RMSPE) of whole networks; a, b relative spread of g
//            and of each h; q share of s^2 that is common, one half; H concentration, 1 / number of types to 1
// Source     the sum is algebra. Independent factors of spread s for each type, without the division by H,
//            would leave s sqrt(H) for the network: half of it when four types share the time.
//            q: assumed. models/fit/systematic_share.py regresses 343 held-out errors of ncnn (22 fits, 16
//            networks) on H: the bootstrap's 95 % interval of q reaches from below 0 to above 1, so the data
//            do not tell; one half is never off by more than one half.
// Validity   s is taken from whole networks, so a part of a network (some types only) errs by more than s.
//            Equal for every network of a processor.
// Ignores    errors that two processors of a device, or two devices of a framework, have in common
// Tests      tests/unit/models/systematic_test.cpp
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "models/device.hpp"
#include "models/graph.hpp"

namespace lastmile::models {

class CostModel;

struct SystematicSplit {
  double shared = 0;  ///< a
  double typed = 0;   ///< b
};
/// REQUIRES relative >= 0 and 0 < concentration <= 1.
SystematicSplit split_systematic(double relative, double concentration);

/// H of a whole network, one image at a time; 1 when nothing costs anything.
double concentration(const CostModel& model, const Graph& graph, const Processor& processor);

/// Standard normal draws of one processor in one run. They depend on the seed and on names alone.
struct SystematicDraws {
  SystematicDraws(std::uint64_t seed, const std::string& component);
  double shared = 0;
  std::array<double, cost_classes> typed{};
};

/// Lognormal with mean 1 and that relative spread, at a standard normal draw.
double lognormal_factor(double relative, double draw);

}  // namespace lastmile::models
