// The claims of the survey's section III-B about rising levels, and whether rankings depend on the network
// backend. Both work on paired values: the same seed at every level.
// Source: Zhou et al. 2019, doi:10.1109/JPROC.2019.2918951, section III-B.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace lastmile::scenarios {

/// Values of one KPI: [strategy in order of level][seed in order].
using Paired = std::vector<std::vector<double>>;

struct SurveyClaim {
  std::string text;     ///< "offloaded bytes fall as the level rises"
  std::string kpi;
  bool rises = false;
};
const std::vector<SurveyClaim>& survey_claims();

struct Verdict {
  bool holds = true;
  std::string figures;  ///< the means level by level, and every step that goes the other way
};
/// A step breaks the claim when its paired difference goes the wrong way beyond its 95 % interval (with one
/// seed: when it goes the wrong way at all).
Verdict judge(const SurveyClaim& claim, const std::vector<std::string>& names, const Paired& values,
              const std::string& unit);

struct Ranking {
  std::string order;    ///< "L3 < L6 = L2 < ..." by mean; ties within 1e-9 relative; not reached last
  std::vector<std::size_t> position;
};
Ranking rank(const std::vector<std::string>& names, const Paired& values);
/// Pairs whose order is strictly opposite in the two, e.g. "L1/L4, L2/L3"; "" when the ranking is the same.
std::string swapped(const std::vector<std::string>& names, const Ranking& a, const Ranking& b);

}  // namespace lastmile::scenarios
