#include "network/ns3/records.hpp"

#include <ns3/tag.h>

namespace lastmile::network {
namespace {

class TransferTag : public ns3::Tag {
 public:
  TransferTag() = default;
  explicit TransferTag(TransferId transfer) : transfer_(transfer) {}
  static ns3::TypeId GetTypeId() {
    static const ns3::TypeId id =
        ns3::TypeId("lastmile::TransferTag").SetParent<ns3::Tag>().AddConstructor<TransferTag>();
    return id;
  }
  ns3::TypeId GetInstanceTypeId() const override { return GetTypeId(); }
  std::uint32_t GetSerializedSize() const override { return 8; }
  void Serialize(ns3::TagBuffer at) const override { at.WriteU64(transfer_); }
  void Deserialize(ns3::TagBuffer at) override { transfer_ = at.ReadU64(); }
  void Print(std::ostream& out) const override { out << transfer_; }
  [[nodiscard]] TransferId transfer() const { return transfer_; }

 private:
  TransferId transfer_ = 0;
};

template <class What>
void for_each_tag(const ns3::Ptr<const ns3::Packet>& packet, What&& what) {
  ns3::ByteTagIterator tags = packet->GetByteTagIterator();
  while (tags.HasNext()) {
    const ns3::ByteTagIterator::Item item = tags.Next();
    if (item.GetTypeId() != TransferTag::GetTypeId()) continue;
    TransferTag tag;
    item.GetTag(tag);
    what(tag.transfer(), static_cast<double>(item.GetEnd() - item.GetStart()));
  }
}

}  // namespace

void Records::tag(const ns3::Ptr<ns3::Packet>& packet, TransferId id) { packet->AddByteTag(TransferTag(id)); }

void Records::frame(const ns3::Ptr<const ns3::WifiPsdu>& psdu, std::int64_t airtime_ns) {
  std::map<TransferId, double> bytes;
  double all = 0;
  for (std::size_t i = 0; i < psdu->GetNMpdus(); ++i) {
    for_each_tag(psdu->GetPayload(i), [&](TransferId id, double length) {
      bytes[id] += length;
      all += length;
    });
  }
  for (const auto& [id, length] : bytes) {
    known_[id].airtime_ns += static_cast<double>(airtime_ns) * length / all;
  }
}

void Records::segment(const ns3::Ptr<const ns3::Packet>& packet, bool again) {
  for_each_tag(packet, [&](TransferId id, double) {
    Record& record = known_[id];
    if (record.first_sent == kNever) record.first_sent = engine_.now();
    if (again) ++record.retransmissions;
  });
}

// A frame that was on its way when its transfer ended may open the record anew: a few bytes a transfer.
void Records::close(TransferId id, Outcome& outcome) {
  const Record& record = known_[id];
  outcome.airtime = Duration(static_cast<std::int64_t>(record.airtime_ns));
  outcome.retransmissions = record.retransmissions;
  if (record.first_sent != kNever) outcome.queued = record.first_sent - outcome.started;
  known_.erase(id);
}

}  // namespace lastmile::network
