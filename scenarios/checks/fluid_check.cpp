// The fluid network against the packet level on a grid that it was not fitted to, and ns-3's Wi-Fi
// against Bianchi's model.
#include <cstdio>
#include <filesystem>

#include "network/fluid/bianchi.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/host/network_grid.hpp"

namespace lastmile::scenarios {
namespace {

constexpr double kMedian = 0.10, kWorst = 0.30, kWorstShare = 0.95, kBianchi = 0.10;
constexpr double kApart = 0.9;  // from this load on cells are listed apart

struct Errors {
  std::vector<double> usual, heavy;
  std::string farthest;  // the cell of the largest usual error
};

Errors errors_of(const Measured& measured) {
  const std::vector<double> all = fluid_errors(measured, network::fluid::Coefficients());
  Errors errors;
  double largest = -1;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool heavy = measured.cells[i].load >= kApart;
    (heavy ? errors.heavy : errors.usual).push_back(all[i]);
    if (heavy || std::abs(all[i]) <= largest) continue;
    largest = std::abs(all[i]);
    errors.farthest = cell_name(measured.cells[i]) + ", " + exact_number(measured.mean_s[i]) +
                      " s at packet level";
  }
  return errors;
}

std::string of_cells(const std::vector<double>& errors) {
  return std::to_string(errors.size()) + " cells";
}

void add_technology(std::vector<Claim>& claims, Technology technology) {
  const std::string name = std::string(technology_name(technology)) + ": error of a cell's mean, ";
  const Errors errors = errors_of(measure(held_out_grid(technology, false)));
  if (errors.usual.empty() || errors.heavy.empty()) {
    claims.push_back({name + "median", 0, "cells that run", false, "the packet level ran none"});
    return;
  }
  claims.push_back(at_most(name + "median", quantile_of_size(errors.usual, 0.5), kMedian,
                           of_cells(errors.usual)));
  claims.push_back(at_most(name + "95th percentile", quantile_of_size(errors.usual, kWorstShare),
                           kWorst, "largest: " + errors.farthest));
  claims.push_back(printed(name + "median at loads of 0.9 and 1",
                           quantile_of_size(errors.heavy, 0.5), of_cells(errors.heavy)));
  claims.push_back(printed(name + "95th percentile at loads of 0.9 and 1",
                           quantile_of_size(errors.heavy, kWorstShare), of_cells(errors.heavy)));
}

// Plain ns-3 is a program of its own, built with the tests; negative when it cannot be asked.
double saturated_packets(int stations) {
  namespace fs = std::filesystem;
  const fs::path build = fs::read_symlink("/proc/self/exe").parent_path().parent_path();
  const fs::path program = build / "tests" / "cross" / "cross_saturated";
  if (!fs::exists(program)) return -1;
  const std::string command = "'" + program.string() + "' " + std::to_string(stations) + " 4 1";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return -1;
  double bits_per_second = -1;
  if (std::fscanf(pipe, "throughput %lf", &bits_per_second) != 1) bits_per_second = -1;
  return pclose(pipe) == 0 ? bits_per_second : -1;
}

Claim saturated(int stations) {
  const std::string name =
      "ns-3: bit/s of " + std::to_string(stations) + " saturated stations, Bianchi's model";
  const double expected = network::fluid::bianchi_throughput(stations, network::fluid::Dcf());
  const double actual = saturated_packets(stations);
  if (actual < 0) return printed(name, expected, "skipped: built without ns-3 or its tests");
  return near(name, actual, expected, kBianchi, "802.11a at 6 Mbit/s, no aggregation");
}

std::vector<Claim> run(const CheckOptions&) {
  std::vector<Claim> claims;
  for (const int stations : {5, 10, 20, 50}) claims.push_back(saturated(stations));
  if (!has_packet_level()) {
    claims.push_back(printed("fluid on the held-out grid", 0, "skipped: built without ns-3"));
    return claims;
  }
  for (const Technology technology :
       {Technology::wifi, Technology::lte, Technology::wire, Technology::wan}) {
    add_technology(claims, technology);
  }
  return claims;
}

const CheckRegistration registration{
    {"fluid", "fluid on a held-out grid against the packet level (minutes); Bianchi", {}, run}};

}  // namespace
}  // namespace lastmile::scenarios
