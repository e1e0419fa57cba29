// The fluid network against arithmetic by hand and against the packet level.
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/network_rows.hpp"
#include "scenarios/checks/two_hops.hpp"

namespace lastmile::scenarios {
namespace {

using network::Transport;

// Of fluid and packet level, on single large messages. Small ones are printed: their cost is access
// and overhead, which the fluid network takes as a mean.
constexpr double kWireAgreement = 0.05, kWifiAgreement = 0.15;

// Whole datagrams of 1472 B in packets of 1500 B and frames of 1502 B.
Claim wire_by_hand() {
  constexpr double datagrams = 1000;
  const Seen seen = send_all("fluid", {{1, 2, Transport::udp, Bytes(datagrams * 1472)}});
  return near("seconds of 1000 datagrams on a wire", seen.seconds[0],
              datagrams * 1502 * 8 / 100e6 + 0.005, 1e-8, "size over rate, plus the delay");
}

// Two messages at once take twice as long each, but for the delay; the other way is free.
std::vector<Claim> sharing_by_hand() {
  Engine engine(1);
  const network::Topology topology = two_hops();
  const auto net = network::make_network("fluid", engine, topology);
  std::vector<double> ends_s(3);
  const std::vector<std::pair<network::NodeId, network::NodeId>> ways{{1, 2}, {1, 2}, {2, 1}};
  for (std::size_t i = 0; i < ways.size(); ++i) {
    const network::Transfer what(ways[i].first, ways[i].second, Bytes(1000 * 1472), Transport::udp);
    net->start(what, [&ends_s, i](const network::Outcome& outcome) {
      ends_s[i] = to_seconds(outcome.finished);
    });
  }
  engine.run();
  const double alone_s = 1000 * 1502 * 8 / 100e6;
  return {near("seconds of one of two messages that share a wire", ends_s[0], 2 * alone_s + 0.005,
               1e-7),
          near("seconds of a message the other way meanwhile", ends_s[2], alone_s + 0.005, 1e-7),
          near("bytes that the wire counts", net->view().link_use(1).carried.value(), 3 * 1472000,
               1e-9)};
}

struct Case {
  const char* name;
  Message message;
  double agreement;  // 0: printed only
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {"1 MB over a wire", {1, 2, Transport::tcp, Bytes(1e6)}, kWireAgreement},
      {"1 MB up over Wi-Fi at 5 m", {0, 1, Transport::tcp, Bytes(1e6)}, kWifiAgreement},
      {"1 MB down over Wi-Fi at 5 m", {1, 0, Transport::tcp, Bytes(1e6)}, kWifiAgreement},
      {"1 MB over both", {0, 2, Transport::tcp, Bytes(1e6)}, kWifiAgreement},
      {"100 kB over Wi-Fi, connection open", {0, 1, Transport::tcp, Bytes(1e5)}, 0},
      {"10 kB over Wi-Fi, connection open", {0, 1, Transport::tcp, Bytes(1e4)}, 0},
      {"1 kB over Wi-Fi, connection open", {0, 1, Transport::tcp, Bytes(1e3)}, 0}};
  return all;
}

Claim compared(const Case& one, double fluid_s, double packets_s) {
  const std::string name = std::string(one.name) + ": seconds, fluid over packet level";
  const std::string both = exact_number(fluid_s) + " s and " + exact_number(packets_s) + " s";
  if (one.agreement == 0) return printed(name, fluid_s / packets_s, both);
  return near(name, fluid_s / packets_s, 1, one.agreement, both);
}

void add_packet_level(std::vector<Claim>& claims) {
  std::vector<Message> messages;
  for (const Case& one : cases()) messages.push_back(one.message);
  const Seen fluid = send_all("fluid", messages);
  const auto packets = at_packet_level(messages);
  if (!packets) {
    claims.push_back(printed("fluid against packet level", 0, "skipped: built without ns-3"));
    return;
  }
  for (std::size_t i = 0; i < messages.size(); ++i) {
    claims.push_back(compared(cases()[i], fluid.seconds[i], packets->seconds[i]));
  }
}

}  // namespace

std::vector<Claim> message_rows(bool) {
  std::vector<Claim> claims{wire_by_hand()};
  for (Claim& claim : sharing_by_hand()) claims.push_back(std::move(claim));
  add_packet_level(claims);
  return claims;
}

}  // namespace lastmile::scenarios
