// Which access point a station is with. See wifi_cells.hpp.
#include <ns3/boolean.h>
#include <ns3/llc-snap-header.h>
#include <ns3/mobility-model.h>
#include <ns3/qos-txop.h>
#include <ns3/simulator.h>
#include <ns3/wifi-assoc-manager.h>
#include <ns3/wifi-mac-queue.h>
#include <ns3/wifi-mpdu.h>
#include <ns3/wifi-phy.h>
#include <ns3/wifi-remote-station-manager.h>

#include "network/ns3/wifi_cells.hpp"

namespace lastmile::network {
namespace {

const ns3::Time kLookPeriod = ns3::MilliSeconds(100);   // of the order of a beacon interval
const ns3::Time kInterruption = ns3::MilliSeconds(60);  // see wifi_cells.hpp
const ns3::Time kSettled = ns3::MilliSeconds(1);        // after a change of channel (ns-3 takes 250 us)
const ns3::Time kBeaconWait = ns3::MilliSeconds(110);   // every access point has sent a beacon by then
const ns3::Time kRequestGap = ns3::MilliSeconds(2);     // between the first requests on one channel
constexpr std::uint8_t kTid = 0;                        // best effort: nobody here marks packets

// ns-3's station asks for a scan when it has no access point. What it would find is decided elsewhere.
class ChosenAccessPoint : public ns3::WifiAssocManager {
 public:
  static ns3::TypeId GetTypeId() {
    static const ns3::TypeId id =
        ns3::TypeId("lastmile::ChosenAccessPoint").SetParent<ns3::WifiAssocManager>().SetGroupName("Wifi");
    return id;
  }
  explicit ChosenAccessPoint(std::function<void()> scan) : scan_(std::move(scan)) {}
  void NotifyChannelSwitched(std::uint8_t) override {}
  bool Compare(const ns3::StaWifiMac::ApInfo& a, const ns3::StaWifiMac::ApInfo& b) const override {
    return a.m_snr > b.m_snr;
  }

 private:
  bool CanBeInserted(const ns3::StaWifiMac::ApInfo&) const override { return false; }
  bool CanBeReturned(const ns3::StaWifiMac::ApInfo&) const override { return false; }
  void DoStartScanning() override { scan_(); }
  std::function<void()> scan_;
};

// Takes what waits for `to` and was never in the air out of a queue.
std::vector<ns3::Ptr<ns3::Packet>> take_back(const ns3::Ptr<ns3::WifiMac>& mac, ns3::Mac48Address to) {
  const ns3::Ptr<ns3::WifiMacQueue> queue = mac->GetTxopQueue(ns3::AC_BE);
  std::vector<ns3::Ptr<const ns3::WifiMpdu>> untried;
  for (ns3::Ptr<const ns3::WifiMpdu> mpdu = queue->PeekByTidAndAddress(kTid, to); mpdu != nullptr;
       mpdu = queue->PeekByTidAndAddress(kTid, to, mpdu)) {
    if (!mpdu->IsInFlight() && !mpdu->GetHeader().IsRetry()) untried.push_back(mpdu);
  }
  std::vector<ns3::Ptr<ns3::Packet>> packets;
  for (const auto& mpdu : untried) {
    packets.push_back(mpdu->GetPacket()->Copy());
    queue->Remove(mpdu);
  }
  return packets;
}

}  // namespace

void WifiCells::watch_association(std::size_t i) {
  const auto manager = ns3::CreateObject<ChosenAccessPoint>([this, i] { scan(i); });
  manager->SetStaWifiMac(stations_[i].mac);
  stations_[i].mac->SetAssocManager(manager);
  stations_[i].mac->TraceConnectWithoutContext(
      "Assoc", ns3::Callback<void, ns3::Mac48Address>([this, i](ns3::Mac48Address) { on_associated(i); }));
}

double WifiCells::heard_dbm(std::size_t i, std::size_t cell) const {
  const auto place = [this](NodeId node) { return world_.nodes.Get(node)->GetObject<ns3::MobilityModel>(); };
  return world_.wifi->loss()->CalcRxPower(power_dbm_, place(cells_[cell].node), place(stations_[i].node));
}

std::size_t WifiCells::best_cell(std::size_t i) const {
  std::size_t best = 0;
  double best_dbm = heard_dbm(i, 0);
  for (std::size_t cell = 1; cell < cells_.size(); ++cell) {
    const double dbm = heard_dbm(i, cell);
    if (dbm > best_dbm) best = cell, best_dbm = dbm;
  }
  return best;
}

// At the start requests come one after the other on each channel; later, without waiting.
void WifiCells::scan(std::size_t i) {
  Station& station = stations_[i];
  station.associated = false;
  if (station.attempt.IsRunning()) return;
  ns3::Time wait = kSettled;
  if (ns3::Simulator::Now() < kBeaconWait) {
    std::int64_t before = 0;
    for (std::size_t other = 0; other < i; ++other) {
      if (cells_[stations_[other].cell].channel == cells_[station.cell].channel) ++before;
    }
    wait = kBeaconWait + before * kRequestGap - ns3::Simulator::Now();
  }
  station.attempt = ns3::Simulator::Schedule(wait, &WifiCells::associate, this, i);
}

void WifiCells::look_round() {
  bool base_moves = false;
  for (const AccessPoint& cell : cells_) base_moves = base_moves || world_.movements->moves(cell.node);
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    if (base_moves || world_.movements->moves(stations_[i].node)) consider(i, kInterruption);
  }
  look_ = ns3::Simulator::Schedule(kLookPeriod, &WifiCells::look_round, this);
}

void WifiCells::woken() {
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    if (world_.movements->any()) consider(i, ns3::Time(0));
  }
}

void WifiCells::consider(std::size_t i, ns3::Time interruption) {
  Station& station = stations_[i];
  if (station.attempt.IsRunning()) return;
  const std::size_t best = best_cell(i);
  if (best == station.cell || heard_dbm(i, best) <= heard_dbm(i, station.cell) + margin_db_) return;
  leave(i, best, interruption);
}

void WifiCells::leave(std::size_t i, std::size_t next, ns3::Time interruption) {
  Station& station = stations_[i];
  const AccessPoint& old = cells_[station.cell];
  station.associated = false;
  for (const ns3::Ptr<ns3::Packet>& packet : take_back(station.mac, address_of(old.device))) {
    ns3::LlcSnapHeader llc;
    packet->RemoveHeader(llc);
    station.held.emplace_back(packet, llc.GetType());
  }
  old.device->GetRemoteStationManager()->RecordDisassociated(address_of(station.device));
  take_back(old.device->GetMac(), address_of(station.device));
  station.cell = next;
  ++roams_;
  station.attempt = ns3::Simulator::Schedule(interruption, &WifiCells::arrive, this, i);
}

// A change of channel makes ns-3's station ask for a scan; without one it is asked to associate directly.
void WifiCells::arrive(std::size_t i) {
  Station& station = stations_[i];
  const auto number = static_cast<std::uint8_t>(wifi_centre_number(cells_[station.cell].channel, width_mhz_));
  station.attempt = ns3::Simulator::Schedule(kSettled, &WifiCells::associate, this, i);
  if (station.device->GetPhy()->GetChannelNumber() == number) return;
  station.device->GetPhy()->SetOperatingChannel(ns3::WifiPhy::ChannelTuple(
      number, static_cast<std::uint16_t>(width_mhz_), static_cast<int>(ns3::WIFI_PHY_BAND_5GHZ), 0));
}

void WifiCells::associate(std::size_t i) {
  Station& station = stations_[i];
  const AccessPoint& cell = cells_[station.cell];
  if (!cell.beacon.has_value()) {
    station.attempt = ns3::Simulator::Schedule(kBeaconWait, &WifiCells::associate, this, i);
    return;
  }
  ns3::StaWifiMac::ApInfo info;
  info.m_bssid = info.m_apAddr = address_of(cell.device);
  info.m_snr = 1;
  info.m_frame = *cell.beacon;
  info.m_channel = {cell.device->GetPhy()->GetChannelNumber(), ns3::WIFI_PHY_BAND_5GHZ};
  info.m_linkId = 0;
  station.mac->ScanningTimeout(info);
}

void WifiCells::on_associated(std::size_t i) {
  Station& station = stations_[i];
  station.associated = true;
  std::deque<std::pair<ns3::Ptr<ns3::Packet>, std::uint16_t>> held;
  held.swap(station.held);
  // The MAC is not ready while it reports the association.
  ns3::Simulator::ScheduleNow([this, i, held] {
    for (const auto& [packet, protocol] : held) send_up(i, packet, protocol);
  });
}

}  // namespace lastmile::network
