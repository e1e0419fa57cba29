// Everything that is claimed of the network, row group by row group. What took how long goes to stderr.
#include <algorithm>
#include <chrono>
#include <cstdio>

#include "scenarios/checks/fluid_rows.hpp"
#include "scenarios/checks/network_rows.hpp"
#include "scenarios/checks/nr_rows.hpp"
#include "scenarios/checks/packed_claims.hpp"
#include "scenarios/host/forked_jobs.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

struct Group {
  const char* name;
  std::vector<Claim> (*rows)(bool quick);
};

std::vector<Claim> bianchi_rows(bool) { return bianchi_claims(); }

const std::vector<Group>& groups() {
  static const std::vector<Group> all{{"messages", message_rows},
                                      {"grid", fluid_grid_claims},
                                      {"decision", decision_rows},
                                      {"bianchi", bianchi_rows},
                                      {"nr-formulas", nr_formula_rows},
                                      {"nr-latency", nr_latency_rows},
                                      {"nr-schedulers", nr_sharing_rows},
                                      {"nr-errors", nr_error_rows},
                                      {"handover", handover_rows},
                                      {"frozen", frozen_rows},
                                      {"scale-packets", packet_scale_rows},
                                      {"scale-fluid", fluid_scale_rows},
                                      {"conservation", conservation_rows},
                                      {"costs", cost_rows}};
  return all;
}

// In a child: ns-3's state is process-wide.
std::vector<Claim> in_child(const Group& group, bool quick) {
  const auto answers = in_children({[&] { return packed_claims(group.rows(quick)); }}, 1);
  if (answers[0].ok) return unpacked_claims(answers[0].text);
  return {{"could be run", 0, "a result", false, answers[0].error}};
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::vector<Claim> timed(const Group& group, bool quick) {
  const auto start = std::chrono::steady_clock::now();
  std::fprintf(stderr, "network: %s ...\n", group.name);
  std::vector<Claim> claims = in_child(group, quick);
  const auto missed = std::count_if(claims.begin(), claims.end(), [](const Claim& claim) {
    return claim.holds && !*claim.holds;
  });
  std::fprintf(stderr, "network: %s took %.1f s, %zu rows, %td missed\n", group.name,
               seconds_since(start), claims.size(), missed);
  for (Claim& claim : claims) {
    claim.name = std::string(group.name) + ": " + claim.name;
    if (claim.holds && !*claim.holds) {
      std::fprintf(stderr, "network: missed: %s: %s (%s) %s\n", claim.name.c_str(),
                   exact_number(claim.value).c_str(), claim.bar.c_str(), claim.reason.c_str());
    }
  }
  return claims;
}

std::vector<Group> chosen(const std::vector<std::string>& names) {
  if (names.empty()) return groups();
  std::vector<std::string> known;
  for (const Group& group : groups()) known.emplace_back(group.name);
  std::vector<Group> result;
  for (const std::string& name : names) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) throw ConfigError("--rows: " + unknown_name_message("group", name, known));
    result.push_back(groups()[static_cast<std::size_t>(found - known.begin())]);
  }
  return result;
}

std::vector<Claim> run(const CheckOptions& options) {
  std::vector<Claim> claims;
  for (const Group& group : chosen(options.rows)) {
    for (Claim& claim : timed(group, options.quick)) claims.push_back(std::move(claim));
  }
  return claims;
}

const CheckRegistration registration{
    {"network", "everything claimed of the network (--quick: minutes; --rows: some of it)", {}, run}};

}  // namespace
}  // namespace lastmile::scenarios
