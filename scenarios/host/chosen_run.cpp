#include "scenarios/host/chosen_run.hpp"

#include <algorithm>
#include <cstdlib>

#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

using analysis::Hdf5Reader;

/// The labels of a table's rows.
struct Labels {
  Labels(const Hdf5Reader& file, const std::string& table)
      : strategy(file.texts(table, "strategy")),
        network(file.texts(table, "network")),
        seed(file.integers(table, "seed")) {}
  [[nodiscard]] bool match(std::size_t row, const ChosenRun& run) const {
    return strategy[row] == run.strategy && network[row] == run.network && seed[row] == run.seed;
  }
  std::vector<std::string> strategy, network;
  std::vector<std::int64_t> seed;
};

template <class T>
std::vector<std::string> distinct(const std::vector<T>& values) {
  std::vector<std::string> names;
  for (const T& value : values) {
    std::string name;
    if constexpr (std::is_same_v<T, std::string>)
      name = value;
    else
      name = std::to_string(value);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

/// What the option says, or the first that the file has.
std::string choose(const Arguments& arguments, const std::string& option,
                   const std::vector<std::string>& known) {
  const std::string name = arguments.text(option).value_or(known.front());
  if (std::find(known.begin(), known.end(), name) == known.end())
    throw ConfigError("--" + option + ": " + unknown_name_message(option, name, known));
  return name;
}

/// Columns of one table, of the rows that belong to one run.
class Columns {
 public:
  Columns(const Hdf5Reader& file, std::string table, const ChosenRun& run)
      : file_(file), table_(std::move(table)) {
    const Labels labels(file, table_);
    for (std::size_t i = 0; i < labels.seed.size(); ++i)
      if (labels.match(i, run)) rows_.push_back(i);
  }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  template <class Row, class Field>
  void real(std::vector<Row>& into, Field Row::*field, const char* column) const {
    put(into, field, file_.reals(table_, column));
  }
  template <class Row, class Field>
  void integer(std::vector<Row>& into, Field Row::*field, const char* column) const {
    put(into, field, file_.integers(table_, column));
  }
  template <class Row>
  void text(std::vector<Row>& into, std::string Row::*field, const char* column) const {
    put(into, field, file_.texts(table_, column));
  }

 private:
  template <class Row, class Field, class Value>
  void put(std::vector<Row>& into, Field Row::*field, const std::vector<Value>& values) const {
    for (std::size_t i = 0; i < rows_.size(); ++i) into[i].*field = static_cast<Field>(values.at(rows_[i]));
  }
  const Hdf5Reader& file_;
  std::string table_;
  std::vector<std::size_t> rows_;
};

}  // namespace

std::vector<OptionSpec> choosing_options() {
  return {{"strategy", "NAME", "whose run (default: the first in the file)"},
          {"seed", "N", "of which seed (default: the first)"},
          {"network", "NAME", "on which network (default: the first)"}};
}

std::string ChosenRun::text() const {
  return "strategy '" + strategy + "', seed " + std::to_string(seed) + ", network " + network;
}

bool has_table(const Hdf5Reader& file, const std::string& table) {
  const std::vector<std::string> tables = file.tables();
  return std::find(tables.begin(), tables.end(), table) != tables.end();
}

ChosenRun choose_run(const Hdf5Reader& file, const Arguments& arguments) {
  const std::string& path = arguments.positional();
  if (!has_table(file, "requests")) throw ConfigError(path + " has no requests");
  const Labels labels(file, "requests");
  ChosenRun run;
  run.strategy = choose(arguments, "strategy", distinct(labels.strategy));
  run.network = choose(arguments, "network", distinct(labels.network));
  run.seed = std::atoll(choose(arguments, "seed", distinct(labels.seed)).c_str());
  for (std::size_t i = 0; i < labels.seed.size(); ++i)
    if (labels.match(i, run)) return run;
  throw ConfigError(path + " has no requests of " + run.text());
}

std::vector<RequestRow> requests_of(const Hdf5Reader& file, const ChosenRun& run) {
  const Columns columns(file, "requests", run);
  std::vector<RequestRow> rows(columns.size());
  columns.text(rows, &RequestRow::device, "device");
  columns.integer(rows, &RequestRow::number, "request");
  columns.integer(rows, &RequestRow::frames, "frames");
  columns.integer(rows, &RequestRow::correct, "correct");
  columns.integer(rows, &RequestRow::early_exits, "early_exits");
  columns.integer(rows, &RequestRow::dropped, "dropped");
  columns.real(rows, &RequestRow::arrival_s, "arrival_s");
  columns.real(rows, &RequestRow::latency_s, "latency_s");
  columns.real(rows, &RequestRow::compute_s, "compute_s");
  columns.real(rows, &RequestRow::queue_s, "queue_s");
  columns.real(rows, &RequestRow::transmit_s, "transmit_s");
  columns.text(rows, &RequestRow::cut, "cut");
  columns.text(rows, &RequestRow::why, "why");
  return rows;
}

std::vector<SpanRow> spans_of(const Hdf5Reader& file, const ChosenRun& run) {
  const Columns columns(file, "spans", run);
  std::vector<SpanRow> rows(columns.size());
  columns.text(rows, &SpanRow::device, "device");
  columns.integer(rows, &SpanRow::request, "request");
  columns.integer(rows, &SpanRow::span, "span");
  columns.integer(rows, &SpanRow::after, "after");
  columns.integer(rows, &SpanRow::within, "within");
  columns.integer(rows, &SpanRow::critical, "critical");
  columns.text(rows, &SpanRow::step, "step");
  columns.text(rows, &SpanRow::what, "what");
  columns.text(rows, &SpanRow::node, "node");
  columns.text(rows, &SpanRow::processor, "processor");
  columns.text(rows, &SpanRow::to, "to");
  columns.integer(rows, &SpanRow::frames, "frames");
  columns.real(rows, &SpanRow::start_s, "start_s");
  columns.real(rows, &SpanRow::end_s, "end_s");
  columns.real(rows, &SpanRow::bytes, "bytes");
  columns.real(rows, &SpanRow::energy_j, "energy_j");
  columns.real(rows, &SpanRow::receiver_energy_j, "receiver_energy_j");
  columns.real(rows, &SpanRow::relay_energy_j, "relay_energy_j");
  return rows;
}

std::string request_name(const std::string& device, std::int64_t number) {
  return device + "/" + std::to_string(number);
}

}  // namespace lastmile::scenarios
