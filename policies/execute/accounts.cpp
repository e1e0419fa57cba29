#include "policies/execute/accounts.hpp"

namespace lastmile::policies {

std::string_view to_string(Purpose purpose) {
  switch (purpose) {
    case Purpose::raw_training: return "raw_training";
    case Purpose::raw_frames: return "raw_frames";
    case Purpose::features: return "features";
    case Purpose::model: return "model";
    case Purpose::answer: return "answer";
  }
  return "";
}

network::RadioActivity operator-(const network::RadioActivity& a, const network::RadioActivity& b) {
  network::RadioActivity d;
  d.wifi_transmit = a.wifi_transmit - b.wifi_transmit;
  d.wifi_receive = a.wifi_receive - b.wifi_receive;
  d.lte_sent = a.lte_sent - b.lte_sent;
  d.lte_received = a.lte_received - b.lte_received;
  d.nr_sent = a.nr_sent - b.nr_sent;
  d.nr_received = a.nr_received - b.nr_received;
  return d;
}

}  // namespace lastmile::policies
