// The multicast part of Service: every receiver is a message of its own, so that priorities, radios and
// dead nodes are those of any message. When the last of them may go, one raw multicast of the backend
// carries all; what a receiver missed of a reliable one follows by tcp. Where the backend cannot send once
// to many, and for a single receiver, each gets its own: tcp when reliable, else udp.
// Checked: tests/unit/network/service_multicast_test.cpp
#include "network/service/service.hpp"

namespace lastmile::network {
namespace {
constexpr TransferId kGroupBit = TransferId{1} << 63;
}  // namespace

TransferId Service::multicast(const Multicast& what, MulticastCompletion completion) {
  SIM_CHECK(!what.to.empty(), "a multicast needs a receiver");
  const GroupId id = ++last_group_;
  Group& group = groups_[id];
  group.what = what;
  group.completion = std::move(completion);
  group.not_ready = group.left = what.to.size();
  group.outcomes.resize(what.to.size());
  std::vector<Index> indices;
  for (std::uint32_t i = 0; i < what.to.size(); ++i) {
    SIM_CHECK(what.to[i] != what.from, "a multicast to its sender");
    const Transport how = what.reliable ? Transport::tcp : Transport::udp;
    const Index index = take(Transfer(what.from, what.to[i], what.size, how),
                             [this, id, i](const Outcome& o) { member_ended(id, i, o); });
    messages_[index].group = id;
    messages_[index].member = i;
    group.members.push_back(id_of(index));
    indices.push_back(index);
  }
  for (const Index index : indices) enter(index);
  return kGroupBit | id;
}

void Service::member_ready(Index index) {
  const GroupId id = messages_[index].group;
  messages_[index].stage = Stage::ready;
  if (--groups_.at(id).not_ready == 0) launch_group(id);
}

// A member that was not delivered: it failed, or ended otherwise.
void Service::member_left(GroupId id, Stage stage) {
  const auto found = groups_.find(id);
  if (found == groups_.end()) return;
  Group& group = found->second;
  const bool waited = stage == Stage::held || stage == Stage::waking;
  if (waited && --group.not_ready == 0) launch_group(id);
  if (stage != Stage::shared || --group.sharing > 0 || group.raw == kNoTransfer) return;
  backend_->cancel(group.raw);
  group.raw = kNoTransfer;
}

void Service::launch_group(GroupId id) {
  Group& group = groups_.at(id);
  group.on_air.clear();
  for (std::uint32_t i = 0; i < group.members.size(); ++i) {
    const Index index = find(group.members[i]);
    if (index != kNone && messages_[index].stage == Stage::ready) group.on_air.push_back(i);
  }
  if (group.on_air.size() > 1) {
    Multicast raw = group.what;
    raw.to.clear();
    for (const std::uint32_t i : group.on_air) raw.to.push_back(group.what.to[i]);
    group.raw = backend_->multicast(
        raw, [this, id](const std::vector<Outcome>& outcomes) { raw_ended(id, outcomes); });
  }
  share(group);
}

// What is on the air together is marked so; without a raw multicast each goes alone.
void Service::share(Group& group) {
  group.sharing = group.raw == kNoTransfer ? 0 : group.on_air.size();
  for (const std::uint32_t i : group.on_air) {
    const Index index = find(group.members[i]);
    messages_[index].queued = engine_.now() - messages_[index].started;
    if (group.sharing > 0) {
      messages_[index].stage = Stage::shared;
    } else {
      move_below(index, messages_[index].what);
    }
  }
}

// The last member that ends takes the group away with it: everything is read before.
void Service::raw_ended(GroupId id, const std::vector<Outcome>& outcomes) {
  Group& group = groups_.at(id);
  group.raw = kNoTransfer;
  const std::vector<std::uint32_t> on_air = group.on_air;
  const std::vector<TransferId> members = group.members;
  const Multicast what = group.what;
  for (std::size_t k = 0; k < on_air.size(); ++k) {
    const Index index = find(members[on_air[k]]);
    if (index == kNone || messages_[index].stage != Stage::shared) continue;
    const bool enough = !what.reliable || outcomes[k].delivered >= what.size;
    enough ? arrived(index, outcomes[k]) : repair(index, outcomes[k]);
  }
}

void Service::repair(Index index, const Outcome& outcome) {
  Message& message = messages_[index];
  message.before = outcome.delivered;
  message.airtime_before = outcome.airtime;
  move_below(index, Transfer(message.what.from, message.what.to, message.what.size - outcome.delivered));
}

void Service::member_ended(GroupId id, std::uint32_t member, const Outcome& outcome) {
  const auto found = groups_.find(id);
  if (found == groups_.end()) return;
  Group& group = found->second;
  group.outcomes[member] = outcome;
  if (--group.left > 0) return;
  const auto node = groups_.extract(found);
  if (node.mapped().completion) node.mapped().completion(node.mapped().outcomes);
}

bool Service::cancel_group(TransferId id) {
  if ((id & kGroupBit) == 0 || id == kNoTransfer) return false;
  const auto node = groups_.extract(id & ~kGroupBit);
  if (node.empty()) return true;
  if (node.mapped().raw != kNoTransfer) backend_->cancel(node.mapped().raw);
  for (const TransferId member : node.mapped().members) {
    const Index index = find(member);
    if (index == kNone) continue;
    take_off(index);
    release(index);
  }
  return true;
}

}  // namespace lastmile::network
