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

namespace {

network::StateTimes operator-(const network::StateTimes& a, const network::StateTimes& b) {
  network::StateTimes d;
  d.promotion = a.promotion - b.promotion;
  d.active = a.active - b.active;
  d.continuous = a.continuous - b.continuous;
  d.short_drx = a.short_drx - b.short_drx;
  d.long_drx = a.long_drx - b.long_drx;
  d.idle = a.idle - b.idle;
  d.awake = a.awake - b.awake;
  d.doze = a.doze - b.doze;
  d.promotions = a.promotions - b.promotions;
  return d;
}

}  // namespace

network::RadioActivity operator-(const network::RadioActivity& a, const network::RadioActivity& b) {
  network::RadioActivity d;
  d.wifi_transmit = a.wifi_transmit - b.wifi_transmit;
  d.wifi_receive = a.wifi_receive - b.wifi_receive;
  d.lte_sent = a.lte_sent - b.lte_sent;
  d.lte_received = a.lte_received - b.lte_received;
  d.nr_sent = a.nr_sent - b.nr_sent;
  d.nr_received = a.nr_received - b.nr_received;
  d.wifi_states = a.wifi_states - b.wifi_states;
  d.lte_states = a.lte_states - b.lte_states;
  d.nr_states = a.nr_states - b.nr_states;
  return d;
}

}  // namespace lastmile::policies
