#include "network/ns3/nr/rlc.hpp"

#include <algorithm>

namespace lastmile::network::nr {
namespace {

constexpr std::int64_t kPacketHeader = 4, kSegmentHeader = 5;

}  // namespace

bool Rlc::push(const ns3::Ptr<ns3::Packet>& packet) {
  const std::int64_t bytes = packet->GetSize() + kPacketHeader;
  if (unsent_bytes_ + bytes > capacity_) {
    ++dropped_;
    return false;
  }
  records_.push_back({packet, bytes, bytes, false});
  unsent_bytes_ += bytes;
  return true;
}

std::int64_t Rlc::backlog() const {
  const auto waiting =
      static_cast<std::int64_t>(first_ + records_.size() - std::max(next_unsent_, first_));
  return unsent_bytes_ + again_bytes_ +
         kSegmentHeader * (waiting + static_cast<std::int64_t>(again_.size()));
}

std::vector<Segment> Rlc::take(std::int64_t bytes) {
  std::vector<Segment> taken;
  while (!again_.empty() && bytes > kSegmentHeader) {
    Segment& head = again_.front();
    const std::int64_t part = std::min(head.bytes, bytes - kSegmentHeader);
    taken.push_back({head.packet, part});
    again_bytes_ -= part;
    bytes -= part + kSegmentHeader;
    if ((head.bytes -= part) == 0) again_.pop_front();
  }
  next_unsent_ = std::max(next_unsent_, first_);
  while (next_unsent_ < first_ + records_.size() && bytes > kSegmentHeader) {
    Record& record = *find(next_unsent_);
    const std::int64_t part = std::min(record.unsent, bytes - kSegmentHeader);
    if (part > 0) taken.push_back({next_unsent_, part});
    record.unsent -= part;
    unsent_bytes_ -= part;
    if (part > 0) bytes -= part + kSegmentHeader;
    if (record.unsent == 0) ++next_unsent_;
  }
  return taken;
}

Rlc::Record* Rlc::find(std::uint64_t packet) {
  return packet < first_ ? nullptr : &records_[static_cast<std::size_t>(packet - first_)];
}

void Rlc::received(const std::vector<Segment>& segments) {
  for (const Segment& segment : segments) {
    if (Record* record = find(segment.packet)) record->missing -= segment.bytes;
  }
  deliver_ready();
}

void Rlc::given_up(const std::vector<Segment>& segments) {
  for (const Segment& segment : segments) {
    Record* record = find(segment.packet);
    if (record == nullptr) continue;
    record->lost = true;
    unsent_bytes_ -= record->unsent;
    record->unsent = 0;
  }
  deliver_ready();
}

void Rlc::again(const std::vector<Segment>& segments) {
  for (const Segment& segment : segments) {
    const Record* record = find(segment.packet);
    if (record == nullptr || record->lost) continue;
    again_.push_back(segment);
    again_bytes_ += segment.bytes;
  }
}

void Rlc::deliver_ready() {
  while (!records_.empty() && (records_.front().lost || records_.front().missing == 0)) {
    const Record done = records_.front();
    records_.pop_front();
    ++first_;
    if (!done.lost) deliver_(done.packet);
  }
}

}  // namespace lastmile::network::nr
