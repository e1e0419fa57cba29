// Links by technology, and what befalls them.
#include "scenarios/host/schemas.hpp"

namespace lastmile::scenarios {
namespace {

using K = ParameterKind;

Parameter power(const char* name, const char* usual, double most_dbm) {
  return optional(name, K::power_dbm, usual, "transmit power").between(-20, most_dbm);
}
Parameter name() { return optional("name", K::text, "of the link"); }
Parameter share(const char* name, const char* doc) {
  return optional(name, K::number, 0, doc).between(0, 0.999999);
}
Parameter a3_margin(const char* name) {
  return optional(name, K::decibels, "3dB", "event A3: a neighbour so much stronger takes over")
      .between(0, 30);
}
Parameter a3_time(const char* usual) {
  return optional("a3_time", K::duration, usual, "event A3: for so long").between(0, 5.12);
}
Parameter speed(const char* name, const char* usual, const char* doc) {
  return optional(name, K::speed, usual, doc).between(0.001, 1000);
}

std::vector<Parameter> wifi_parameters(const char* channel) {
  return {choice("standard", {"802.11n", "802.11ac", "802.11ax"}, "802.11ax", "amendment"),
          optional("channel", K::count, channel).between(36, 177),
          optional("width", K::frequency, "20MHz", "20MHz, 40MHz or 80MHz"),
          optional("streams", K::count, 1, "spatial streams").between(1, 4),
          power("power", "20dBm", 36)};
}

Parameter rate_control() {
  return choice("rate_control", {"ideal", "minstrel"}, "ideal", "ideal: by the SNR that was heard");
}
Parameter states() {
  return optional(
      "states", K::text,
      "RRC states by a file of models/radios, e.g. lte-phone-2020; default: always connected");
}

Parameter ignore_below() {
  return optional("ignore_below", K::power_dbm, "-200dBm", "receivers that hear less are skipped")
      .between(-300, 0);
}

Schema schema_of(const char* name, std::vector<Parameter> first,
                 std::initializer_list<std::vector<Parameter>> more) {
  for (const std::vector<Parameter>& some : more)
    first.insert(first.end(), some.begin(), some.end());
  return {name, first};
}

void add_wifi(Schemas& all) {
  const Parameter rts =
      optional("rts", K::bytes, "65535B", "longer frames are announced by RTS/CTS")
          .between(0, 65535);
  const std::vector<Parameter> more = {rate_control(), rts, ignore_below(), name()};
  all.push_back(schema_of(
      "wifi",
      {optional("access_point", K::name, "its access point"),
       optional("access_points", K::names, "instead: several, one network"),
       required("stations", K::names, "who joins it"),
       optional("gateway", K::name, "where the access points' wires end; default: the first"),
       optional("channels", K::number_list, "instead of channel: access points take them in turn"),
       optional("roam_margin", K::decibels, "6dB", "a station moves to what is so much stronger")
           .between(0, 60),
       optional(
           "power_save", K::text,
           "of the stations, by a file of models/radios, e.g. wifi-phone-2012; default: awake"),
       optional("listen_interval", K::count, 1, "beacons that power save sleeps through, plus one")
           .between(1, 100)},
      {wifi_parameters("5 GHz channel number, of the lowest 20 MHz; default 36"), more}));
  all.push_back(schema_of("direct",
                          {required("owner", K::name, "the group owner of Wi-Fi Direct"),
                           required("clients", K::names, "who joins the group")},
                          {wifi_parameters("5 GHz channel number; default 149"), more}));
  all.push_back(schema_of("adhoc", {required("nodes", K::names, "who hears whom")},
                          {wifi_parameters("5 GHz channel number; default 149"), {name()}}));
}

void add_lte(Schemas& all) {
  all.push_back(
      {"lte",
       {optional("site", K::name, "where the cell's antenna and gateway are"),
        optional("cells", K::names, "instead: sites with an antenna each, on one carrier"),
        required("ues", K::names, "its user equipment"),
        optional("gateway", K::name, "where the core's user plane leaves; default: the first cell"),
        optional("bandwidth", K::frequency, "20MHz", "1.4, 3, 5, 10, 15 or 20 MHz"),
        choice("scheduler", {"proportional_fair", "round_robin"}, "proportional_fair",
               "of the cell"),
        power("site_power", "30dBm", 60), power("ue_power", "23dBm", 40),
        optional("downlink_earfcn", K::count, 1575, "carrier"),
        optional("uplink_earfcn", K::count, 19575, "carrier"),
        choice("fading", {"none", "epa", "eva", "etu"}, "none", "profile of TS 36.104 B.2"),
        speed("fading_speed", "1m/s", "of the UE, for the fading's Doppler"),
        a3_margin("a3_hysteresis"), a3_time("256ms"),
        optional("srs_period", K::duration,
                 "of sounding: 2, 5, 10, 20, 40, 80, 160 or 320 ms; default: as the UEs need"),
        states(), name()}});
}

std::vector<Parameter> nr_carrier() {
  return {
      optional("band", K::text, "n78", "n1, n3, n7, n28, n41, n77, n78, n257, n258 or n261"),
      optional("bandwidth", K::frequency, "100MHz", "of the carrier"),
      optional("numerology", K::count, 1, "15kHz * 2^numerology between subcarriers").between(0, 3),
      optional("tdd", K::text, "DDDSU", "slots down, special and up; not in FDD bands"),
      optional("special_slot", K::text, "10:2:2", "symbols down, guard and up of S"),
      optional("minislot", K::count, 14, "symbols of a scheduling unit: 2, 4, 7 or 14"),
      choice("scheduler", {"proportional_fair", "round_robin", "max_rate"}, "proportional_fair",
             "of every cell"),
      choice("mcs_table", {"256qam", "64qam", "low_rate"}, "256qam", "TS 38.214 tables 2, 1, 3"),
      optional("layers_down", K::count, 1, "spatial layers").between(1, 8),
      optional("layers_up", K::count, 1, "spatial layers").between(1, 4),
      optional("target_bler", K::number, 0.1, "of first transmissions").between(1e-6, 0.5),
      optional("configured_grant", K::flag, false, "uplink without scheduling request"),
      choice("rlc", {"acknowledged", "unacknowledged"}, "acknowledged", "mode")};
}

std::vector<Parameter> nr_medium() {
  return {
      choice("environment", {"urban_macro", "urban_micro", "indoor", "rural"}, "urban_macro",
             "of TR 38.901"),
      choice("line_of_sight", {"by_probability", "always", "never"}, "by_probability", "of all"),
      optional("shadowing", K::flag, true, "log-normal, of TR 38.901"),
      choice("fading", {"none", "rayleigh"}, "none", "in blocks of `coherence`"),
      optional("coherence", K::duration, "5ms", "how long the fading holds").between(1e-4, 10),
      power("cell_power", "44dBm", 60),
      power("ue_power", "23dBm", 40),
      optional("backhaul", K::duration, "0ms", "one way, cell to gateway").between(0, 1)};
}

void add_nr(Schemas& all) {
  all.push_back(schema_of(
      "nr",
      {required("cells", K::names, "sites with an antenna each, on one carrier"),
       required("ues", K::names, "its user equipment"),
       optional("gateway", K::name, "where the core's user plane leaves; default: the first cell")},
      {nr_carrier(),
       nr_medium(),
       {a3_margin("a3_offset"), a3_time("100ms"),
        optional("handover_interruption", K::duration, "30ms", "nothing passes").between(0, 10),
        states(), name()}}));
}

void add_wires(Schemas& all) {
  const Parameter from = required("from", K::name, "one end");
  const Parameter to = required("to", K::name, "the other end");
  const Parameter rate = required("rate", K::byte_rate, "in each direction").at_least(1);
  const std::vector<Parameter> more = {
      optional("jitter", K::duration, "0ms", "standard deviation of the one-way delay")
          .between(0, 10),
      share("loss", "share of the packets lost"),
      share("background", "share of the rate that others take"), name()};
  all.push_back(schema_of(
      "wire", {from, to, rate, optional("delay", K::duration, "0ms", "one way").between(0, 100)},
      {more}));
  all.push_back(schema_of(
      "wan", {from, to, rate, required("rtt", K::duration, "round trip").between(0, 100)}, {more}));
}

void add_known_links(Schemas& all) {
  const Parameter from =
      required("from", K::names, "the device or devices, each a link of its own");
  const Parameter to = required("to", K::name, "the site");
  all.push_back(
      {"recorded",
       {from, to,
        required("trace", K::text, "CSV beside the scenario: time_s,down_bps,up_bps,rtt_s,loss"),
        optional("loop", K::flag, true, "false: sending after its end is an error"), name()}});
  all.push_back({"narrow",
                 {required("profile", K::text, "of network/profiles.toml, e.g. lora-sf7"), from, to,
                  name()}});
}

}  // namespace

void add_link_schemas(Schemas& all) {
  add_wifi(all);
  add_lte(all);
  add_nr(all);
  add_wires(all);
  add_known_links(all);
}

void add_condition_schemas(Schemas& all) {
  constexpr double longest_s = 1e8;
  all.push_back(
      {"outage",
       {required("link", K::text, "its name; that of a group's links for all of them"),
        required("from", K::duration, "simulated time").between(0, longest_s),
        required("length", K::duration, "how long nothing passes").between(1e-6, longest_s)}});
  all.push_back({"hole",
                 {made_by("center", {"at"}, "default: the origin"),
                  required("radius", K::distance, "of the circle").between(0.01, kFarthest_m),
                  optional("loss", K::decibels, "200dB", "of a radio signal from or into it")
                      .between(0.1, 400)}});
  all.push_back({"churn",
                 {required("nodes", K::names, "who goes away and comes back"),
                  required("mean_up", K::duration, "exponential").between(1e-3, longest_s),
                  required("mean_down", K::duration, "exponential").between(1e-3, longest_s)}});
}

}  // namespace lastmile::scenarios
