// What becomes of each transfer on the way, on demand (Ns3Options::records): byte tags of ns-3 carry its
// number from the socket to the radio.
//   airtime          of Wi-Fi's frames that carry its bytes, repeated ones too; a frame that carries several
//                    is shared by their bytes. Acknowledgements, of the MAC and of TCP, carry none
//   retransmissions  segments of TCP that were sent again, in whole or in part
//   queued           until TCP sent its first segment (handshake, messages before it on the connection)
// Without it nothing is tagged and nothing is looked at. With it, TCP cuts segments where messages meet.
// Ignores: airtime of LTE and NR (theirs are shares of slots).
// Checked: tests/cross/wifi_records_test.cpp.  C++17.
#pragma once

#include <ns3/packet.h>
#include <ns3/wifi-psdu.h>

#include <cstdint>
#include <map>

#include "network/network.hpp"
#include "sim/engine.hpp"

namespace lastmile::network {

class Records {
 public:
  explicit Records(const Engine& engine) : engine_(engine) {}

  static void tag(const ns3::Ptr<ns3::Packet>& packet, TransferId id);
  void frame(const ns3::Ptr<const ns3::WifiPsdu>& psdu, std::int64_t airtime_ns);
  void segment(const ns3::Ptr<const ns3::Packet>& packet, bool again);
  /// Puts what is known of a transfer that has ended into its outcome, and forgets it.
  void close(TransferId id, Outcome& outcome);
  void forget(TransferId id) { known_.erase(id); }

 private:
  struct Record {
    double airtime_ns = 0;
    std::uint32_t retransmissions = 0;
    SimTime first_sent = kNever;
  };
  const Engine& engine_;
  std::map<TransferId, Record> known_;
};

}  // namespace lastmile::network
