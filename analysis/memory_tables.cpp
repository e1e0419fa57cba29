#include "analysis/memory_tables.hpp"

#include <algorithm>
#include <unordered_map>

#include "analysis/byte_text.hpp"

namespace lastmile::analysis {
namespace {

constexpr std::uint32_t kForm = 1;

void pack_texts(ByteWriter& out, const std::vector<std::string>& texts) {
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  std::vector<std::string_view> distinct;
  std::vector<std::uint32_t> rows;
  rows.reserve(texts.size());
  for (const std::string& text : texts) {
    const auto [known, added] = numbers.emplace(text, static_cast<std::uint32_t>(distinct.size()));
    if (added) distinct.push_back(text);
    rows.push_back(known->second);
  }
  out.add(static_cast<std::uint64_t>(distinct.size()));
  for (const std::string_view text : distinct) out.add(text);
  out.add_all(rows);
}

std::vector<std::string> unpack_texts(ByteReader& in, std::uint64_t rows) {
  const auto count = in.number<std::uint64_t>();
  std::vector<std::string> distinct;
  for (std::uint64_t i = 0; i < count; ++i) distinct.emplace_back(in.text());
  std::vector<std::string> texts;
  for (const std::uint32_t number : in.numbers<std::uint32_t>(rows)) {
    if (number >= distinct.size()) throw ConfigError("a text that is not there");
    texts.push_back(distinct[number]);
  }
  return texts;
}

void pack_column(ByteWriter& out, const Column& column, const ColumnData& data) {
  out.add(column.name);
  out.add(static_cast<std::uint8_t>(column.type));
  out.add(column.unit);
  out.add(column.description);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&data))
    return pack_texts(out, *texts);
  if (const auto* reals = std::get_if<std::vector<double>>(&data)) return out.add_all(*reals);
  out.add_all(std::get<std::vector<std::int64_t>>(data));
}

void unpack_column(ByteReader& in, std::uint64_t rows, MemoryTables::Table& table) {
  Column column;
  column.name = in.text();
  const auto type = in.number<std::uint8_t>();
  if (type > static_cast<std::uint8_t>(ColumnType::text))
    throw ConfigError("a column of no known type");
  column.type = static_cast<ColumnType>(type);
  column.unit = in.text();
  column.description = in.text();
  if (column.type == ColumnType::text)
    table.columns.emplace_back(unpack_texts(in, rows));
  else if (column.type == ColumnType::real)
    table.columns.emplace_back(in.numbers<double>(rows));
  else
    table.columns.emplace_back(in.numbers<std::int64_t>(rows));
  table.schema.columns.push_back(std::move(column));
}

MemoryTables::Table unpack_table(ByteReader& in) {
  MemoryTables::Table table;
  table.schema.name = in.text();
  table.schema.description = in.text();
  const auto rows = in.number<std::uint64_t>();
  const auto columns = in.number<std::uint64_t>();
  for (std::uint64_t i = 0; i < columns; ++i) unpack_column(in, rows, table);
  return table;
}

}  // namespace

std::size_t MemoryTables::Table::rows() const {
  if (columns.empty()) return 0;
  return std::visit([](const auto& cells) { return cells.size(); }, columns.front());
}

void MemoryTables::declare(const TableSchema& table) {
  if (find(table.name) != nullptr) return;
  Table added{table, {}};
  for (const Column& column : table.columns) added.columns.push_back(empty_column(column.type));
  tables_.push_back(std::move(added));
}

void MemoryTables::record(const std::string& table, const Row& row) {
  const auto found = std::find_if(tables_.begin(), tables_.end(),
                                  [&](const Table& known) { return known.schema.name == table; });
  SIM_CHECK(found != tables_.end(), "table " + table + " was not declared");
  SIM_CHECK(row.size() == found->columns.size(), "table " + table + ": wrong number of cells");
  for (std::size_t i = 0; i < row.size(); ++i) {
    SIM_CHECK(row[i].index() == found->columns[i].index(),
              "table " + table + ", column " + found->schema.columns[i].name + ": wrong type");
    std::visit(
        [&](auto& cells) {
          using Value = typename std::decay_t<decltype(cells)>::value_type;
          cells.push_back(std::get<Value>(row[i]));
        },
        found->columns[i]);
  }
}

const MemoryTables::Table* MemoryTables::find(const std::string& table) const {
  for (const Table& known : tables_) {
    if (known.schema.name == table) return &known;
  }
  return nullptr;
}

template <class Value>
const std::vector<Value>& MemoryTables::column(const std::string& table,
                                               const std::string& name) const {
  const Table* found = find(table);
  SIM_CHECK(found != nullptr, "no table " + table);
  for (std::size_t i = 0; i < found->columns.size(); ++i) {
    if (found->schema.columns[i].name != name) continue;
    const auto* cells = std::get_if<std::vector<Value>>(&found->columns[i]);
    SIM_CHECK(cells != nullptr, "table " + table + ", column " + name + ": of another type");
    return *cells;
  }
  throw InternalError("table " + table + " has no column " + name);
}

const std::vector<double>& MemoryTables::reals(const std::string& table,
                                               const std::string& name) const {
  return column<double>(table, name);
}

const std::vector<std::int64_t>& MemoryTables::integers(const std::string& table,
                                                        const std::string& name) const {
  return column<std::int64_t>(table, name);
}

const std::vector<std::string>& MemoryTables::texts(const std::string& table,
                                                    const std::string& name) const {
  return column<std::string>(table, name);
}

std::vector<std::string> MemoryTables::tables() const {
  std::vector<std::string> names;
  for (const Table& table : tables_) {
    if (table.rows() > 0) names.push_back(table.schema.name);
  }
  return names;
}

std::string MemoryTables::packed() const {
  ByteWriter out;
  out.add(kForm);
  for (const Table& table : tables_) {
    if (table.rows() == 0) continue;
    out.add(table.schema.name);
    out.add(table.schema.description);
    out.add(static_cast<std::uint64_t>(table.rows()));
    out.add(static_cast<std::uint64_t>(table.columns.size()));
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      pack_column(out, table.schema.columns[i], table.columns[i]);
    }
  }
  return out.take();
}

MemoryTables MemoryTables::unpacked(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.number<std::uint32_t>() != kForm) throw ConfigError("tables of another version");
  MemoryTables result;
  while (!in.done()) result.tables_.push_back(unpack_table(in));
  return result;
}

}  // namespace lastmile::analysis
