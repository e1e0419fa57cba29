#include "scenarios/host/sweep/order.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <toml++/toml.h>

#include "scenarios/host/whole_file.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::int64_t kForm = 1;

std::string file_in(const std::string& folder) { return folder + "/sweep.toml"; }

toml::array array_of(const std::vector<std::string>& texts) {
  toml::array array;
  for (const std::string& text : texts) array.push_back(text);
  return array;
}

toml::table table_of(const SweepOrder& order) {
  toml::table table;
  table.insert("form", kForm);
  table.insert("commit", order.commit);
  table.insert("path", order.path);
  table.insert("set", array_of(order.sets));
  table.insert("grid", array_of(order.grids));
  if (order.seeds) table.insert("seeds", *order.seeds);
  if (order.network) table.insert("network", *order.network);
  if (order.compute) table.insert("compute", *order.compute);
  if (order.record) table.insert("record", *order.record);
  if (order.replay) table.insert("replay", *order.replay);
  table.insert("frozen_time", order.frozen_time);
  table.insert("threads", std::int64_t{order.threads});
  table.insert("few_files", order.few_files);
  toml::array sources;
  for (const SourceFile& source : *order.sources) {
    sources.push_back(toml::table{{"path", source.path}, {"text", source.text}});
  }
  table.insert("source", std::move(sources));
  return table;
}

// Of a file that this program wrote: what is missing was damaged.
class OrderReader {
 public:
  OrderReader(const toml::table& table, std::string file) : table_(table), file_(std::move(file)) {}

  SweepOrder order() const {
    if (table_["form"].value<std::int64_t>() != kForm) fail("another version of Lastmile wrote it");
    SweepOrder order;
    order.commit = needed("commit");
    order.path = needed("path");
    order.sets = texts("set");
    order.grids = texts("grid");
    order.seeds = table_["seeds"].value<std::int64_t>();
    order.network = table_["network"].value<std::string>();
    order.compute = table_["compute"].value<std::string>();
    order.record = table_["record"].value<std::string>();
    order.replay = table_["replay"].value<std::string>();
    order.frozen_time = table_["frozen_time"].value_or(true);
    order.threads = static_cast<int>(table_["threads"].value_or(std::int64_t{1}));
    order.few_files = table_["few_files"].value_or(false);
    order.sources = sources();
    return order;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw ConfigError("cannot use " + file_ + ": " + why);
  }
  std::string needed(const char* key) const {
    const auto value = table_[key].value<std::string>();
    if (!value) fail(std::string("'") + key + "' is missing");
    return *value;
  }
  std::vector<std::string> texts(const char* key) const {
    std::vector<std::string> result;
    const toml::array* array = table_[key].as_array();
    if (array == nullptr) fail(std::string("'") + key + "' is missing");
    for (const toml::node& item : *array) result.push_back(item.value_or(std::string()));
    return result;
  }
  FrozenFiles sources() const {
    auto result = std::make_shared<std::vector<SourceFile>>();
    const toml::array* array = table_["source"].as_array();
    if (array == nullptr || array->empty()) fail("'source' is missing");
    for (const toml::node& item : *array) {
      const toml::table* source = item.as_table();
      if (source == nullptr) fail("'source' is no list of tables");
      result->push_back(
          {(*source)["path"].value_or(std::string()), (*source)["text"].value_or(std::string())});
    }
    return result;
  }

  const toml::table& table_;
  std::string file_;
};

}  // namespace

void write_order(const SweepOrder& order, const std::string& folder) {
  std::ostringstream text;
  text << "# A sweep of Lastmile; `lastmile sweep status|resume|merge` read it. Do not edit.\n"
       << toml::default_formatter(table_of(order), toml::format_flags::none) << "\n";
  write_whole_file(file_in(folder), text.str());
}

SweepOrder read_order(const std::string& folder) {
  const std::string file = file_in(folder);
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    throw ConfigError("'" + folder + "' is no folder of a sweep: it has no sweep.toml");
  try {
    const toml::table table = toml::parse_file(file);
    return OrderReader(table, file).order();
  } catch (const toml::parse_error& damaged) {
    throw ConfigError("cannot use " + file + ": " + std::string(damaged.description()));
  }
}

}  // namespace lastmile::scenarios
