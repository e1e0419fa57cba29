#include "scenarios/checks/fluid_rows.hpp"

#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/host/network_grid.hpp"

namespace lastmile::scenarios {
namespace {

constexpr double kMedian = 0.10, kWorst = 0.30, kWorstShare = 0.95;
constexpr double kHeavy = 0.9, kAllAtOnce = 1;  // loads that are listed apart
constexpr double kShort = 1e4;                  // and messages below this size

struct Group {
  std::vector<double> errors;
  std::string farthest;  // the cell of the largest error
  double largest = -1;
  void add(double error, const Measured& measured, std::size_t i) {
    errors.push_back(error);
    if (std::abs(error) <= largest) return;
    largest = std::abs(error);
    farthest = cell_name(measured.cells[i]) + ", " + exact_number(measured.mean_s[i]) +
               " s at packet level, fluid " + (error < 0 ? "shorter" : "longer");
  }
};

struct Groups {
  Group usual, heavy, at_once, brief;
};

Groups grouped(const Measured& measured) {
  const std::vector<double> errors = fluid_errors(measured, network::fluid::Coefficients());
  Groups groups;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    const Cell& cell = measured.cells[i];
    Group& group = cell.load >= kAllAtOnce ? groups.at_once
                   : cell.load >= kHeavy   ? groups.heavy
                   : cell.bytes < kShort   ? groups.brief
                                           : groups.usual;
    group.add(errors[i], measured, i);
  }
  return groups;
}

std::string name_of(Technology technology) {
  return std::string(technology_name(technology)) + ": error of a cell's mean, ";
}

void print_group(std::vector<Claim>& claims, const std::string& name, const std::string& where,
                 const Group& group) {
  if (group.errors.empty()) return;
  claims.push_back(printed(name + "median " + where, quantile_of_size(group.errors, 0.5),
                           std::to_string(group.errors.size()) + " cells"));
  claims.push_back(printed(name + "95th percentile " + where,
                           quantile_of_size(group.errors, kWorstShare),
                           "largest: " + group.farthest));
}

void judge_group(std::vector<Claim>& claims, const std::string& name, const Group& group) {
  if (group.errors.empty()) {
    claims.push_back({name + "median", 0, "cells that run", false, "the packet level ran none"});
    return;
  }
  claims.push_back(at_most(name + "median", quantile_of_size(group.errors, 0.5), kMedian,
                           std::to_string(group.errors.size()) + " cells"));
  claims.push_back(at_most(name + "95th percentile", quantile_of_size(group.errors, kWorstShare),
                           kWorst, "largest: " + group.farthest));
}

void judge_technology(std::vector<Claim>& claims, Technology technology, bool quick) {
  const std::string name = name_of(technology);
  const Groups groups = grouped(measure(held_out_grid(technology, quick)));
  judge_group(claims, name, groups.usual);
  print_group(claims, name, "at 90 % load", groups.heavy);
  print_group(claims, name, "with all stations at once", groups.at_once);
  print_group(claims, name, "of 2 kB", groups.brief);
}

// Technologies that share the coefficients of another, on a small grid.
void print_technology(std::vector<Claim>& claims, Technology technology) {
  const Groups groups = grouped(measure(held_out_grid(technology, true)));
  print_group(claims, name_of(technology), "on a small grid", groups.usual);
}

}  // namespace

std::vector<Claim> fluid_grid_claims(bool quick) {
  if (!has_packet_level()) {
    return {printed("fluid on the held-out grid", 0, "skipped: built without ns-3")};
  }
  std::vector<Claim> claims;
  for (const Technology technology : {Technology::wifi, Technology::lte, Technology::nr,
                                      Technology::wire, Technology::wan}) {
    judge_technology(claims, technology, quick);
  }
  if (quick) return claims;
  for (const Technology technology :
       {Technology::wifi_n, Technology::wifi_ac, Technology::adhoc}) {
    print_technology(claims, technology);
  }
  return claims;
}

}  // namespace lastmile::scenarios
