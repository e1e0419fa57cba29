#include "scenarios/checks/row_groups.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "scenarios/checks/packed_claims.hpp"
#include "scenarios/host/forked_jobs.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

std::vector<Claim> claims_of(const RowGroup& group, const CheckOptions& options) {
  if (!group.in_child) return group.rows(options);
  const auto answers = in_children({[&] { return packed_claims(group.rows(options)); }}, 1);
  if (answers[0].ok) return unpacked_claims(answers[0].text);
  return {{"could be run", 0, "a result", false, answers[0].error}};
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

bool missed(const Claim& claim) { return claim.holds && !*claim.holds; }

std::vector<Claim> timed(const std::string& area, const RowGroup& group, const CheckOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const char *of = area.c_str(), *name = group.name.c_str();
  std::fprintf(stderr, "%s: %s ...\n", of, name);
  std::vector<Claim> claims = claims_of(group, options);
  std::fprintf(stderr, "%s: %s took %.1f s, %zu rows, %td missed\n", of, name, seconds_since(start),
               claims.size(), std::count_if(claims.begin(), claims.end(), missed));
  for (Claim& claim : claims) {
    claim.name = group.name + ": " + claim.name;
    if (!missed(claim)) continue;
    std::fprintf(stderr, "%s: missed: %s: %s (%s) %s\n", of, claim.name.c_str(),
                 exact_number(claim.value).c_str(), claim.bar.c_str(), claim.reason.c_str());
  }
  return claims;
}

std::vector<RowGroup> chosen(const std::vector<RowGroup>& groups, const std::vector<std::string>& names) {
  if (names.empty()) return groups;
  std::vector<std::string> known;
  for (const RowGroup& group : groups) known.emplace_back(group.name);
  std::vector<RowGroup> result;
  for (const std::string& name : names) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) throw ConfigError("--rows: " + unknown_name_message("group", name, known));
    result.push_back(groups[static_cast<std::size_t>(found - known.begin())]);
  }
  return result;
}

}  // namespace

std::vector<Claim> run_groups(const std::string& area, const std::vector<RowGroup>& groups,
                              const CheckOptions& options) {
  std::vector<Claim> claims;
  for (const RowGroup& group : chosen(groups, options.rows)) {
    for (Claim& claim : timed(area, group, options)) claims.push_back(std::move(claim));
  }
  return claims;
}

}  // namespace lastmile::scenarios
