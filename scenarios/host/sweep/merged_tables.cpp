#include "scenarios/host/sweep/merged_tables.hpp"

namespace lastmile::scenarios {

using T = ColumnType;

Column point_column() { return {"point", T::integer, "1", "number of the point, from 0"}; }
Column cell_column() { return {"cell", T::integer, "1", "row of table cells"}; }

TableSchema point_table(const std::vector<Column>& parameters,
                        const std::vector<Column>& indicators) {
  TableSchema table{"points",
                    "one row a simulation: its parameters, and every indicator",
                    {point_column(),
                     {"cell", T::integer, "1", "number of the cell, row of table cells"},
                     {"strategy", T::text, "", "name of the strategy"},
                     {"level", T::integer, "1", "level of edge intelligence, -1: none"},
                     {"seed", T::integer, "1", "seed of the run"},
                     {"network", T::text, "", "network backend"},
                     {"compute", T::text, "", "cost model of computing"}}};
  table.columns.insert(table.columns.end(), parameters.begin(), parameters.end());
  table.columns.insert(table.columns.end(), indicators.begin(), indicators.end());
  table.columns.push_back({"hash", T::text, "", "of everything that the point depends on"});
  return table;
}

TableSchema cell_table(const std::vector<Column>& parameters) {
  TableSchema table{"cells",
                    "one row a combination of swept parameters",
                    {{"cell", T::integer, "1", "number of the cell, from 0"},
                     {"network", T::text, "", "network backend"},
                     {"compute", T::text, "", "cost model of computing"}}};
  table.columns.insert(table.columns.end(), parameters.begin(), parameters.end());
  table.columns.push_back({"points", T::integer, "1", "simulations of the cell that are done"});
  return table;
}

TableSchema difference_table() {
  return {"differences",
          "strategy minus baseline, paired by seed",
          {cell_column(),
           {"strategy", T::text, "", "name of the strategy"},
           {"baseline", T::text, "", "strategy that it is compared with"},
           {"kpi", T::text, "", "name of the indicator"},
           {"title", T::text, "", "the same for people"},
           {"unit", T::text, "", "unit of mean, ci_low and ci_high"},
           {"mean", T::real, "", "of the differences"},
           {"ci_low", T::real, "", "lower end of the 95 % interval"},
           {"ci_high", T::real, "", "upper end"},
           {"n", T::integer, "1", "pairs"},
           {"p_value", T::real, "1", "two-sided paired t test of no difference"},
           {"p_adjusted", T::real, "1", "the same after Holm, over all rows of the indicator"}}};
}

TableSchema cell_ranking_table() {
  return {"ranking",
          "order of the strategies by each indicator, smallest mean first",
          {cell_column(),
           {"kpi", T::text, "", "name of the indicator"},
           {"title", T::text, "", "the same for people"},
           {"order", T::text, "", "< smaller, = equal; without a value last"}}};
}

TableSchema ranking_change_table() {
  return {
      "ranking_changes",
      "does the order of the strategies change with network or cost model?",
      {{"kpi", T::text, "", "name of the indicator"},
       {"title", T::text, "", "the same for people"},
       {"axis", T::text, "", "network or compute"},
       {"from", T::text, "", "its first value"},
       {"to", T::text, "", "the other"},
       {"cells", T::integer, "1", "pairs of cells that differ in the axis alone"},
       {"changed", T::integer, "1",
        "of them with some pair of strategies in the opposite order of means"},
       {"significant", T::integer, "1", "of them where both paired differences exclude 0 at 95 %"},
       {"pairs", T::text, "", "which pairs change, in how many cells"}}};
}

TableSchema failure_table() {
  return {
      "failures",
      "points that failed",
      {{"point", T::integer, "1", "number of the point"}, {"error", T::text, "", "what it said"}}};
}

}  // namespace lastmile::scenarios
