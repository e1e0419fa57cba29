// scheduler: who gets how many resource blocks of one scheduling unit.
//   proportional fair  order by r / R (rate now over served average), the first takes what it needs
//   max rate           order by r
//   round robin        equal parts to all who wait; what one does not need goes to the others
//   served average     R <- (1 - a) R + a * served, a = 1 / (window in units)
// Source:  Kelly, Maulloo, Tan 1998, doi:10.1057/palgrave.jors.2600523 (what proportional fair
//          maximises); Jalali, Padovani, Pankaj 2000, doi:10.1109/VETECS.2000.851593 (the rule with
//          the average).
// Valid:   channels flat over the carrier. Ignores: limits on grants per unit, frequency-selective
//          choice.
// Checked: tests/unit/nr/scheduler_test.cpp.  C++17-clean, no clock.
#pragma once

#include <cstddef>
#include <vector>

#include "network/ns3/nr/nr_options.hpp"

namespace lastmile::network::nr {

struct Candidate {
  std::size_t user = 0;
  int wanted = 0;      ///< resource blocks that its backlog fills
  double rate = 0;     ///< bits a resource block would carry now
  double average = 0;  ///< bits served a unit, smoothed
};

/// Blocks for each candidate, same order; the sum is at most `blocks`. `turn` rotates the order in
//which
/// round robin hands out remainders.
std::vector<int> share_blocks(NrScheduler rule, const std::vector<Candidate>& candidates,
                              int blocks, std::size_t turn);

/// (sum x)^2 / (n sum x^2); Jain, Chiu, Hawe 1984 (DEC-TR-301).
double jain_index(const std::vector<double>& shares);

}  // namespace lastmile::network::nr
