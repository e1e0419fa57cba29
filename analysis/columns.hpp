// The cells of one column, kept together by type.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "sim/recorder.hpp"

namespace lastmile::analysis {

/// In the order of Cell's alternatives and of ColumnType.
using ColumnData =
    std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>>;

inline ColumnData empty_column(ColumnType type) {
  if (type == ColumnType::integer) return std::vector<std::int64_t>();
  if (type == ColumnType::text) return std::vector<std::string>();
  return std::vector<double>();
}

}  // namespace lastmile::analysis
