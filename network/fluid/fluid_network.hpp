// The seam on top of flows: messages, connections, windows. Behaviour is described in fluid.hpp.
#pragma once

#include <map>

#include "network/fluid/activity.hpp"
#include "network/fluid/air_turns.hpp"
#include "network/fluid/fluid.hpp"
#include "network/fluid/recorded_links.hpp"

namespace lastmile::network::fluid {

class FluidNetwork final : public Network, private View, private FlowSink {
 public:
  FluidNetwork(Engine& engine, const Topology& topology, const FluidOptions& options);
  FluidNetwork(const FluidNetwork&) = delete;
  FluidNetwork& operator=(const FluidNetwork&) = delete;
  ~FluidNetwork() override;

  TransferId start(const Transfer& transfer, Completion completion) override;
  void cancel(TransferId id) override;
  [[nodiscard]] const View& view() const override { return *this; }

 private:
  using MessageIndex = std::uint32_t;
  static constexpr MessageIndex kNone = UINT32_MAX;

  enum class State : std::uint8_t { free, waiting, asking, moving, arriving };

  struct Message {
    // waiting: behind another message, for a handshake or a window; asking: for a turn on the air
    State state = State::free;
    Transport transport = Transport::tcp;
    bool local = false;             // to the node itself: no path
    bool rides = false;             // in the exchange of the message before it
    bool goes_on = false;           // its next piece is in the sender's queue already
    std::uint32_t generation = 0;
    PathIndex path = 0;
    MessageIndex next = kNone;      // behind this one on the connection
    FlowIndex flow = 0;
    double size = 0, unsent = 0;
    double chunk = 0, counted = 0;  // bytes of the flow under way, and how many activity_ knows
    SimTime started{};
    EventId event;                  // arrival
    Completion completion;
  };

  struct Connection {
    MessageIndex first = kNone, last = kNone;
    bool open = false;
    double window = 0, used = 0;    // bytes a round trip, bytes of it already sent
    SimTime round_start{}, last_sent{};
    double reported = 0;            // bytes that the cell knows of
    bool slow_start = true;
    EventId wake;
  };

  struct Trailing {
    double left_s = 0;
    SimTime since{};
  };

  MessageIndex take_message();
  void release(MessageIndex index);
  [[nodiscard]] MessageIndex find(TransferId id) const;

  void begin_flow(MessageIndex index, double bytes);
  void move(MessageIndex index, double bytes);
  void begin_datagrams(MessageIndex index);
  void leave_trailing(const Message& message);
  [[nodiscard]] double trailing_left(std::uint32_t resource) const;
  void take_trailing(double bytes);
  void stop_flow(MessageIndex index);
  void flow_done(std::uint32_t tag) override;
  void datagrams_sent(MessageIndex index);
  void piece_sent(MessageIndex index);
  [[nodiscard]] Duration tail(const Message& message) const;
  void arrive_after(MessageIndex index, Duration delay);
  void deliver(MessageIndex index);

  void ask_for_turn(MessageIndex index, double bytes);
  void grant_turn(AirTurns& air);
  void take_turn(AirTurns& air, MessageIndex index, bool rides);
  void end_turn(AirTurns& air);
  void give_up_turn(MessageIndex index);
  void add_turn(const Path& path, double bytes, const Message& message);
  [[nodiscard]] AirTurns& air_of(const Path& path);
  [[nodiscard]] NodeId sender_of(const Path& path) const;

  Connection& connection_of(PathIndex path);
  void enqueue(MessageIndex index);
  void leave_queue(MessageIndex index);
  void sleep(Connection& connection, PathIndex path, SimTime until);
  void pump(PathIndex path);
  void pump_reported(PathIndex path, double bytes);
  void new_round(Connection& connection, Duration round_trip);
  void leave_slow_start(Connection& connection, Duration round_trip) const;

  void count(Message& message, double sent) const;
  void count_moving() const;
  [[nodiscard]] Duration nominal_time(NodeId from, NodeId to, Bytes size) const override;
  [[nodiscard]] RadioActivity radio_activity(NodeId node) const override;
  [[nodiscard]] LinkUse link_use(LinkIndex link) const override;
  [[nodiscard]] std::size_t in_flight() const override { return in_flight_; }

  Engine& engine_;
  Coefficients c_;
  FlowSystem flows_;
  mutable Paths paths_;             // questions, too, make paths and bring the counts up to date
  RecordedLinks recorded_;
  mutable Activity activity_;
  mutable std::vector<Message> messages_;
  std::vector<MessageIndex> free_;
  std::vector<Connection> connections_;  // by path
  std::vector<Use> uses_;
  std::vector<Trailing> trailing_;  // by resource
  std::map<std::uint32_t, AirTurns> airs_;  // by resource
  std::size_t in_flight_ = 0;
};

}  // namespace lastmile::network::fluid
