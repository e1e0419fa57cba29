#include "tests/bench/kernels/table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace lastmile::bench {
namespace {

const Timing* find(const Row& row, const std::string& peer) {
  for (const Timing& timing : row.timings)
    if (&timing != row.timings.data() && timing.name.rfind(peer, 0) == 0) return &timing;
  return nullptr;
}

std::string short_name(const std::string& name) { return name.substr(0, name.find(' ')); }

}  // namespace

double speed_ratio(const Row& row, const std::string& peer) {
  const Timing* timing = find(row, peer);
  return timing == nullptr ? 0 : timing->best_s / row.timings.front().best_s;
}

void print_table(const std::vector<Row>& rows, const std::string& title) {
  std::printf("%s, GFLOP/s best (median)\n", title.c_str());
  for (const Row& row : rows) {
    std::printf("%-20s", row.name.c_str());
    for (const Timing& timing : row.timings) {
      const bool is_ours = &timing == row.timings.data();
      std::printf("  %s%6.1f (%5.1f)", is_ours ? "" : (short_name(timing.name) + " ").c_str(),
                  row.flop / timing.best_s / 1e9, row.flop / timing.median_s / 1e9);
      if (!is_ours) std::printf(" %5.2fx", timing.best_s / row.timings.front().best_s);
    }
    for (const Timing& timing : row.timings)
      if (timing.name.find(' ') != std::string::npos) std::printf("  [%s]", timing.name.c_str());
    std::printf("\n");
  }
}

void print_summary(const std::vector<Row>& rows, const std::string& peer) {
  std::vector<std::pair<double, std::string>> ratios;
  double logs = 0;
  for (const Row& row : rows) {
    const double ratio = speed_ratio(row, peer);
    if (ratio <= 0) continue;
    ratios.emplace_back(ratio, row.name);
    logs += std::log(ratio);
  }
  if (ratios.empty()) return static_cast<void>(std::printf("%s: not built\n", peer.c_str()));
  std::sort(ratios.begin(), ratios.end());
  std::printf("against %s: geometric mean %.3f, least %.3f, of %zu shapes; least:", peer.c_str(),
              std::exp(logs / static_cast<double>(ratios.size())), ratios.front().first,
              ratios.size());
  for (std::size_t i = 0; i < std::min<std::size_t>(5, ratios.size()); ++i)
    std::printf("%s %s %.2f", i == 0 ? "" : ",", ratios[i].second.c_str(), ratios[i].first);
  std::printf("\n");
}

void print_json(const std::vector<Row>& rows, bool first) {
  for (const Row& row : rows)
    for (std::size_t i = 1; i < row.timings.size(); ++i) {
      const Timing &our = row.timings.front(), &peer = row.timings[i];
      std::printf(
          "%s{\"name\": \"kernels: %s\", \"ours\": %.2f, \"ours_median\": %.2f, \"algorithm\": "
          "\"%s\", "
          "\"peer\": %.2f, \"peer_median\": %.2f, \"peer_name\": \"%s\", \"ratio\": %.4f, "
          "\"unit\": \"GFLOP/s\"}",
          first ? "" : ",\n ", row.name.c_str(), row.flop / our.best_s / 1e9,
          row.flop / our.median_s / 1e9, our.name.c_str(), row.flop / peer.best_s / 1e9,
          row.flop / peer.median_s / 1e9, peer.name.c_str(), peer.best_s / our.best_s);
      first = false;
    }
}

}  // namespace lastmile::bench
