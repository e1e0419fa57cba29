#include <algorithm>
#include <cstdio>
#include <sstream>

#include "scenarios/host/checks.hpp"
#include "scenarios/host/json_text.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

std::string verdict(const Claim& claim) {
  if (!claim.holds) return "-";
  return *claim.holds ? "holds" : "does not hold";
}

std::string as_json(const Claim& claim) {
  const std::string holds = claim.holds ? (*claim.holds ? "true" : "false") : "null";
  return json_object({{"name", json_text(claim.name)},
                      {"value", json_number(claim.value)},
                      {"bar", json_text(claim.bar)},
                      {"holds", holds},
                      {"reason", json_text(claim.reason)}});
}

void print(const std::vector<Claim>& claims) {
  for (const Claim& claim : claims) {
    std::printf("%-13s  %s: %s", verdict(claim).c_str(), claim.name.c_str(),
                exact_number(claim.value).c_str());
    if (!claim.bar.empty()) std::printf("  (%s)", claim.bar.c_str());
    std::printf("%s%s\n", claim.reason.empty() ? "" : "  ", claim.reason.c_str());
  }
}

void print_json(const std::vector<Claim>& claims) {
  std::vector<std::string> items;
  for (const Claim& claim : claims) items.push_back(as_json(claim));
  std::printf("%s\n", json_list(items).c_str());
}

int list_areas() {
  for (const auto& [name, entry] : CheckRegistry::global().entries()) {
    std::printf("%-16s%s\n", name.c_str(), entry.description.c_str());
  }
  return kDone;
}

std::vector<std::string> words(const std::string& list) {
  std::vector<std::string> result;
  std::istringstream text(list);
  for (std::string word; std::getline(text, word, ',');) result.push_back(word);
  return result;
}

int run(const Arguments& arguments) {
  if (arguments.positional().empty()) return list_areas();
  const auto& area = CheckRegistry::global().find("area", arguments.positional());
  const CheckOptions options{arguments.text("data").value_or("../shared/data"),
                             arguments.has("quick"), words(arguments.text("rows").value_or(""))};
  const bool grouped = area.name == "compute" || area.name == "models" || area.name == "network";
  if (!options.rows.empty() && !grouped) {
    throw ConfigError("--rows: area '" + area.name +
                      "' has no groups of rows; 'compute', 'models' and 'network' have");
  }
  const std::vector<Claim> claims = area.make(options);
  arguments.has("json") ? print_json(claims) : print(claims);
  const bool failed = std::any_of(claims.begin(), claims.end(), [](const Claim& claim) {
    return claim.holds && !*claim.holds;
  });
  return failed ? kFailed : kDone;
}

}  // namespace

Verb check_verb() {
  return {{"check",
           "AREA",
           "tests the program's own claims of an area; without AREA lists them",
           {{"data", "DIR", "reference data (default: ../shared/data)"},
            {"quick", "", "a smaller size of what takes minutes"},
            {"rows", "A,B", "of areas compute, models and network: only these groups of rows"},
            {"json", "", "print JSON"}},
           false},
          run};
}

}  // namespace lastmile::scenarios
