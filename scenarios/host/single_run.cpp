#include "scenarios/host/single_run.hpp"

#include <cstdio>
#include <filesystem>

#include "scenarios/host/chosen_run.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

namespace fs = std::filesystem;
using analysis::Hdf5Reader;

/// 0.25s, 10/s, 4
std::string with_unit(double value, const std::string& unit) {
  char number[32];
  std::snprintf(number, sizeof number, "%.15g", value);
  if (unit.empty() || unit.front() != '1') return number + unit;
  return number + unit.substr(1);
}

/// Of the first cell, as a scenario's option takes it.
std::string first_value(const Hdf5Reader& file, const Column& column) {
  switch (column.type) {
    case ColumnType::text:
      return file.texts("cells", column.name).front();
    case ColumnType::integer:
      return std::to_string(file.integers("cells", column.name).front());
    case ColumnType::real:
      break;
  }
  return with_unit(file.reals("cells", column.name).front(), column.unit);
}

/// A word of a shell: 'on the edge'
std::string quoted(const std::string& word) {
  if (word.find_first_of(" \t'\"\\$`&|;<>()*?[]#~!{}") == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

/// What makes a run out of the first cell.
std::string options_of_a_cell(const Hdf5Reader& file) {
  std::string options;
  if (!has_table(file, "cells") || file.rows("cells") == 0) return options;
  for (const Column& column : file.schema("cells").columns) {
    if (column.name == "cell" || column.name == "points") continue;
    const std::string value = first_value(file, column);
    const bool backend = column.name == "network" || column.name == "compute";
    options += backend ? " --" + column.name + " " + quoted(value)
                       : " --set " + quoted(column.name + "=" + value);
  }
  return options;
}

[[noreturn]] void refuse_sweep(const std::string& path, const std::string& options) {
  throw ConfigError(
      path + " is a sweep's, which keeps no single request's path; `lastmile run` of one of " +
      "its points does:\n  lastmile run SCENARIO.lua" + options + " --record spans");
}

}  // namespace

void require_single_run(const std::string& path) {
  const fs::path merged = fs::path(path) / "merged.h5";
  if (fs::is_regular_file(merged))
    refuse_sweep(path, options_of_a_cell(Hdf5Reader(merged.string())));
  if (fs::is_regular_file(fs::path(path) / "sweep.toml")) refuse_sweep(path, " --set OPTION=VALUE");
  const Hdf5Reader file(path);
  if (has_table(file, "points")) refuse_sweep(path, options_of_a_cell(file));
}

}  // namespace lastmile::scenarios
