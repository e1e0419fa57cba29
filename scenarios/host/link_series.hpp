// How much each link carried, interval by interval: the table `links`.
//   share = bytes / (capacity * length)
//   capacity: of a wire its rate both ways; of a radio link the mean over its members of what each
//   would get alone at the start, down and up (radio_figures.hpp); of a recorded or narrow link its
//   (mean) rates down and up [bytes/s]
// Bytes are application payload, counted as the backend counts: as they move (fluid), or when their
// message has been delivered (ns3): a share may exceed 1 in an interval that ends a long message.
// An interval without bytes has no row.
#pragma once

#include <vector>

#include "policies/execute/world.hpp"

namespace lastmile::scenarios {

void declare_link_table(Recorder& recorder);

class LinkSeries {
 public:
  /// From now on, by events on the engine that change nothing. The world outlives it.
  LinkSeries(policies::World& world, Duration interval);
  LinkSeries(const LinkSeries&) = delete;
  LinkSeries& operator=(const LinkSeries&) = delete;
  /// Ends the last interval now.
  void finish();

 private:
  void tick();
  void sample();

  policies::World& world_;
  Duration interval_;
  SimTime since_;
  std::vector<double> capacity_, carried_;  // bytes/s, bytes so far; by link
};

}  // namespace lastmile::scenarios
