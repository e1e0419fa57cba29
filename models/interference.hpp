// Kernels that run at the same time on the cores of one processor: how much the others slow one of them.
//
// Formulae   slowdown = 1 + b (a0 (m_s - m(f)) + a1 m_s p m(g)), and 1 if f or g is at most L
//            m(x) = clamp((x - C (1 - w)) / (2 w C), 0, 1): share of the lines that a cache of C bytes does not keep
//            m_s  = m(f / s) of the part s = b / (b + r p) of the cache that the kernel's accesses hold against the
//                   others', not below m(f) (alone) nor above m(f + min(g, C)) (all of the others' bytes in its way)
//            a0: hits in the shared cache that become misses; a1: both wait for memory
// Symbols    b bytes that the kernel moves per second when it is alone (GB/s), f its working set (bytes); p, g the
//            same of the others together; C shared cache (bytes), w its softness, L private cache (bytes); r how much
//            more an access of the others counts; a0 s/GB, a1 (s/GB)^2
// Source     sensitivity times pressure: Mars et al. 2012 (Bubble-Up), doi:10.1109/MM.2012.22; memory bandwidth as
//            the pressure: Eklov et al. 2012, Uppsala report 2012-029; a cache shared by access rates: Chandra et al.
//            2005, doi:10.1109/HPCA.2005.27. The form of m and of the products is ours. Coefficients: fitted to
//            co-runs of pairs (kernels/harness/corun.hpp) with the least sum of absolute errors; the files of
//            models/interference/ hold them, their errors and where they were measured
// Validity   steady kernels of one thread each, on cores of their own; more than two add up their pressure
// Ignores    access patterns, prefetchers, phases of a network, clocks that fall when more cores are busy, threads of
//            one core (SMT)
// Tests      tests/unit/models/interference_test.cpp; check compute compares with pairs of kernels that the fit has
//            never seen
#pragma once

#include <array>
#include <filesystem>
#include <vector>

#include "models/graph.hpp"
#include "models/provenance.hpp"
#include "sim/units.hpp"

namespace lastmile::models {

/// What a job asks of the memory system.
struct Demand {
  double bytes_per_s = 0;      ///< moved, when it runs alone
  double footprint_bytes = 0;  ///< inputs, outputs and weights of one run
  Demand& operator+=(const Demand& other) {
    bytes_per_s += other.bytes_per_s;
    footprint_bytes += other.footprint_bytes;
    return *this;
  }
};

struct Interference {
  double shared_cache_bytes = 0;
  double private_cache_bytes = 0;
  double softness = 0.5;
  double others_weight = 1;              ///< r
  std::array<double, 2> coefficients{};  ///< a0, a1
  Origin origin;

  /// What the coefficients are multiplied with.
  [[nodiscard]] std::array<double, 2> features(const Demand& job, const Demand& others) const;
  /// At least 1.
  [[nodiscard]] double slowdown(const Demand& job, const Demand& others) const;
};

/// How a processor runs several jobs at once.
struct Sharing {
  int jobs = 1;  ///< at the same time; the next waits
  Interference interference;
};

/// One job runs those layers in that time when it is alone.
Demand demand(const Graph& graph, const std::vector<LayerId>& layers, int batch, double bytes_per_element,
              Duration alone);

/// A file of models/interference/. ConfigError names file and key.
Interference read_interference(const std::filesystem::path& file);

}  // namespace lastmile::models
