#include "models/data_file.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <utility>

#include "sim/error.hpp"
#include "sim/installation.hpp"

namespace lastmile::models {

struct DataTable::Node {
  toml::table table;
  std::string where;  ///< "file: [group]"
};

namespace {

// Numbers that configure rather than describe: they need no source.
bool needs_source(std::string_view key, const toml::node& node) {
  return node.is_number() && key != "threads";
}

void check_origins(const toml::table& table, const std::string& where) {
  for (const auto& [key, node] : table) {
    const std::string inner = where + " [" + std::string(key.str()) + "]";
    if (const toml::table* child = node.as_table()) check_origins(*child, inner);
    if (const toml::array* list = node.as_array()) {
      for (const toml::node& one : *list) {
        if (const toml::table* child = one.as_table()) check_origins(*child, inner);
      }
    }
    if (!needs_source(key.str(), node)) continue;
    for (const std::string_view required : {"source", "provenance"}) {
      if (!table[required].value_or(std::string()).empty()) continue;
      throw ConfigError(where + ": the number '" + std::string(key.str()) + "' has no `" +
                        std::string(required) + "` beside it");
    }
  }
}

}  // namespace

DataTable::DataTable(std::shared_ptr<const Node> node) : node_(std::move(node)) {}

DataTable DataTable::read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw ConfigError("cannot read data file '" + path.string() + "'");
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return parse(text, path.string());
}

DataTable DataTable::parse(std::string_view text, std::string_view name) {
  toml::parse_result table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    throw ConfigError(std::string(name) + ":" + std::to_string(error.source().begin.line) + ": " +
                      std::string(error.description()));
  }
  check_origins(table, std::string(name));
  return DataTable(std::make_shared<const Node>(Node{std::move(table), std::string(name)}));
}

void DataTable::refuse(std::string_view key, const std::string& why) const {
  throw ConfigError(node_->where + ": '" + std::string(key) + "' " + why);
}

std::string DataTable::text(std::string_view key) const {
  const auto value = node_->table[key].value<std::string>();
  if (!value || value->empty()) refuse(key, "must be a text that is not empty");
  return *value;
}

double DataTable::number(std::string_view key) const {
  const double value = signed_number(key);
  if (value < 0) refuse(key, "must not be negative");
  return value;
}

double DataTable::positive(std::string_view key) const {
  const double value = number(key);
  if (value == 0) refuse(key, "must be above zero");
  return value;
}

double DataTable::signed_number(std::string_view key) const {
  const toml::node* node = node_->table.get(key);
  if (node == nullptr || !node->is_number()) refuse(key, "must be a number");
  const double value = node->value_or(0.0);
  if (!std::isfinite(value)) refuse(key, "must be finite");
  return value;
}

bool DataTable::has(std::string_view key) const { return node_->table.contains(key); }

DataTable DataTable::table(std::string_view key) const {
  const toml::table* child = node_->table[key].as_table();
  if (child == nullptr) refuse(key, "must be a table");
  const std::string where = node_->where + " [" + std::string(key) + "]";
  return DataTable(std::make_shared<const Node>(Node{*child, where}));
}

std::vector<DataTable> DataTable::tables(std::string_view key) const {
  const toml::array* list = node_->table[key].as_array();
  if (list == nullptr || list->empty()) refuse(key, "must be a list of at least one table");
  std::vector<DataTable> found;
  for (const toml::node& one : *list) {
    const std::string where = node_->where + " [" + std::string(key) + "]";
    if (!one.is_table()) refuse(key, "must hold tables only");
    found.push_back(DataTable(std::make_shared<const Node>(Node{*one.as_table(), where})));
  }
  return found;
}

std::vector<DataTable> DataTable::tables_if_any(std::string_view key) const {
  return has(key) ? tables(key) : std::vector<DataTable>();
}

std::vector<std::string> DataTable::texts(std::string_view key) const {
  const toml::array* list = node_->table[key].as_array();
  if (list == nullptr || list->empty()) refuse(key, "must be a list of at least one text");
  std::vector<std::string> found;
  for (const toml::node& one : *list) {
    if (one.value_or(std::string()).empty()) refuse(key, "must hold texts that are not empty");
    found.push_back(*one.value<std::string>());
  }
  return found;
}

Origin DataTable::origin() const {
  return {models::provenance(text("provenance")), text("source")};
}

void DataTable::allow(const std::vector<std::string>& allowed) const {
  for (const auto& [key, node] : node_->table) {
    const std::string name(key.str());
    if (name == "source" || name == "provenance") continue;
    if (std::find(allowed.begin(), allowed.end(), name) != allowed.end()) continue;
    throw ConfigError(node_->where + ": " + unknown_name_message("key", name, allowed));
  }
}

std::vector<std::filesystem::path> data_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found;
  if (std::filesystem::is_directory(folder)) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() == ".toml") found.push_back(entry.path());
    }
  }
  if (found.empty()) throw ConfigError("no data file *.toml in folder '" + folder.string() + "'");
  std::sort(found.begin(), found.end());
  return found;
}

std::filesystem::path default_data_folder() {
  const std::string chosen = environment_text("LASTMILE_MODELS");
  return chosen.empty() ? home_folder() / "models" : std::filesystem::path(chosen);
}

}  // namespace lastmile::models
