// shared_link: one resource shared by flows that use nothing else, in virtual time.
//   dV/dt = C / sum_f(a_f w_f),  x_f = w_f dV/dt
//   f ends when V = V_start + amount_f / w_f
//   V virtual time [bytes per weight], C capacity [units/s], w_f weight [-], a_f what a byte takes
//   [units/byte]
// The same rates as max_min on one resource, but an arrival or departure costs O(log n), not O(n).
// Source:  Parekh, Gallager 1993, "A generalized processor sharing approach to flow control",
//          doi:10.1109/90.234856.
// Valid:   flows on one resource only. Due times are rounded up to a whole nanosecond.
// Checked: tests/unit/network/fluid_flow_system_test.cpp (equal to the general path).
#pragma once

#include <cstdint>
#include <vector>

#include "network/fluid/flow.hpp"
#include "sim/engine.hpp"

namespace lastmile::network::fluid {

/// Takes flows out of the table's use when they are done.
class FlowOwner {
 public:
  virtual ~FlowOwner() = default;
  virtual void shared_flow_done(FlowIndex flow) = 0;
};

class SharedLink {
 public:
  SharedLink(Engine& engine, FlowOwner& owner, FlowTable& table, double capacity)
      : engine_(engine), owner_(owner), table_(table), capacity_(capacity),
        ends_(table.positions) {}
  SharedLink(const SharedLink&) = delete;
  SharedLink& operator=(const SharedLink&) = delete;
  ~SharedLink() { engine_.cancel(armed_); }

  [[nodiscard]] bool idle() const { return ends_.empty(); }
  [[nodiscard]] FlowIndex first() const { return ends_.top().item; }
  void join(FlowIndex flow, double amount);
  /// Takes the flow out and returns the bytes it has still to send.
  double leave(FlowIndex flow);
  [[nodiscard]] double left(FlowIndex flow) const;
  [[nodiscard]] double rate(FlowIndex flow) const { return table_.flows[flow].weight * speed_; }

 private:
  void change_speed() { speed_ = capacity_ / load_; }
  void add_load(FlowIndex flow, double sign);
  [[nodiscard]] double virtual_now() const;
  void remove(FlowIndex flow);
  void advance();
  void arm();
  void fire();

  Engine& engine_;
  FlowOwner& owner_;
  FlowTable& table_;
  double capacity_;
  double load_ = 0;
  double speed_ = 0;  // dV/dt; means nothing while idle
  double virtual_ = 0;
  SimTime touched_{};
  IndexedHeap<double> ends_;
  EventId armed_;
  SimTime armed_for_ = kNever;  // kNever: nothing armed
  std::vector<FlowIndex> done_;
};

}  // namespace lastmile::network::fluid
