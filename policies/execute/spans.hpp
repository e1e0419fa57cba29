// What a run did step by step, for those who ask (--record spans): the table `spans`.
//
// Time       the steps of a request form branches: where frames leave at an exit, their answer is
// one branch
//            and the others go on in another. A step begins when the one that it comes `after`
//            ends, so the steps that lead to the last one cover the request's latency without gaps;
//            they are `critical`.
// Layers     inside a computation: its time in the proportions of the layers' means and systematic
// factors Energy     above idle and listening. Computing: that of its processor. Messages: of the
// radios of sender,
//            receiver and relays (radio_meter.hpp).
// Ignores    idling and listening; what radios use while no message is under way (tails, beacons);
// how heat
//            and other jobs change the pace inside a computation
// Tests      tests/unit/policies/spans_test.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/cost.hpp"
#include "network/network.hpp"
#include "policies/execute/accounts.hpp"
#include "policies/execute/radio_meter.hpp"
#include "policies/plan.hpp"

namespace lastmile::policies {

class World;

enum class Step : std::uint8_t { queue, compute, layer, wait, transfer };

struct Span {
  Step step = Step::compute;
  std::string what;
  network::NodeId node = 0;
  std::optional<network::NodeId> to;  ///< of a message
  SimTime start{}, end{};
  int frames = 0;
  Bytes bytes{0};
  Joules own{0}, at_receiver{0}, at_relays{0};
  std::int64_t after = -1;   ///< position of the step before it; -1: none
  std::int64_t within = -1;  ///< of a layer: position of its computation
};

/// Of one request.
using Trail = std::vector<Span>;

/// One branch of a trail: whose next step it is.
struct Branch {
  Trail* trail = nullptr;  ///< null: steps belong to no request and are recorded at once
  std::int64_t last = -1;
  int frames = 0;
  const std::vector<models::LayerId>* layers = nullptr;  ///< of the next computation
};

class Spans {
 public:
  /// Declares the table.
  explicit Spans(World& world);

  void queued(Branch& branch, network::NodeId node, SimTime asked);
  void computed(Branch& branch, network::NodeId node, SimTime begun, const models::Work& work);

  /// A message under way: what its nodes' meters showed when it began.
  struct Message {
    std::vector<network::NodeId> nodes;  ///< sender, receiver, relays
    std::vector<Joules> begin;
    SimTime started{};
  };
  Message begin(network::NodeId from, network::NodeId to);
  void ended(Branch& branch, const Message& message, Bytes size, Purpose purpose, Duration waited);

  /// The rows of a request; the steps on the way to its last one are critical.
  void record(const Request& request, const Trail& trail);
  RadioMeter& meter() { return meter_; }

 private:
  void add(Branch& branch, Span span);
  void add_layers(const Branch& branch, const Span& whole);
  void write(const Request* request, std::size_t number, const Span& span, bool critical);

  World& world_;
  RadioMeter meter_;
};

}  // namespace lastmile::policies
