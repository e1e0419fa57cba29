#include "scenarios/host/sweep/print_sweep.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "analysis/hdf5_reader.hpp"
#include "scenarios/host/table_text.hpp"

namespace lastmile::scenarios {
namespace {

using Texts = std::vector<std::string>;

constexpr double kLevel = 0.05;

bool has(const analysis::Hdf5Reader& file, const std::string& table) {
  const Texts tables = file.tables();
  return std::find(tables.begin(), tables.end(), table) != tables.end();
}

std::string count(std::uint64_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

void print_size(const SweepPlan& plan, const MergeResult& result) {
  std::printf("%s: %s x %s x %s%s\n", plan.base.name.c_str(),
              count(plan.cells.size(), "cell").c_str(),
              plan.strategies() == 1 ? "1 strategy"
                                     : (std::to_string(plan.strategies()) + " strategies").c_str(),
              plan.precision ? "up to " : "", count(plan.seeds.size(), "seed").c_str());
  std::printf("%s done, %llu failed, %llu missing\n", count(result.done, "point").c_str(),
              static_cast<unsigned long long>(result.failed),
              static_cast<unsigned long long>(result.missing));
}

struct Counted {
  std::string title;
  std::int64_t rows = 0, below = 0, adjusted = 0, lower = 0, higher = 0;
};

std::vector<Counted> count_differences(const analysis::Hdf5Reader& file) {
  const Texts title = file.texts("differences", "title");
  const auto p = file.reals("differences", "p_value"),
             adjusted = file.reals("differences", "p_adjusted"),
             mean = file.reals("differences", "mean");
  std::vector<Counted> counts;
  for (std::size_t i = 0; i < title.size(); ++i) {
    if (counts.empty() || counts.back().title != title[i]) counts.push_back({title[i]});
    Counted& count = counts.back();
    if (std::isnan(p[i])) continue;
    ++count.rows;
    count.below += p[i] < kLevel ? 1 : 0;
    if (adjusted[i] >= kLevel) continue;
    ++count.adjusted;
    (mean[i] < 0 ? count.lower : count.higher) += 1;
  }
  std::erase_if(counts, [](const Counted& c) { return c.rows == 0; });
  return counts;
}

void print_differences(const SweepPlan& plan, const analysis::Hdf5Reader& file) {
  if (!has(file, "differences")) return;
  const std::vector<Counted> counts = count_differences(file);
  if (counts.empty()) {
    std::printf(
        "\nOne seed a cell: no intervals, so no differences are tested. --seeds 5 gives them.\n");
    return;
  }
  std::vector<Texts> rows = {{"", "compared", "p < 0.05", "after Holm", "lower", "higher"}};
  std::int64_t compared = 0;
  for (const Counted& c : counts) {
    rows.push_back({c.title, std::to_string(c.rows), std::to_string(c.below),
                    std::to_string(c.adjusted), std::to_string(c.lower), std::to_string(c.higher)});
    compared += c.rows;
  }
  std::printf("\nStrategies against '%s', paired by seed\n%s",
              plan.base.strategies[plan.baseline].name.c_str(), aligned(rows).c_str());
  std::printf(
      "%lld comparisons: without any real difference about %lld would still show p < 0.05. Holm's\n"
      "adjustment, over all rows of an indicator, keeps the chance of one wrong \"differs\" below "
      "5 %%.\n",
      static_cast<long long>(compared), std::llround(kLevel * static_cast<double>(compared)));
}

void print_changes(const analysis::Hdf5Reader& file) {
  if (!has(file, "ranking_changes")) return;
  const Texts title = file.texts("ranking_changes", "title"),
              axis = file.texts("ranking_changes", "axis"),
              from = file.texts("ranking_changes", "from"),
              to = file.texts("ranking_changes", "to"),
              pairs = file.texts("ranking_changes", "pairs");
  const auto cells = file.integers("ranking_changes", "cells"),
             changed = file.integers("ranking_changes", "changed"),
             significant = file.integers("ranking_changes", "significant");
  for (std::size_t i = 0; i < title.size();) {
    std::vector<Texts> rows = {{"", "compared", "changed", "beyond intervals", "pairs"}};
    std::size_t same = 0;
    const std::size_t first = i;
    for (; i < title.size() && axis[i] == axis[first] && to[i] == to[first]; ++i) {
      if (changed[i] == 0) {
        ++same;
        continue;
      }
      rows.push_back({title[i], std::to_string(cells[i]), std::to_string(changed[i]),
                      std::to_string(significant[i]), pairs[i]});
    }
    std::printf("\nOrder of the strategies, %s %s against %s (cells)\n", axis[first].c_str(),
                to[first].c_str(), from[first].c_str());
    if (rows.size() > 1) std::fputs(aligned(rows).c_str(), stdout);
    std::printf("%zu of %zu indicators keep their order in all cells\n", same, i - first);
  }
}

}  // namespace

void print_sweep(const SweepPlan& plan, const MergeResult& result) {
  print_size(plan, result);
  {
    const analysis::Hdf5Reader file(result.output);
    print_differences(plan, file);
    print_changes(file);
  }
  std::printf("\nresult %s%s\n", result.output.c_str(),
              result.complete() ? "" : ", marked incomplete");
}

}  // namespace lastmile::scenarios
