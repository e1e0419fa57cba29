// The swept parameters as columns of a table: numbers stay numbers, texts that measure one thing
// become numbers in its base unit, everything else is text.
#pragma once

#include <vector>

#include "scenarios/host/sweep/cells.hpp"
#include "sim/recorder.hpp"

namespace lastmile::scenarios {

class ParameterColumns {
 public:
  /// Of all parameters but the backends, which have columns of their own.
  explicit ParameterColumns(const Cells& cells);

  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  [[nodiscard]] std::vector<Cell> cells_of(std::uint64_t cell) const;

 private:
  const Cells& cells_;
  std::vector<std::size_t> parameters_;  ///< index in Cells::names() of each column
  std::vector<Column> columns_;
};

}  // namespace lastmile::scenarios
