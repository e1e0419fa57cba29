// The tables of a sweep's merged file that are not a run's own: names, units and meaning of their
// columns.
#pragma once

#include <vector>

#include "sim/recorder.hpp"

namespace lastmile::scenarios {

Column point_column();
Column cell_column();  ///< of tables with a row or more a cell

/// `parameters` are what is swept, `indicators` the key performance indicators.
TableSchema point_table(const std::vector<Column>& parameters,
                        const std::vector<Column>& indicators);
TableSchema cell_table(const std::vector<Column>& parameters);
TableSchema difference_table();
TableSchema cell_ranking_table();
TableSchema ranking_change_table();
TableSchema failure_table();

}  // namespace lastmile::scenarios
