// Processor seconds per simulated second of each technology at packet level, radio time running on: idle,
// and with every device sending message after message.
#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <memory>

#include "network/backends.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/federated_world.hpp"
#include "scenarios/checks/network_rows.hpp"
#include "scenarios/host/forked_jobs.hpp"
#include "scenarios/host/network_cells.hpp"

namespace lastmile::scenarios {
namespace {

struct Case {
  Cellular technology;
  int devices;
};
constexpr std::array<Case, 5> kCases{
    {{Cellular::wifi, 10}, {Cellular::lte, 1}, {Cellular::lte, 10}, {Cellular::nr, 10}, {Cellular::nr, 100}}};

void send_for_ever(network::Network& net, network::NodeId device) {
  net.start(network::Transfer(device, 0, Bytes(2e4)),
            [&net, device](const network::Outcome&) { send_for_ever(net, device); });
}


std::string spent(const Case& what, bool loaded, double simulated_s) {
  Engine engine(1);
  network::BackendOptions options;
  options.frozen = false;
  const network::Topology topology = one_site(what.technology, what.devices);
  const auto net = network::make_network("ns3", engine, topology, options);
  for (int i = 1; loaded && i <= what.devices; ++i) {
    send_for_ever(*net, static_cast<network::NodeId>(i));
  }
  const std::clock_t start = std::clock();
  engine.run(SimTime{} + seconds(simulated_s));
  const double cpu_s = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  return packed({cpu_s, net->view().link_use(0).carried.value() * 8e-6});
}

Claim row(const Case& what, bool loaded, double simulated_s, const ForkedAnswer& answer) {
  const std::string name = std::string(cellular_name(what.technology)) + ", " +
                           std::to_string(what.devices) + " devices " + (loaded ? "loaded" : "idle") +
                           ": processor seconds per simulated second";
  if (!answer.ok) return {name, 0, "a result", false, answer.error};
  const std::vector<double> figures = unpacked(answer.text);
  const auto memory = exact_number(std::round(answer.peak_memory_bytes / 1e6)) + " MB of memory";
  const auto rate = exact_number(std::round(figures[1] / simulated_s * 10) / 10) + " Mb/s delivered, ";
  return printed(name, figures[0] / simulated_s, (loaded ? rate : "") + memory);
}

}  // namespace

std::vector<Claim> cost_rows(bool quick) {
  if (!has_packet_level()) return {printed("costs", 0, "skipped: built without ns-3")};
  const double simulated_s = quick ? 1 : 5;
  std::vector<ForkedJob> jobs;
  for (const Case& what : kCases) {
    for (const bool loaded : {false, true}) {
      jobs.emplace_back([what, loaded, simulated_s] { return spent(what, loaded, simulated_s); });
    }
  }
  const std::vector<ForkedAnswer> answers = in_children(jobs, 1);
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    claims.push_back(row(kCases[i / 2], i % 2 == 1, simulated_s, answers[i]));
  }
  return claims;
}

}  // namespace lastmile::scenarios
