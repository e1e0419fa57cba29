// adaptation: which MCS to use at an SINR.
//   MCS         the highest whose block error at the SINR is at most the target; thresholds are
//         computed once, for a reference size
//   report      downlink: the UE reports the highest CQI that meets 10 %, so the sender knows that
//         CQI's threshold only
//   outer loop  offset -= d on a first transmission that fails, += d * target / (1 - target) on one
//         that does not: the target is met in the mean
// Source:  TS 38.214 5.1.3, 5.2.2.1; outer loop: Sampath, Kumar, Holtzman 1997,
//          doi:10.1109/VETEC.1997.600479.
// Ignores: reported rank (layers are configured), subband reports.
// Checked: tests/unit/nr/adaptation_test.cpp.  C++17-clean.
#pragma once

#include <vector>

#include "network/ns3/nr/link_abstraction.hpp"

namespace lastmile::network::nr {

class Adaptation {
 public:
  /// Thresholds for blocks over `blocks` resource blocks of `elements` each.
  Adaptation(const LinkAbstraction& link, const NrOptions& options, int elements, int blocks,
             int layers);

  [[nodiscard]] const Mcs& choose(double sinr_db) const;
  /// What the sender learns from a report at this SINR.
  [[nodiscard]] double reported_db(double sinr_db) const;
  /// Below this no MCS meets the target.
  [[nodiscard]] double least_db() const { return mcs_db_.front(); }

 private:
  const std::vector<Mcs>& table_;
  std::vector<double> mcs_db_, cqi_db_;
};

class OuterLoop {
 public:
  explicit OuterLoop(double target) : target_(target) {}
  [[nodiscard]] double offset_db() const { return offset_db_; }
  void learn(bool decoded);

 private:
  double target_, offset_db_ = 0;
};

}  // namespace lastmile::network::nr
