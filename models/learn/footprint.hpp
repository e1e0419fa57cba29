// What training a network on a batch keeps in memory, and plans that keep less.
//
// Formulae   weights W = b P, gradients b P, optimiser n b P (n: 0 without momentum, 1 with, 2
// Adam)
//            activations A = b B sum of a_v over the values v that the way back reads
//            recomputation: the layers are cut into k segments of about equal activations; kept are
//            the values that
//              cross a cut; peak = b B (crossing + the largest segment's own); what lies inside
//              segments is computed once more on the way back, but for the last segment. k is the
//              one with the least peak.
//            paging: each activation is written out when its layer is done and read again on the
//            way back; what stays
//              is the largest layer's inputs and output twice (values and slopes); traffic = 2 A
// Symbols    b bytes a number, P parameters, B batch, a_v elements of value v; bytes, MACs
// Source     Chen et al. 2016, arXiv:1604.06174 (recomputation, sqrt of the layers where all are
// alike); Rhu et al.
//            2016, doi:10.1109/MICRO.2016.7783721 (paging)
// Validity   layers that change nothing (flatten, reshape, input aside) and activations computed
// with the layer before
//            (relu behind conv, dense, batch_norm, add) hold no value of their own, as in
//            network.hpp
// Ignores    a teacher's logits (a number a class and sample), slopes (alive between two layers),
//            buffers of kernels (padded copies, packed weights), what operations keep beside values
//            (masks, statistics), fragmentation
// Tests      tests/unit/learn/footprint_test.cpp
#pragma once

#include <vector>

#include "models/graph.hpp"

namespace lastmile::learn {

struct TrainingSetup {
  int batch = 1;
  int optimiser_copies = 1;  ///< 0, 1 (momentum) or 2 (Adam); one more with a proximal term
  double bytes = 4;          ///< a number
};

struct Footprint {
  double weights = 0;
  double gradients = 0;
  double optimiser = 0;
  double activations = 0;

  [[nodiscard]] double total() const { return weights + gradients + optimiser + activations; }
};
Footprint training_footprint(const models::Graph& graph, const TrainingSetup& setup);

struct RecomputePlan {
  std::vector<models::LayerId> kept;  ///< layers whose values cross a cut, ascending
  std::size_t segments = 1;
  double activations = 0;  ///< bytes at the peak
  double extra_macs = 0;   ///< of the batch
};
RecomputePlan plan_recomputation(const models::Graph& graph, const TrainingSetup& setup);

struct PagingPlan {
  double resident = 0;  ///< bytes of activations and slopes at the peak
  double traffic = 0;   ///< bytes written and read in a step
};
PagingPlan plan_paging(const models::Graph& graph, const TrainingSetup& setup);

}  // namespace lastmile::learn
