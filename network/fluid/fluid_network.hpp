// The seam on top of flows: messages, connections, windows. Behaviour is described in fluid.hpp.
#pragma once

#include <map>

#include "network/fluid/activity.hpp"
#include "network/fluid/air_turns.hpp"
#include "network/fluid/fluid.hpp"
#include "network/fluid/recorded_links.hpp"
#include "network/fluid/wires.hpp"
#include "network/nominal.hpp"

namespace lastmile::network::fluid {

class FluidNetwork final : public Network, private View, private FlowSink {
 public:
  FluidNetwork(Engine& engine, const Topology& topology, const FluidOptions& options);
  FluidNetwork(const FluidNetwork&) = delete;
  FluidNetwork& operator=(const FluidNetwork&) = delete;
  ~FluidNetwork() override;

  TransferId start(const Transfer& transfer, Completion completion) override;
  void cancel(TransferId id) override;
  TransferId multicast(const Multicast& transfer, MulticastCompletion completion) override;
  [[nodiscard]] const View& view() const override { return *this; }

 private:
  using MessageIndex = std::uint32_t;
  static constexpr MessageIndex kNone = UINT32_MAX;
  static constexpr TransferId kFirstGroup = TransferId{1} << 63;

  enum class State : std::uint8_t { free, waiting, asking, signalling, moving, held, arriving };

  struct Message {
    // waiting: behind another message, for a handshake or a window; asking: for a turn on the air;
    // signalling: on the air with a packet of the connection's own
    State state = State::free;
    Transport transport = Transport::tcp;
    bool local = false;             // to the node itself: no path
    bool rides = false;             // in the exchange of the message before it
    std::uint8_t signals = 0;       // turns of that kind that it still needs; the last is a reply
    bool goes_on = false;           // its next piece is in the sender's queue already
    bool begun = false;             // since `first_sent`
    std::uint32_t generation = 0;
    PathIndex path = 0;
    MessageIndex next = kNone;      // behind this one on the connection
    FlowIndex flow = 0;
    double size = 0, unsent = 0;
    double chunk = 0, counted = 0;  // bytes of the flow under way, and how many activity_ knows
    double lost = 0, airtime_s = 0;
    bool watched = false;           // its path changes: in the path's watch
    bool timed_out = false;         // held: nothing has come back, not just a handover
    std::uint32_t retransmissions = 0;
    SimTime started{}, first_sent{}, held_since{};
    EventId event;                  // arrival
    Completion completion;
  };

  struct Connection {
    MessageIndex first = kNone, last = kNone;
    bool open = false;
    double window = 0, used = 0;    // bytes a round trip, bytes of it already sent
    SimTime round_start{}, last_sent{};
    double reported = 0;            // LTE uplink: bytes that the cell knows of,
    double backlog = 0;             // bytes of all its messages that have not gone,
    bool all_there = false;         // and whether the window let all of them into the radio
    SimTime paused_until{};
    bool slow_start = true;
    EventId wake;
  };

  struct Trailing {
    double left_s = 0;
    SimTime since{};
  };

  /// Who is on a path that changes, and when it is looked at next.
  struct Watch {
    std::vector<MessageIndex> users;
    EventId look;
  };

  struct Group {
    std::vector<Outcome> outcomes;
    std::vector<TransferId> parts;
    std::size_t open = 0;
    MulticastCompletion completion;
  };

  MessageIndex take_message();
  void release(MessageIndex index);
  [[nodiscard]] MessageIndex find(TransferId id) const;

  TransferId launch(PathIndex path, const Transfer& transfer, Completion completion);
  void begin_flow(MessageIndex index, double bytes);
  void proceed(MessageIndex index, double bytes);
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
  void ask_for_signals(MessageIndex index, std::uint8_t count);
  void signal(MessageIndex index);
  void signal_done(MessageIndex index);
  void stop_signal(MessageIndex index);
  void add_turn(const Path& path, double bytes, const Message& message);
  [[nodiscard]] AirTurns& air_of(const Path& path);
  [[nodiscard]] NodeId sender_of(const Message& message) const;

  Connection& connection_of(PathIndex path);
  void enqueue(MessageIndex index);
  void leave_queue(MessageIndex index);
  void sleep(Connection& connection, PathIndex path, SimTime until);
  void open_after(Connection& connection, PathIndex path, Duration wait);
  void pump(PathIndex path);
  void report(Connection& connection, PathIndex path);
  void pump_reported(PathIndex path, double bytes);
  void restart_connection(MessageIndex index);
  void new_round(Connection& connection, const Path& over, Duration round_trip);
  void leave_slow_start(Connection& connection, Duration round_trip) const;

  // changes.cpp
  bool may_pass(MessageIndex index);
  void unwatch(MessageIndex index);
  void look(PathIndex path);
  void arm_look(PathIndex path);
  void hold(MessageIndex index, bool timed_out);
  double take_off(MessageIndex index);
  void resume(MessageIndex index);
  void resume_datagrams(MessageIndex index);
  [[nodiscard]] double pace(const Message& message) const;
  // wires that lose packets
  void lose_datagrams(Message& message);
  Duration repair_time(Message& message);
  // multicast.cpp
  void start_part(TransferId group, PathIndex path, const Transfer& what, std::vector<std::size_t> receivers,
                  const std::vector<NodeId>& to);
  void part_done(TransferId group, const std::vector<std::size_t>& receivers, const Outcome& outcome);
  void cancel_group(TransferId id);

  void count(Message& message, double sent) const;
  void count_moving() const;
  const NominalTimes& nominal() const;
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
  std::map<PathIndex, Watch> watches_;
  std::map<TransferId, Group> groups_;
  TransferId last_group_ = 0;
  Losses losses_;
  mutable std::unique_ptr<NominalTimes> nominal_;  // of the start; made when a path that changes is asked for
  std::size_t in_flight_ = 0;
};

}  // namespace lastmile::network::fluid
