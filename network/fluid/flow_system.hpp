// Flows over resources on the engine's clock, at max-min fair rates (max_min.hpp).
//
// A resource whose flows all use nothing else is shared in virtual time (shared_link.hpp). As soon
// as a flow over several resources uses it, its flows move to the general path, where a change
// solves the connected component of flows and resources that it touches, once per instant; it
// returns to virtual time when its last flow has left. Both give the same rates.
//
// A resource that has room for all its flows at the rates that their other resources allow at most binds
// nobody: it is left out of components. A fast backbone therefore does not tie a large network into one.
#pragma once

#include <deque>

#include "network/fluid/max_min.hpp"
#include "network/fluid/shared_link.hpp"

namespace lastmile::network::fluid {

inline constexpr Duration kLoadMemory = std::chrono::milliseconds(100);

class FlowSystem final : private FlowOwner {
 public:
  /// `virtual_time` off sends every flow over the general path (for tests).
  FlowSystem(Engine& engine, FlowSink& sink, bool virtual_time = true);
  FlowSystem(const FlowSystem&) = delete;
  FlowSystem& operator=(const FlowSystem&) = delete;
  ~FlowSystem() override;

  std::uint32_t add_resource(double capacity);
  /// Its capacity may change and be zero, which stops its flows; always on the general path.
  std::uint32_t add_varying_resource(double capacity);
  /// REQUIRES: a varying resource, capacity >= 0. Rates follow at the end of this instant.
  void set_capacity(std::uint32_t resource, double capacity);
  [[nodiscard]] bool busy(std::uint32_t resource) const;
  /// Share of the time that it was busy, the last `kLoadMemory` counting most (exponential weights).
  /// REQUIRES: a varying resource.
  [[nodiscard]] double load(std::uint32_t resource);
  /// REQUIRES: amount > 0, weight > 0, at least one use, each of another resource, per_byte > 0.
  FlowIndex begin(double amount, double weight, const std::vector<Use>& uses, std::uint32_t tag);
  /// Ends the flow without telling the sink; returns the bytes it has not sent.
  double stop(FlowIndex flow);
  [[nodiscard]] double left(FlowIndex flow) const;
  /// Bytes per second at this moment (settled once the events of this instant have run).
  [[nodiscard]] double rate(FlowIndex flow) const;

 private:
  struct Member {
    FlowIndex flow;
    std::uint32_t use;  // which of the flow's uses
  };
  struct Resource {
    Resource(Engine& engine, FlowOwner& owner, FlowTable& table, double units_per_s)
        : capacity(units_per_s), shared(engine, owner, table, units_per_s) {}
    double capacity;
    SharedLink shared;             // in use while `members` is empty
    std::vector<Member> members;   // the general path
    std::uint64_t visit = 0;
    std::uint32_t local = 0;       // number in the problem being solved
    bool dirty = false;
    bool varying = false;
    bool binding = false;          // was in the last problem that its flows were in
    double most = 0;               // sum over its members
    std::size_t unlimited = 0;     // members that nothing else limits
    double load = 0;               // of a varying one, as of `load_at`
    SimTime load_at{};
  };

  FlowIndex take_flow();
  [[nodiscard]] bool on_shared(const Flow& flow) const;
  void enter_general(FlowIndex flow, double amount);
  void leave_general(FlowIndex flow);
  void age_load(Resource& resource) const;
  void add_most(Flow& flow, std::uint32_t use);
  void drop_most(Resource& resource, const Flow::Member& member);
  [[nodiscard]] bool roomy(const Resource& resource) const;
  [[nodiscard]] bool left_out(const Resource& r) const { return !r.binding && roomy(r); }
  void to_general(Resource& resource);
  void soil(std::uint32_t resource);
  void shared_flow_done(FlowIndex flow) override;

  void resolve();
  void collect_component(std::uint32_t seed);
  void solve_component();
  void apply_rates();
  void set_rate(FlowIndex flow, double rate);
  [[nodiscard]] bool stalled(const Flow& flow) const;
  void arm();
  void fire();

  Engine& engine_;
  FlowSink& sink_;
  bool virtual_time_;
  FlowTable table_;
  std::deque<Resource> resources_;
  std::vector<FlowIndex> free_;
  std::uint64_t order_ = 0;

  IndexedHeap<SimTime> ends_;      // flows of the general path that move
  EventId armed_;
  SimTime armed_for_ = kNever;
  EventId resolving_;
  std::vector<std::uint32_t> dirty_;
  std::uint64_t visit_ = 0;
  std::vector<std::uint32_t> component_resources_;
  std::vector<FlowIndex> component_flows_;
  MaxMin problem_;
};

}  // namespace lastmile::network::fluid
