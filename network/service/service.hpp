// What applications ask of any network, around whatever backend moves the bytes: deadlines, priorities,
// repair of datagrams and multicasts, dead nodes, radios that have to wake up. Itself a Network, so that
// nobody above can tell backends apart. The contract is that of network/network.hpp.
//
// A message: held (priorities.hpp) -> waking, radio by radio along its route (radios.hpp) -> moving on the
// backend, for arq by arq.hpp -> ended. When nothing is asked for it starts on the backend at once, and its
// completion runs in the backend's event: no event is added and none changes places.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "network/service/arq.hpp"
#include "network/service/history.hpp"
#include "network/service/presence.hpp"
#include "network/service/priorities.hpp"
#include "network/service/radios.hpp"
#include "network/service/signal.hpp"
#include "sim/engine.hpp"

namespace lastmile::network {

class Service final : public Network, private View {
 public:
  /// The engine and the topology outlive it.
  Service(Engine& engine, const Topology& topology, std::unique_ptr<Network> backend);
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service() override;

  TransferId start(const Transfer& transfer, Completion completion) override;
  void cancel(TransferId id) override;
  TransferId multicast(const Multicast& transfer, MulticastCompletion completion) override;
  void set_up(NodeId node, bool up) override;
  [[nodiscard]] const View& view() const override { return *this; }
  [[nodiscard]] const Network& backend() const override { return backend_->backend(); }

 private:
  using Index = std::uint32_t;
  using GroupId = std::uint64_t;
  static constexpr Index kNone = UINT32_MAX;
  static constexpr GroupId kNoGroup = 0;

  /// shared: its bytes are on their way with those of a group.
  enum class Stage : std::uint8_t { free, held, waking, ready, shared, moving, failed };

  struct Message {
    Transfer what{0, 0, Bytes(1)};
    Stage stage = Stage::free;
    bool entered = false;            // among its sender's priorities
    bool watched = false;            // by presence
    std::uint16_t radios_on = 0;     // hops of the route whose radios it keeps awake
    std::uint32_t generation = 0;
    std::uint32_t member = 0;        // of its group
    GroupId group = kNoGroup;
    TransferId below = kNoTransfer;
    SimTime started{};
    Duration queued{};
    Bytes before{0};                 // arrived with the group, and the airtime of that
    Duration airtime_before{};
    EventId event, deadline;         // event: of a radio that wakes up, or of its failure
    Route route;                     // where dead nodes or radios may matter
    std::unique_ptr<Arq> arq;
    Completion completion;
  };

  struct Group {
    Multicast what;
    MulticastCompletion completion;
    std::vector<Outcome> outcomes;   // by receiver
    std::vector<TransferId> members; // by receiver; kNoTransfer once it has ended
    std::size_t not_ready = 0, left = 0, sharing = 0;
    TransferId raw = kNoTransfer;
    std::vector<std::uint32_t> on_air;  // receivers of the raw multicast, in its order
  };

  Index take(const Transfer& transfer, Completion completion);
  void release(Index index);
  [[nodiscard]] Index find(TransferId id) const;
  [[nodiscard]] TransferId id_of(Index index) const;
  Route route_of(const Transfer& transfer) const;

  void enter(Index index);
  void admit(Index index);
  void wake(Index index);
  void radio_ready(Index index);
  void launch(Index index);
  void move_below(Index index, const Transfer& what);
  void begin_arq(Index index);
  void arrived(Index index, const Outcome& outcome);
  void take_off(Index index);
  void finish(Index index, const Outcome& outcome);
  void fail(Index index, Failure why);
  void fail_later(Index index, Failure why);
  [[nodiscard]] Outcome failure(const Message& message, Failure why) const;
  [[nodiscard]] bool needs(const Message& message, NodeId node) const;

  void member_ready(Index index);
  void member_left(GroupId id, Stage stage);
  void share(Group& group);
  void launch_group(GroupId id);
  void raw_ended(GroupId id, const std::vector<Outcome>& outcomes);
  void repair(Index index, const Outcome& outcome);
  void member_ended(GroupId id, std::uint32_t member, const Outcome& outcome);
  bool cancel_group(TransferId id);

  [[nodiscard]] Duration nominal_time(NodeId from, NodeId to, Bytes size) const override;
  [[nodiscard]] RadioActivity radio_activity(NodeId node) const override;
  [[nodiscard]] LinkUse link_use(LinkIndex link) const override;
  [[nodiscard]] std::size_t in_flight() const override { return in_flight_; }
  [[nodiscard]] bool up(NodeId node) const override;
  [[nodiscard]] LastTransfer last_transfer(NodeId from, NodeId to) const override;
  [[nodiscard]] std::optional<Dbm> signal(NodeId node, LinkIndex link) const override;

  Engine& engine_;
  const Topology& topology_;
  std::unique_ptr<Network> backend_;
  mutable std::optional<Routes> routes_;   // when first needed
  Priorities priorities_;
  mutable Presence presence_;              // questions bring it up to date
  Radios radios_;
  History history_;
  Signals signals_;
  std::map<std::pair<NodeId, NodeId>, RoundTrip> round_trips_;
  std::vector<Message> messages_;
  std::vector<Index> free_, freed_;
  std::map<GroupId, Group> groups_;
  GroupId last_group_ = kNoGroup;
  std::size_t in_flight_ = 0;
};

}  // namespace lastmile::network
