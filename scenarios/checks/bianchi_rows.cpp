// Saturated 802.11 stations without aggregation against Bianchi's model.
#include <cstdio>
#include <filesystem>

#include "network/fluid/saturation.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/fluid_rows.hpp"
#include "sim/installation.hpp"

namespace lastmile::scenarios {
namespace {

using network::fluid::Dcf;
constexpr double kBianchi = 0.10;
constexpr int kPackets = 200;  // of each fluid station

// Plain ns-3 is a program of its own, built with the tests; negative when it cannot be asked.
double saturated_packets(int stations) {
  namespace fs = std::filesystem;
  const fs::path build = program_folder().parent_path();
  const fs::path program = build / "tests" / "cross" / "cross_saturated";
  if (!fs::exists(program)) return -1;
  const std::string command = "'" + program.string() + "' " + std::to_string(stations) + " 4 1";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return -1;
  double bits_per_second = -1;
  if (std::fscanf(pipe, "throughput %lf", &bits_per_second) != 1) bits_per_second = -1;
  return pclose(pipe) == 0 ? bits_per_second : -1;
}

std::string saturated(int stations) {
  return ": bit/s of " + std::to_string(stations) + " saturated stations, Bianchi's model";
}

Claim on_packets(int stations, double expected) {
  const std::string name = "ns-3" + saturated(stations);
  const double actual = saturated_packets(stations);
  if (actual < 0) return printed(name, expected, "skipped: built without ns-3 or its tests");
  return near(name, actual, expected, kBianchi, "802.11a at 6 Mbit/s, no aggregation");
}

}  // namespace

std::vector<Claim> bianchi_claims() {
  std::vector<Claim> claims;
  for (const int stations : {5, 10, 20, 50}) {
    const double expected = network::fluid::bianchi_throughput(stations, Dcf());
    claims.push_back(on_packets(stations, expected));
    claims.push_back(near("fluid" + saturated(stations),
                          network::fluid::fluid_saturation(stations, Dcf(), kPackets), expected,
                          kBianchi, "its contention alone: nothing fitted, no aggregation, no TCP"));
  }
  return claims;
}

}  // namespace lastmile::scenarios
