#include "scenarios/host/comparison.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

#include "scenarios/host/claims.hpp"
#include "scenarios/host/comparison_tables.hpp"
#include "scenarios/host/intervals.hpp"
#include "scenarios/host/kpis.hpp"

namespace lastmile::scenarios {
namespace {

// All runs of one backend: [strategy][seed], in the order of the scenario.
struct Backend {
  std::string network;
  std::vector<std::vector<RunTables>> runs;
};

std::vector<Backend> load(const Scenario& scenario, const std::vector<FinishedRun>& finished) {
  std::vector<Backend> backends;
  for (const FinishedRun& run : finished) {
    if (backends.empty() || backends.back().network != run.network) {
      backends.push_back({run.network, std::vector<std::vector<RunTables>>(scenario.strategies.size())});
    }
    for (std::size_t s = 0; s < scenario.strategies.size(); ++s) {
      if (scenario.strategies[s].name == run.strategy) backends.back().runs[s].push_back(read_run(run.part_path));
    }
  }
  return backends;
}

std::optional<std::size_t> reference_strategy(const Scenario& scenario) {
  for (std::size_t s = 0; s < scenario.strategies.size(); ++s) {
    if (scenario.strategies[s].level == 0) return s;
  }
  return std::nullopt;
}

Paired values_of(const Backend& backend, const Kpi& kpi, std::optional<std::size_t> reference) {
  Paired values;
  for (const auto& seeds : backend.runs) {
    std::vector<double> row;
    for (std::size_t i = 0; i < seeds.size(); ++i) {
      row.push_back(kpi.value({seeds[i], reference ? &backend.runs[*reference][i] : nullptr}));
    }
    values.push_back(row);
  }
  return values;
}

Cell level_of(const Strategy& strategy) { return static_cast<std::int64_t>(strategy.level.value_or(-1)); }

// Of the mean over seeds: every seed has the same cost model, so more seeds do not make it smaller.
double calibration_error(const std::vector<RunTables>& seeds, const std::vector<RunTables>* reference,
                         const Kpi& kpi) {
  if (!kpi.calibration_error || seeds.empty()) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0;
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    sum += kpi.calibration_error({seeds[i], reference != nullptr ? &(*reference)[i] : nullptr});
  }
  return sum / static_cast<double>(seeds.size());
}

void record_summary(const Scenario& scenario, const Backend& backend, const Kpi& kpi, const Paired& values,
                    std::optional<std::size_t> reference, Recorder& recorder) {
  const auto some = [](const std::vector<double>& row) {
    return std::any_of(row.begin(), row.end(), [](double value) { return value > 0; });
  };
  const bool failures = kpi.name == "out_of_memory" && std::any_of(values.begin(), values.end(), some);
  for (std::size_t s = 0; s < values.size(); ++s) {
    const Interval interval = mean_interval(values[s]);
    const auto reached = std::count_if(values[s].begin(), values[s].end(), [](double v) { return v == v; });
    recorder.record("summary", {scenario.strategies[s].name, level_of(scenario.strategies[s]), backend.network,
                                kpi.name, kpi.title, kpi.unit, interval.mean, interval.low, interval.high,
                                calibration_error(backend.runs[s], reference ? &backend.runs[*reference] : nullptr, kpi),
                                static_cast<std::int64_t>(interval.n), static_cast<std::int64_t>(reached),
                                std::string(models::to_string(kpi.provenance)),
                                static_cast<std::int64_t>(kpi.printed || failures ? 1 : 0)});
  }
}

void record_cuts(const Scenario& scenario, const Backend& backend, Recorder& recorder) {
  for (std::size_t s = 0; s < backend.runs.size(); ++s) {
    struct Count {
      std::int64_t requests = 0, crossing = 0, frames = 0, crossed = 0;
    };
    std::map<std::string, Count> cuts;
    for (const RunTables& run : backend.runs[s]) {
      for (std::size_t i = 0; i < run.requests.cut.size(); ++i) {
        Count& count = cuts[run.requests.cut[i]];
        ++count.requests;
        count.crossing += run.requests.crossed[i] > 0 ? 1 : 0;
        count.frames += run.requests.frames[i];
        count.crossed += run.requests.crossed[i];
      }
    }
    for (const auto& [cut, count] : cuts) {
      recorder.record("cuts", {scenario.strategies[s].name, level_of(scenario.strategies[s]), backend.network, cut,
                               count.requests, count.crossing, count.frames, count.crossed});
    }
  }
}

// Strategies with a level, in order of level; claims and rankings by level need at least two.
std::vector<std::size_t> leveled(const Scenario& scenario) {
  std::vector<std::size_t> order;
  for (std::size_t s = 0; s < scenario.strategies.size(); ++s) {
    if (scenario.strategies[s].level) order.push_back(s);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return *scenario.strategies[a].level < *scenario.strategies[b].level;
  });
  return order;
}

void record_claims(const Scenario& scenario, const Backend& backend, const std::vector<Kpi>& all,
                   std::optional<std::size_t> reference, Recorder& recorder) {
  const std::vector<std::size_t> order = leveled(scenario);
  if (order.size() < 2) return;
  std::vector<std::string> names;
  for (const std::size_t s : order) names.push_back(short_name(scenario.strategies[s]));
  for (const SurveyClaim& claim : survey_claims()) {
    const auto kpi = std::find_if(all.begin(), all.end(), [&](const Kpi& k) { return k.name == claim.kpi; });
    const Paired every = values_of(backend, *kpi, reference);
    Paired values;
    for (const std::size_t s : order) values.push_back(every[s]);
    const Verdict verdict = judge(claim, names, values, kpi->unit);
    recorder.record("claims", {claim.text, backend.network, std::string(verdict.holds ? "holds" : "does not hold"),
                               verdict.figures});
  }
}

void record_rankings(const Scenario& scenario, const std::vector<Backend>& backends, const std::vector<Kpi>& all,
                     std::optional<std::size_t> reference, Recorder& recorder) {
  std::vector<std::string> names;
  for (const Strategy& strategy : scenario.strategies) names.push_back(short_name(strategy));
  if (names.size() < 2) return;
  for (const Kpi& kpi : all) {
    const Ranking first = rank(names, values_of(backends.front(), kpi, reference));
    for (const Backend& backend : backends) {
      const Ranking here = rank(names, values_of(backend, kpi, reference));
      recorder.record("ranking", {kpi.name, kpi.title, backend.network, here.order, swapped(names, first, here)});
    }
  }
}

}  // namespace

std::string short_name(const Strategy& strategy) {
  if (!strategy.level) return strategy.name;
  return *strategy.level == 0 ? "Cloud" : "L" + std::to_string(*strategy.level);
}

void record_comparison(const Scenario& scenario, const std::vector<FinishedRun>& runs, Recorder& recorder) {
  declare_comparison_tables(recorder);
  const std::vector<Backend> backends = load(scenario, runs);
  if (backends.empty()) return;
  const std::vector<Kpi> all = kpis(scenario);
  const std::optional<std::size_t> reference = reference_strategy(scenario);
  for (const Backend& backend : backends) {
    for (const Kpi& kpi : all) {
      record_summary(scenario, backend, kpi, values_of(backend, kpi, reference), reference, recorder);
    }
    record_cuts(scenario, backend, recorder);
    record_claims(scenario, backend, all, reference, recorder);
  }
  record_rankings(scenario, backends, all, reference, recorder);
}

}  // namespace lastmile::scenarios
