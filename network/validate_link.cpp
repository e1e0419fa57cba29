// What a link must be before a backend is built on it.
#include <algorithm>
#include <initializer_list>
#include <set>

#include "network/lte_bands.hpp"
#include "network/lte_checks.hpp"
#include "network/ns3/nr/grid.hpp"
#include "network/validate.hpp"

namespace lastmile::network {
namespace {

std::string list_of(std::initializer_list<int> values) {
  std::string text;
  for (const int v : values) text += (text.empty() ? "" : ", ") + std::to_string(v);
  return text;
}

class LinkChecks {
 public:
  LinkChecks(const Topology& topology, const Link& link)
      : topology_(topology), where_("link '" + link_name(link) + "'") {}

  void operator()(const WifiLink& l) const {
    check_group("access points", l.access_points, 1);
    for (const NodeId ap : l.access_points)
      check_center("access point", ap, "stations", l.stations);
    check_center("gateway", l.gateway, "stations", l.stations);
    if (l.channels.empty()) fail("needs at least one channel");
    for (const int channel : l.channels) {
      check_wifi(channel, l.width_mhz, l.streams, l.transmit_power);
    }
    check_standard(l.standard, l.width_mhz);
    const bool margin = l.roam_margin_db >= 0 && l.roam_margin_db <= 60;
    if (!margin) fail("roam_margin must be 0 to 60 dB");
  }
  void operator()(const AdhocLink& l) const {
    check_group("members", l.members, 2);
    check_wifi(l.channel, l.width_mhz, l.streams, l.transmit_power);
    check_standard(l.standard, l.width_mhz);
  }
  void operator()(const LteLink& l) const {
    check_group("cells", l.cells, 1);
    for (const NodeId cell : l.cells) check_center("cell", cell, "UEs", l.ues);
    check_center("gateway", l.gateway, "UEs", l.ues);
    allowed("bandwidth_rb", l.bandwidth_rb, {6, 15, 25, 50, 75, 100});
    check_lte_carrier(l);
    check_lte_handover(l);
    check_power("enb_power", l.enb_power);
    check_power("ue_power", l.ue_power);
    check_sounding(l);
    const bool moves = l.fading_mps > 0 && l.fading_mps <= 1000;  // false for NaN
    if (!moves) fail("fading_speed must be more than 0 and at most 1000 m/s");
  }
  void operator()(const NrLink& l) const {
    check_group("cells", l.cells, 1);
    check_center("gateway", l.gateway, "UEs", l.ues);
    for (const NodeId cell : l.cells) check_center("cell", cell, "UEs", l.ues);
    check_power("cell_power", l.options.gnb_power);
    check_power("ue_power", l.options.ue_power);
    try {
      const NrOptions& o = l.options;
      nr::Grid(nr::Carrier(o.band, o.bandwidth_mhz, o.numerology), o);
    } catch (const ConfigError& error) {
      fail(error.what());
    }
  }
  void operator()(const WiredLink& l) const {
    const std::string& name = known(l.a);
    known(l.b);
    if (l.a == l.b) fail("joins '" + name + "' to itself");
    const bool positive = l.rate.value() > 0 && l.rate.value() < 1e15;  // false for NaN
    if (!positive) fail("rate must be more than 0");
    if (l.delay < Duration(0)) fail("delay must not be negative");
    if (l.jitter < Duration(0)) fail("jitter must not be negative");
    check_share("loss", l.loss);
    check_share("background", l.background);
  }
  void operator()(const RecordedLink& l) const {
    check_ends(l.device, l.site);
    const bool there =
        l.trace < topology_.traces.size() && !topology_.traces[l.trace].steps.empty();
    if (!there) fail("has no recorded series");
  }
  void operator()(const NarrowLink& l) const {
    check_ends(l.device, l.site);
    const bool rates = l.down.value() > 0 && l.up.value() > 0 && l.down.value() < 1e15 &&
                       l.up.value() < 1e15;  // false for NaN
    if (!rates) fail("rates must be more than 0");
    if (l.rtt < Duration(0)) fail("rtt must not be negative");
    const bool share = l.duty_cycle > 0 && l.duty_cycle <= 1;
    if (!share) fail("duty_cycle must be more than 0 and at most 1");
    if (l.duty_cycle < 1 && l.duty_window <= Duration(0)) fail("a duty cycle needs a window");
    if (l.duty_cycle < 1 && l.packets.payload_bytes <= 0) fail("a duty cycle needs a packet size");
  }

 private:
  [[noreturn]] void fail(const std::string& what) const { throw ConfigError(where_ + ": " + what); }

  const std::string& known(NodeId node) const {
    if (node >= topology_.nodes.size()) {
      fail("refers to node number " + std::to_string(node) + ", but there are only " +
           std::to_string(topology_.nodes.size()) + " nodes");
    }
    return topology_.nodes[node].name;
  }

  void allowed(const char* key, int value, std::initializer_list<int> values) const {
    if (std::find(values.begin(), values.end(), value) != values.end()) return;
    fail(std::string(key) + " = " + std::to_string(value) +
         " is not supported; allowed: " + list_of(values));
  }

  void check_group(const char* role, const std::vector<NodeId>& members,
                   std::size_t at_least) const {
    if (members.size() < at_least) {
      fail("needs at least " + std::to_string(at_least) + " " + role + ", has " +
           std::to_string(members.size()));
    }
    std::set<NodeId> seen;
    for (const NodeId node : members) {
      const std::string& name = known(node);
      if (!seen.insert(node).second) fail("lists '" + name + "' twice among its " + role);
    }
  }

  void check_center(const char* center_role, NodeId center, const char* role,
                    const std::vector<NodeId>& members) const {
    const std::string& name = known(center);
    check_group(role, members, 1);
    if (std::find(members.begin(), members.end(), center) != members.end()) {
      fail("'" + name + "' is the " + center_role + " and cannot be among its " + role + " too");
    }
  }

  void check_power(const char* key, Dbm power) const {
    const bool sensible = power.value() >= -50 && power.value() <= 60;  // false for NaN
    if (!sensible) {
      fail(std::string(key) + " = " + std::to_string(power.value()) +
           " dBm; allowed: " + "-50 to 60 dBm");
    }
  }

  void check_wifi(int channel, int width_mhz, int streams, Dbm power) const {
    allowed("width", width_mhz, {20, 40, 80});
    allowed("streams", streams, {1, 2, 3, 4});
    allowed("channel", channel, {36,  40,  44,  48,  52,  56,  60,  64,  100, 104, 108, 112, 116,
                                 120, 124, 128, 132, 136, 140, 144, 149, 153, 157, 161, 165});
    // Wider channels start at fixed places: every 2nd or 4th 20 MHz channel of a block.
    const int first = channel >= 149 ? 149 : channel >= 100 ? 100 : 36;
    const int step = width_mhz / 20;
    if (((channel - first) / 4) % step != 0 || (channel == 165 && step > 1)) {
      fail("channel " + std::to_string(channel) + " cannot be the lowest part of a " +
           std::to_string(width_mhz) + " MHz channel");
    }
    check_power("transmit_power", power);
  }

  void check_standard(WifiStandard standard, int width_mhz) const {
    if (standard == WifiStandard::n && width_mhz > 40) {
      fail("802.11n has no " + std::to_string(width_mhz) + " MHz channels; allowed: 20, 40");
    }
  }

  void check_share(const char* key, double share) const {
    const bool sensible = share >= 0 && share < 1;  // false for NaN
    if (!sensible) fail(std::string(key) + " must be at least 0 and less than 1");
  }

  // A UE sounds once a period, each in a millisecond of its own (TS 36.213 8.2): ns-3's cells have
  // room for as many UEs as the period has milliseconds.
  void check_sounding(const LteLink& l) const {
    constexpr int longest_ms = 320;
    const std::size_t ues = l.ues.size(), cells = l.cells.size();
    if (ues > longest_ms * cells) {
      fail(std::to_string(ues) + " UEs in " + std::to_string(cells) +
           " cells: a cell has sounding (SRS) "
           "resources for 320 UEs at most; add cells");
    }
    if (l.srs_period_ms == 0) return;
    allowed("srs_period", l.srs_period_ms, {2, 5, 10, 20, 40, 80, 160, 320});
    if (ues <= static_cast<std::size_t>(l.srs_period_ms) * cells) return;
    fail("srs_period = " + std::to_string(l.srs_period_ms) + " ms has sounding resources for " +
         std::to_string(l.srs_period_ms) + " UEs a cell, there are " + std::to_string(ues) +
         " in " + std::to_string(cells) + " cells; set srs_period = \"" +
         std::to_string(period_for(ues, cells)) + "ms\" or leave it out");
  }
  static int period_for(std::size_t ues, std::size_t cells) {
    for (const int ms : {2, 5, 10, 20, 40, 80, 160}) {
      if (ues <= static_cast<std::size_t>(ms) * cells) return ms;
    }
    return 320;
  }

  void check_ends(NodeId device, NodeId site) const {
    const std::string& name = known(device);
    known(site);
    if (device == site) fail("joins '" + name + "' to itself");
  }

  const Topology& topology_;
  std::string where_;
};

}  // namespace

void validate_link(const Topology& topology, const Link& link) {
  std::visit(LinkChecks(topology, link), link);
}

}  // namespace lastmile::network
