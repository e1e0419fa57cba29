#include "network/fluid/recorded_links.hpp"

#include <algorithm>

#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::network::fluid {

RecordedLinks::RecordedLinks(Engine& engine, const Topology& topology, const Paths& paths,
                             FlowSystem& flows)
    : engine_(engine), traces_(topology.traces), flows_(flows) {
  links_.reserve(topology.links.size());
  for (LinkIndex i = 0; i < topology.links.size(); ++i) {
    const auto* link = std::get_if<RecordedLink>(&topology.links[i]);
    if (link == nullptr) continue;
    links_.push_back(*link);
    followed_[i] = {&links_.back(), &traces_[link->trace], paths.resource_from(i, link->device),
                    paths.resource_from(i, link->site), EventId()};
  }
}

RecordedLinks::~RecordedLinks() {
  for (auto& [link, followed] : followed_) engine_.cancel(followed.step);
}

// A lost packet is sent again: what is left is the share that arrives.
TraceMoment RecordedLinks::apply(Followed& followed) {
  const TraceMoment moment = moment_of(*followed.trace, followed.link->loop, engine_.now());
  if (moment.ended) {
    throw ConfigError("link '" + followed.link->name + "': the series '" + followed.trace->name +
                      "' ends after " + format_duration(followed.trace->length) +
                      ", but bytes are still to be sent; set loop = true or record for longer");
  }
  flows_.set_capacity(followed.up, moment.step.up.value() * (1 - moment.step.loss));
  flows_.set_capacity(followed.down, moment.step.down.value() * (1 - moment.step.loss));
  return moment;
}

void RecordedLinks::follow(const Path& path) {
  if (!path.recorded) return;
  for (const PathHop& hop : path.hops) {
    if (hop.kind != HopKind::recorded) continue;
    Followed& followed = followed_.at(hop.hop.link);
    if (engine_.pending(followed.step)) continue;
    const SimTime next = apply(followed).next;
    if (next == kNever) continue;
    followed.step = engine_.at(next, [this, link = hop.hop.link] { on_step(link); });
  }
}

void RecordedLinks::on_step(LinkIndex link) {
  Followed& followed = followed_.at(link);
  if (!flows_.busy(followed.up) && !flows_.busy(followed.down)) return;
  const SimTime next = apply(followed).next;
  followed.step = engine_.at(next, [this, link] { on_step(link); });
}

Duration RecordedLinks::extra_delay(const Path& path) const {
  Duration extra{};
  if (!path.recorded) return extra;
  for (const PathHop& hop : path.hops) {
    if (hop.kind != HopKind::recorded) continue;
    const Followed& followed = followed_.at(hop.hop.link);
    const TraceMoment moment = moment_of(*followed.trace, followed.link->loop, engine_.now());
    extra += moment.step.rtt / 2 - hop.delay;
  }
  return extra;
}

template <class Use>
void RecordedLinks::for_budgets(const Path& path, double bytes, Use use) {
  if (!path.limited) return;
  for (const PathHop& hop : path.hops) {
    if (hop.narrow == nullptr || hop.narrow->duty_cycle >= 1) continue;
    const auto made = budgets_.try_emplace({hop.hop.link, hop.hop.from}, hop.narrow->duty_cycle,
                                           hop.narrow->duty_window);
    use(made.first->second, narrow_airtime_s(*hop.narrow, hop.rate, bytes));
  }
}

Duration RecordedLinks::wait(const Path& path, double bytes) {
  Duration longest{};
  for_budgets(path, bytes, [&](DutyBudget& budget, double airtime_s) {
    longest = std::max(longest, budget.take(engine_.now(), airtime_s));
  });
  return longest;
}

void RecordedLinks::give_back(const Path& path, double bytes) {
  for_budgets(path, bytes,
              [](DutyBudget& budget, double airtime_s) { budget.give_back(airtime_s); });
}

}  // namespace lastmile::network::fluid
