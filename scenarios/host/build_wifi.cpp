#include <cmath>

#include "scenarios/host/link_arguments.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr int kWifiChannel = 36, kDirectChannel = 149;

network::WifiStandard standard(const LinkArguments& a) {
  const std::string& text = a.given().text("standard");
  if (text == "802.11n") return network::WifiStandard::n;
  return text == "802.11ac" ? network::WifiStandard::ac : network::WifiStandard::ax;
}

int width_mhz(const LinkArguments& a) {
  const double mhz = a.given().frequency("width").value() / 1e6;
  for (const int allowed : {20, 40, 80}) {
    if (mhz == allowed) return allowed;
  }
  a.fail("width", "allowed are 20MHz, 40MHz and 80MHz, got '" + a.given().raw("width").text + "'");
}

std::vector<int> channels(const LinkArguments& a, int usual) {
  std::vector<int> result;
  if (!a.given().has("channels")) return {a.given().has("channel") ? a.integer("channel") : usual};
  if (a.given().has("channel")) a.fail("channels", "say this or 'channel', not both");
  for (const double number : a.given().numbers("channels")) {
    if (number != std::floor(number) || number < 1 || number > 200) {
      a.fail("channels", "'" + std::to_string(number) + "' is no channel number, e.g. 36");
    }
    result.push_back(static_cast<int>(number));
  }
  if (result.empty()) a.fail("channels", "the list is empty; name at least one, e.g. 36");
  return result;
}

template <class Link>
void radio(const LinkArguments& a, Link& link) {
  link.name = a.name();
  link.standard = standard(a);
  link.width_mhz = width_mhz(a);
  link.streams = a.integer("streams");
  link.transmit_power = a.given().dbm("power");
}

void control(const LinkArguments& a, network::WifiLink& link) {
  const bool minstrel = a.given().text("rate_control") == "minstrel";
  link.rate_control = minstrel ? network::RateControl::minstrel : network::RateControl::ideal;
  link.rts_bytes = static_cast<int>(a.given().bytes("rts").value());
  link.ignore_below_dbm = a.given().dbm("ignore_below").value();
}

}  // namespace

void add_wifi(LinkArguments& a) {
  network::WifiLink link;
  radio(a, link);
  control(a, link);
  link.access_points = a.centres("access_point", "access_points");
  link.gateway = a.gateway_or_first(link.access_points);
  link.stations = a.nodes("stations");
  link.channels = channels(a, kWifiChannel);
  link.roam_margin_db = a.given().decibels("roam_margin").value();
  link.power_save = a.power_save();
  a.check_apart(link.stations, link.access_points);
  a.add(std::move(link));
}

void add_direct(LinkArguments& a) {
  network::WifiLink link;
  radio(a, link);
  control(a, link);
  link.gateway = a.one_node("owner");
  link.access_points = {link.gateway};
  link.stations = a.nodes("clients");
  link.channels = {a.given().has("channel") ? a.integer("channel") : kDirectChannel};
  a.check_apart(link.stations, link.access_points);
  a.add(std::move(link));
}

void add_adhoc(LinkArguments& a) {
  network::AdhocLink link;
  radio(a, link);
  link.members = a.nodes("nodes");
  link.channel = a.given().has("channel") ? a.integer("channel") : kDirectChannel;
  a.check_apart(link.members, {});
  a.add(std::move(link));
}

}  // namespace lastmile::scenarios
