// What changes with simulated time on recorded links, and who must wait on links with a duty cycle.
//
// Capacities follow a series only while flows are on the link: an idle link costs no event, so that
// a run ends when nothing is left to do, however long the series goes on.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "network/fluid/duty_budget.hpp"
#include "network/fluid/paths.hpp"
#include "sim/engine.hpp"

namespace lastmile::network::fluid {

class RecordedLinks {
 public:
  RecordedLinks(Engine& engine, const Topology& topology, const Paths& paths, FlowSystem& flows);
  RecordedLinks(const RecordedLinks&) = delete;
  RecordedLinks& operator=(const RecordedLinks&) = delete;
  ~RecordedLinks();

  /// Before a flow begins on the path: brings its capacities up to now and keeps them so.
  /// Throws ConfigError when a series that is not looped has ended.
  void follow(const Path& path);
  /// One-way delay of now less the mean that the path holds; may be negative.
  [[nodiscard]] Duration extra_delay(const Path& path) const;
  /// How long the duty cycles on the path make a message wait; takes its airtime.
  Duration wait(const Path& path, double bytes);
  /// For a message that was cancelled while it waited.
  void give_back(const Path& path, double bytes);

 private:
  struct Followed {
    const RecordedLink* link;
    const Trace* trace;
    std::uint32_t up, down;  // resources
    EventId step;
  };
  TraceMoment apply(Followed& followed);
  void on_step(LinkIndex link);
  template <class Use>
  void for_budgets(const Path& path, double bytes, Use use);

  Engine& engine_;
  std::vector<Trace> traces_;
  std::vector<RecordedLink> links_;
  FlowSystem& flows_;
  std::map<LinkIndex, Followed> followed_;
  std::map<std::pair<LinkIndex, NodeId>, DutyBudget> budgets_;
};

}  // namespace lastmile::network::fluid
