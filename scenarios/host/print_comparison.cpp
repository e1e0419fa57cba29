// The comparison as text and as JSON, from the finished file alone.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "analysis/hdf5_reader.hpp"
#include "scenarios/host/comparison.hpp"
#include "scenarios/host/comparison_tables.hpp"
#include "scenarios/host/intervals.hpp"
#include "scenarios/host/json_text.hpp"
#include "scenarios/host/table_text.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

struct SummaryRow {
  std::string strategy, network, kpi, title, unit, provenance;
  std::int64_t level, n, reached, printed;
  double mean, low, high, calibration_error;
};

std::vector<SummaryRow> read_summary(const analysis::Hdf5Reader& file) {
  const auto text = [&](const char* c) { return file.texts("summary", c); };
  const auto whole = [&](const char* c) { return file.integers("summary", c); };
  const auto real = [&](const char* c) { return file.reals("summary", c); };
  const auto strategy = text("strategy"), network = text("network"), kpi = text("kpi"), title = text("title"),
             unit = text("unit"), provenance = text("provenance");
  const auto level = whole("level"), n = whole("n"), reached = whole("reached"), printed = whole("printed");
  const auto mean = real("mean"), low = real("ci_low"), high = real("ci_high"),
             calibration_error = real("calibration_error");
  std::vector<SummaryRow> rows;
  for (std::size_t i = 0; i < strategy.size(); ++i) {
    rows.push_back({strategy[i], network[i], kpi[i], title[i], unit[i], provenance[i], level[i], n[i], reached[i],
                    printed[i], mean[i], low[i], high[i], calibration_error[i]});
  }
  return rows;
}

std::string value_text(const SummaryRow& row, const Scale& scale) {
  if (std::isnan(row.mean)) {
    if (row.n == 1) return "not reached";
    return "not reached (" + std::to_string(row.reached) + "/" + std::to_string(row.n) + ")";
  }
  std::string text = short_number(row.mean / scale.by);
  if (!std::isnan(row.low)) text += " ±" + short_number(half_width({row.mean, row.low, row.high, 0}) / scale.by);
  return text;
}

using Rows = std::vector<SummaryRow>::const_iterator;

// The line below a KPI that the cost model's own error moves; none where it moves nothing.
void add_calibration_error(Rows first, Rows end, const Scale& scale, std::vector<std::vector<std::string>>& table) {
  if (std::none_of(first, end, [](const SummaryRow& row) { return row.calibration_error > 0; })) return;
  std::vector<std::string> line{"  calibration error"};
  for (Rows row = first; row != end; ++row) {
    const bool known = !std::isnan(row->calibration_error);
    line.push_back(known ? "±" + short_number(row->calibration_error / scale.by) : "");
  }
  line.emplace_back("");
  table.push_back(line);
}

// One line a KPI, one column a strategy.
void print_table(const Scenario& scenario, const std::vector<SummaryRow>& rows, const std::string& network) {
  std::vector<std::vector<std::string>> table{{""}};
  for (const Strategy& strategy : scenario.strategies) table[0].push_back(short_name(strategy));
  table[0].push_back("from");
  for (std::size_t i = 0; i < rows.size();) {
    std::size_t end = i;
    while (end < rows.size() && rows[end].kpi == rows[i].kpi && rows[end].network == rows[i].network) ++end;
    if (rows[i].network == network && rows[i].printed != 0) {
      std::vector<double> means;
      for (std::size_t r = i; r < end; ++r) means.push_back(rows[r].mean);
      const Scale scale = scale_for(rows[i].unit, means);
      std::vector<std::string> line{rows[i].title + (scale.unit.empty() ? "" : " [" + scale.unit + "]")};
      for (std::size_t r = i; r < end; ++r) line.push_back(value_text(rows[r], scale));
      line.push_back(rows[i].provenance);
      table.push_back(line);
      const auto at = [&](std::size_t r) { return rows.begin() + static_cast<std::ptrdiff_t>(r); };
      add_calibration_error(at(i), at(end), scale, table);
    }
    i = end;
  }
  std::printf("%s", aligned(table).c_str());
}

bool has_table(const analysis::Hdf5Reader& file, const std::string& name) {
  const std::vector<std::string> tables = file.tables();
  return std::find(tables.begin(), tables.end(), name) != tables.end();
}

void print_cuts(const analysis::Hdf5Reader& file, const Scenario& scenario, const std::string& network) {
  if (!has_table(file, "cuts")) return;
  const auto strategy = file.texts("cuts", "strategy"), net = file.texts("cuts", "network"),
             cut = file.texts("cuts", "cut");
  const auto requests = file.integers("cuts", "requests"), crossing = file.integers("cuts", "crossing"),
             frames = file.integers("cuts", "frames"), crossed = file.integers("cuts", "crossed");
  std::map<std::string, std::string> shorts;
  for (const Strategy& s : scenario.strategies) shorts[s.name] = short_name(s);
  std::vector<std::vector<std::string>> table{{"", "layers run at", "requests", "that cross", "frames that cross"}};
  const auto share = [](std::int64_t part, std::int64_t whole) {
    return short_number(100.0 * static_cast<double>(part) / static_cast<double>(whole)) + " %";
  };
  for (std::size_t i = 0; i < cut.size(); ++i) {
    if (net[i] != network) continue;
    table.push_back({shorts[strategy[i]], cut[i], std::to_string(requests[i]), share(crossing[i], requests[i]),
                     share(crossed[i], frames[i])});
  }
  std::printf("\nWhere layers ran, and what crossed to the far place\n%s", aligned(table).c_str());
}

void print_claims(const analysis::Hdf5Reader& file, const std::string& network) {
  if (!has_table(file, "claims")) return;
  const auto claim = file.texts("claims", "claim"), net = file.texts("claims", "network"),
             verdict = file.texts("claims", "verdict"), figures = file.texts("claims", "figures");
  std::printf("\nAs the level rises (Zhou et al. 2019, section III-B)\n");
  for (std::size_t i = 0; i < claim.size(); ++i) {
    if (net[i] != network) continue;
    std::printf("  %-27s %-13s  %s\n", claim[i].c_str(), verdict[i].c_str(), figures[i].c_str());
  }
}

void print_rankings(const analysis::Hdf5Reader& file) {
  if (!has_table(file, "ranking")) return;
  const auto title = file.texts("ranking", "title"), network = file.texts("ranking", "network"),
             order = file.texts("ranking", "order"), swapped = file.texts("ranking", "swapped");
  const std::string& first = network.front();
  std::string other;
  for (const std::string& name : network) {
    if (name != first) other = name;
  }
  if (other.empty()) return;
  std::printf("\nRanking of the strategies, %s against %s\n", first.c_str(), other.c_str());
  for (std::size_t i = 0; i < title.size(); ++i) {
    if (network[i] == first) continue;
    const std::string change = swapped[i].empty() ? "the same" : "changes: " + swapped[i];
    std::printf("  %-25s %s\n", title[i].c_str(), change.c_str());
  }
}

std::string summary_json(const std::vector<SummaryRow>& rows) {
  std::vector<std::string> items;
  for (const SummaryRow& row : rows) {
    items.push_back(json_object({{"strategy", json_text(row.strategy)},
                                 {"level", std::to_string(row.level)},
                                 {"network", json_text(row.network)},
                                 {"kpi", json_text(row.kpi)},
                                 {"unit", json_text(row.unit)},
                                 {"mean", json_number(row.mean)},
                                 {"ci_low", json_number(row.low)},
                                 {"ci_high", json_number(row.high)},
                                 {"calibration_error", json_number(row.calibration_error)},
                                 {"n", std::to_string(row.n)},
                                 {"provenance", json_text(row.provenance)}}));
  }
  return json_list(items);
}

std::string table_json(const analysis::Hdf5Reader& file, const std::string& table,
                       const std::vector<std::string>& columns) {
  std::vector<std::string> items;
  if (!has_table(file, table)) return json_list(items);
  std::vector<std::vector<std::string>> values;
  for (const std::string& column : columns) values.push_back(file.texts(table, column));
  for (std::size_t i = 0; i < values.front().size(); ++i) {
    std::vector<std::pair<std::string, std::string>> members;
    for (std::size_t c = 0; c < columns.size(); ++c) members.emplace_back(columns[c], json_text(values[c][i]));
    items.push_back(json_object(members));
  }
  return json_list(items);
}

void print_json(const Scenario& scenario, const analysis::Hdf5Reader& file, const std::string& path,
                const std::vector<SummaryRow>& rows, const ComparisonOptions& options) {
  std::printf("%s\n", json_object({{"scenario", json_text(scenario.name)},
                                   {"result", json_text(path)},
                                   {"summary", summary_json(rows)},
                                   {"claims", table_json(file, "claims", {"claim", "network", "verdict", "figures"})},
                                   {"ranking", table_json(file, "ranking", {"kpi", "network", "order", "swapped"})},
                                   {"wall_s", json_number(options.wall_s)},
                                   {"cpu_s", json_number(options.cpu_s)},
                                   {"peak_memory_bytes", json_number(options.peak_memory_bytes)}})
                          .c_str());
}

}  // namespace

void print_comparison(const Scenario& scenario, const std::string& result_path, const ComparisonOptions& options) {
  const analysis::Hdf5Reader file(result_path);
  const std::vector<SummaryRow> rows = read_summary(file);
  if (options.json) {
    print_json(scenario, file, result_path, rows, options);
    return;
  }
  const std::string network = rows.front().network;
  std::printf("%s: %s\n", scenario.name.c_str(), scenario.description.c_str());
  std::printf("network %s, compute %s, %zu seed%s\n\n", network.c_str(), scenario.compute.c_str(),
              scenario.seeds.size(), scenario.seeds.size() == 1 ? "" : "s; mean ± half of the 95 % interval");
  for (const Strategy& strategy : scenario.strategies) {
    if (strategy.level) std::printf("  %-6s %s\n", short_name(strategy).c_str(), strategy.name.c_str());
  }
  std::printf("\n");
  print_table(scenario, rows, network);
  print_cuts(file, scenario, network);
  print_claims(file, network);
  print_rankings(file);
  std::printf("\nfrom: the weakest input of a figure. measured: computed or counted in this run; calibrated: cost\n"
              "models fitted to measurements (errors in models/devices/*.toml); published, assumed: powers.\n"
              "calibration error: standard error from the cost model's own error (first order); seeds do not\n"
              "make it smaller.\n");
  if (scenario.seeds.size() == 1) std::printf("One seed: no intervals. --seeds 5 gives them.\n");
  std::printf("wall %.1f s, CPU %.1f s, largest process %s\nresult %s\n", options.wall_s, options.cpu_s,
              format_bytes(Bytes(options.peak_memory_bytes)).c_str(), result_path.c_str());
}

}  // namespace lastmile::scenarios
