// Starts, ends and cancellations of traffic_world.hpp.
#include <cmath>
#include <memory>

#include "network/backends.hpp"
#include "scenarios/checks/traffic_world.hpp"

namespace lastmile::scenarios {
namespace {

using network::NodeId;

constexpr double kLongest_s = 600;  // from the last start; a connection gives up after some minutes
constexpr double kCancelled = 0.1, kDatagrams = 0.15, kRepaired = 0.15;

double to_ns(SimTime t) { return static_cast<double>(t.time_since_epoch().count()); }

class TrafficRun {
 public:
  TrafficRun(const TrafficWorld& world, const std::string& backend, int messages)
      : world_(world), random_(1, "traffic/" + world.name),
        net_(network::make_network(backend, engine_, world.topology)) {
    result_.fates.reserve(static_cast<std::size_t>(messages));
    for (int i = 0; i < messages; ++i) add_message();
    for (const TrafficWorld::Switch& s : world.switches) {
      engine_.after(seconds(s.off_s), [this, &s] { net_->set_up(s.node, false); });
      engine_.after(seconds(s.on_s), [this, &s] { net_->set_up(s.node, true); });
    }
  }
  TrafficResult run() {
    engine_.run(SimTime{} + seconds(world_.seconds + kLongest_s));
    for (network::LinkIndex i = 0; i < world_.topology.links.size(); ++i) {
      result_.carried.push_back(net_->view().link_use(i).carried.value());
    }
    return std::move(result_);
  }

 private:
  void add_message() {
    const std::size_t from = random_.below(world_.ends.size());
    const std::size_t hop = 1 + random_.below(world_.ends.size() - 1);
    const std::size_t to = (from + hop) % world_.ends.size();
    const double size = std::floor(portable_pow(3e5, random_.uniform()));
    const double kind = random_.uniform();
    network::Transfer what(world_.ends[from], world_.ends[to], Bytes(size));
    if (kind < kDatagrams) what.transport = network::Transport::udp;
    else if (world_.repaired && kind < kDatagrams + kRepaired) what.transport = network::Transport::arq;
    const std::size_t index = result_.fates.size();
    result_.fates.push_back({what, 0, 0, false, -1, {}});
    ++left_;
    const double after_s = random_.uniform() < kCancelled ? random_.exponential(0.05) : -1;
    engine_.after(seconds(random_.uniform(0, world_.seconds)),
                  [this, index, after_s] { start(index, after_s); });
  }
  void start(std::size_t index, double cancel_after_s) {
    Fate& fate = result_.fates[index];
    fate.started_ns = to_ns(engine_.now());
    const network::TransferId id =
        net_->start(fate.what, [this, index](const network::Outcome& outcome) {
          Fate& ended = result_.fates[index];
          ++ended.ends;
          ended.ended_ns = to_ns(engine_.now());
          ended.outcome = outcome;
          one_less();
        });
    if (cancel_after_s >= 0) engine_.after(seconds(cancel_after_s), [this, index, id] { cancel(index, id); });
  }
  void cancel(std::size_t index, network::TransferId id) {
    net_->cancel(id);
    Fate& fate = result_.fates[index];
    if (fate.ends > 0) return;
    fate.cancelled = true;
    one_less();
  }
  // A second after the last end, so that what comes too late is seen.
  void one_less() {
    if (--left_ == 0) engine_.after(seconds(1), [this] { engine_.stop(); });
  }

  const TrafficWorld& world_;
  Engine engine_{1};
  RandomStream random_;
  std::unique_ptr<network::Network> net_;
  TrafficResult result_;
  int left_ = 0;
};

}  // namespace

TrafficResult run_traffic(const TrafficWorld& world, const std::string& backend, int messages) {
  return TrafficRun(world, backend, messages).run();
}

}  // namespace lastmile::scenarios
