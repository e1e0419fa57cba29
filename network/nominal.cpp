#include "network/nominal.hpp"

#include <algorithm>

#include "network/fluid/paths.hpp"

namespace lastmile::network {

// The flow system stays empty: paths only registers resources with it.
struct NominalTimes::Model : fluid::FlowSink {
  Model(Engine& engine, const Topology& topology)
      : flows(engine, *this), paths(topology, fluid::Coefficients(), flows, nullptr, engine.seed()) {}
  void flow_done(std::uint32_t) override {}
  fluid::FlowSystem flows;
  fluid::Paths paths;
};

NominalTimes::NominalTimes(Engine& engine, const Topology& topology)
    : model_(std::make_unique<Model>(engine, topology)) {}
NominalTimes::~NominalTimes() = default;

Duration NominalTimes::time(NodeId from, NodeId to, Bytes size) const {
  if (from == to) return Duration(0);
  return model_->paths.nominal(model_->paths.at(model_->paths.between(from, to)), size.value());
}

ByteRate NominalTimes::rate(NodeId from, NodeId to) const {
  constexpr double probe_bytes = 1e6;  // long enough that what is paid once does not count
  const fluid::Path& path = model_->paths.at(model_->paths.between(from, to));
  double slowest_s = 0;
  for (const fluid::PathHop& hop : path.hops) {
    const double cost_s = model_->paths.cost(hop, probe_bytes, Transport::udp);
    slowest_s = std::max(slowest_s, cost_s / fluid::capacity_of(hop));
  }
  return ByteRate(probe_bytes / slowest_s);
}

}  // namespace lastmile::network
