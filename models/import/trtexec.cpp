// trtexec: TensorRT's layer profile, as --exportProfile writes it or --dumpProfile prints it.
//
// Form       [ { "count" : 625 }
//            , { "name" : "Conv_0 + PWN(Clip_3)", "timeMs" : 41.4, "averageMs" : 0.066, "percentage" : 1.36 }
//            , ... ], newer ones with "medianMs" too, which then is the time
//            or in a log, of TensorRT 8.4 and later:
//            [11/18/2023-17:34:03] [I]    Time(ms)     Avg.(ms)   Median(ms)   Time(%)   Layer
//            [11/18/2023-17:34:03] [I]      109.12       0.0761       0.0758       4.7   Conv_235 + Relu_236
//            until "Total"
// Names      layers run as one are joined by " + "; PWN(...) around pointwise ones is taken off;
//            {ForeignNode...} is one layer under that name
// Copies     "Reformatting CopyNode for ..." is time of the next layer listed, at the end of the last one
// Noise      not in the file: 0
// Source     profiles of users of TensorRT 8 and 10, as found in public repositories
#include <set>
#include <sstream>

#include "models/import/formats.hpp"
#include "models/json_reader.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

struct Row {
  std::string name;
  double seconds = 0;
};

std::vector<std::string> plain_names(std::string text) {
  if (text.rfind("{ForeignNode", 0) == 0) return {text};
  for (std::size_t at; (at = text.find("PWN(")) != std::string::npos;) {
    text.erase(at, 4);
    const std::size_t close = text.find(')', at);
    if (close != std::string::npos) text.erase(close, 1);
  }
  std::vector<std::string> names;
  for (std::size_t at = 0, next = 0; next != std::string::npos; at = next + 3) {
    next = text.find(" + ", at);
    const std::string name = text.substr(at, next == std::string::npos ? next : next - at);
    if (!name.empty()) names.push_back(name);
  }
  return names;
}

bool is_copy(const std::string& name) {
  return name.rfind("Reformatting CopyNode", 0) == 0 || name.find("reformatted copy") != std::string::npos;
}

Row json_row(const Json& row) {
  const Json& time = row.find("medianMs") != nullptr ? row.at("medianMs") : row.at("averageMs");
  if (time.number() < 0) throw ConfigError(time.place() + ": negative: not a time");
  return {row.at("name").text(), time.number() * 1e-3};
}

std::vector<Row> json_rows(std::string_view text, const std::string& file) {
  std::vector<Row> rows;
  try {
    const Json all = Json::parse(text);
    for (const Json& row : all.list()) {
      const bool count = row.find("count") != nullptr && row.find("name") == nullptr;
      if (!count) rows.push_back(json_row(row));
    }
  } catch (const ConfigError& error) {
    throw ConfigError(file + ": " + error.what());
  }
  return rows;
}

// What a log says behind "[date] [I]".
std::string said(const std::string& line) {
  const std::size_t mark = line.find("[I]");
  return mark == std::string::npos ? line : line.substr(mark + 3);
}

Row printed_row(const std::string& line, const std::string& file, std::size_t number) {
  std::istringstream in(line);
  std::string total, mean, median, share, name;
  in >> total >> mean >> median >> share >> std::ws;
  std::getline(in, name);
  while (!name.empty() && (name.back() == ' ' || name.back() == '\r')) name.pop_back();
  if (name.empty()) refuse_line(file, number, "expected 'TOTAL AVERAGE MEDIAN PERCENT LAYER'");
  for (const std::string& word : {total, mean, share}) static_cast<void>(time_number(word, file, number));
  return {name, time_number(median, file, number) * 1e-3};
}

std::vector<Row> printed_rows(std::string_view text, const std::string& file) {
  std::vector<Row> rows;
  std::istringstream lines{std::string(text)};
  std::size_t number = 0;
  bool in_table = false;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const std::string what = said(line);
    const bool heading = what.find("Median(ms)") != std::string::npos;
    if (heading) {
      rows.clear();
      in_table = true;
    } else if (in_table) {
      rows.push_back(printed_row(what, file, number));
      in_table = rows.back().name != "Total";
      if (!in_table) rows.pop_back();
    }
  }
  if (in_table) refuse_line(file, number, "the table ends without 'Total'");
  return rows;
}

// The layer that the time was given to.
std::string add(TimeTable& table, std::set<std::string>& seen, const Row& row, double seconds) {
  const std::vector<std::string> names = plain_names(row.name);
  if (names.empty()) throw ConfigError("a layer without a name");
  std::string head;
  for (const std::string& name : names) {
    if (!seen.insert(name).second) continue;  // a layer may stand in several fused ones
    if (head.empty())
      table.layers[head = name] = {seconds, 0};
    else
      table.run_with[name] = head;
  }
  if (!head.empty()) return head;
  const auto with = table.run_with.find(names[0]);
  head = with == table.run_with.end() ? names[0] : with->second;
  table.layers.at(head).seconds += seconds;
  return head;
}

TimeTable table_of(const std::vector<Row>& rows) {
  TimeTable table;
  std::set<std::string> seen;
  std::string last;
  double copies_s = 0;
  for (const Row& row : rows) {
    if (is_copy(row.name)) {
      copies_s += row.seconds;
      continue;
    }
    last = add(table, seen, row, row.seconds + copies_s);
    copies_s = 0;
  }
  if (last.empty()) throw ConfigError("no layer in it");
  table.layers.at(last).seconds += copies_s;
  return table;
}

}  // namespace

ImportedProfile read_trtexec(std::string_view text, const std::string& file, const ProfileOptions& options) {
  ImportedProfile profile;
  profile.framework = "TensorRT";
  profile.kind = ProcessorKind::gpu;
  const std::string& network = network_given(options, "trtexec");
  const bool table = text.find("Median(ms)") != std::string_view::npos;
  const std::vector<Row> rows = table ? printed_rows(text, file) : json_rows(text, file);
  try {
    profile.tables.push_back(table_of(rows));
  } catch (const ConfigError& error) {
    throw ConfigError(file + ": " + error.what());
  }
  profile.tables.back().network = network;
  profile.tables.back().batch = options.batch;
  return profile;
}

}  // namespace lastmile::models
