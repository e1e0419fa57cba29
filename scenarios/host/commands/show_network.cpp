#include "scenarios/host/commands/show_network.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>

#include "scenarios/host/link_words.hpp"
#include "scenarios/host/radio_figures.hpp"
#include "scenarios/host/topology_picture.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::size_t kMostRows = 8;  // of one group; more are put together

const char* text(const std::string& s) { return s.c_str(); }

std::string range(double low, double high, int decimals) {
  char words[64];
  std::snprintf(words, sizeof words, "%.*f", decimals, low);
  std::string result = words;
  std::snprintf(words, sizeof words, "%.*f", decimals, high);
  return result == words ? result : result + " to " + words;
}

double mbps(ByteRate rate) { return rate.value() * 8e-6; }

/// Rows that are printed as one: from the least to the greatest of each figure.
void print_rows(const std::string& name, const std::string& centre,
                const std::vector<RadioFigures>& rows) {
  const auto span = [&rows](auto figure, int decimals) {
    double low = figure(rows.front()), high = low;
    for (const RadioFigures& row : rows) {
      low = std::min(low, figure(row));
      high = std::max(high, figure(row));
    }
    return range(low, high, decimals);
  };
  std::printf("    %-20s %-14s %14s %16s %18s %18s\n", text(name), text(centre),
              text(span([](const RadioFigures& r) { return r.metres; }, 1)),
              text(span([](const RadioFigures& r) { return r.signal_dbm; }, 1)),
              text(span([](const RadioFigures& r) { return mbps(r.down); }, 2)),
              text(span([](const RadioFigures& r) { return mbps(r.up); }, 2)));
}

/// Groups with many members, in order of their first.
void print_figures(const Scenario& scenario, const std::vector<RadioFigures>& figures) {
  const auto& nodes = scenario.topology.nodes;
  std::printf("    %-20s %-14s %14s %16s %18s %18s\n", "node", "hears", "distance [m]",
              "signal [dBm]", "down [Mbit/s]", "up [Mbit/s]");
  for (const Group& group : scenario.groups) {
    std::map<network::NodeId, std::vector<RadioFigures>> by_centre;
    std::vector<RadioFigures> its;
    for (const RadioFigures& row : figures) {
      if (row.member < group.members.front() || row.member > group.members.back()) continue;
      by_centre[row.centre].push_back(row);
      its.push_back(row);
    }
    for (const RadioFigures& row : its) {
      if (its.size() <= kMostRows)
        print_rows(nodes[row.member].name, nodes[row.centre].name, {row});
    }
    for (const auto& [centre, rows] : by_centre) {
      const std::string many = group.name + " x " + std::to_string(rows.size());
      if (its.size() > kMostRows) print_rows(many, nodes[centre].name, rows);
    }
  }
}

void print_link(const Scenario& scenario, const network::Link& link) {
  std::printf("  %s: %s\n", text(network::link_name(link)),
              text(words_of(link, scenario.topology)));
  const std::string reach = words_of_reach(link);
  if (!reach.empty()) std::printf("    %s\n", text(reach));
  const std::vector<RadioFigures> figures = radio_figures(scenario.topology, link);
  if (!figures.empty()) print_figures(scenario, figures);
}

void write(const std::string& path, const std::string& picture) {
  std::ofstream file(path, std::ios::binary);
  file << picture;
  file.close();
  if (!file) throw ConfigError("cannot write '" + path + "'");
  std::printf("\npicture: %s\n", text(path));
}

}  // namespace

int show_network(const Scenario& scenario, const std::string& picture) {
  std::printf("%s\n\nnodes\n", text(scenario.name));
  for (const Group& group : scenario.groups) {
    std::printf("  %s\n", text(words_of_group(scenario, group)));
  }
  std::printf("\nlinks, at the start and with nobody else on them\n");
  for (const network::Link& link : scenario.topology.links) print_link(scenario, link);
  const std::vector<std::string> conditions = words_of_conditions(scenario);
  if (!conditions.empty()) std::printf("\nconditions\n");
  for (const std::string& condition : conditions) std::printf("  %s\n", text(condition));
  if (!picture.empty()) write(picture, topology_picture(scenario));
  return kDone;
}

}  // namespace lastmile::scenarios
