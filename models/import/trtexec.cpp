// trtexec: TensorRT's layer profile, --exportProfile (or what --dumpProfile wrote as JSON).
//
// Form       [ { "count" : 625 }
//            , { "name" : "Conv_0 + PWN(Clip_3)", "timeMs" : 41.4, "averageMs" : 0.066, "percentage" : 1.36 }
//            , ... ], newer ones with "medianMs" too, which then is the time
// Names      layers run as one are joined by " + "; PWN(...) around pointwise ones is taken off
// Copies     "Reformatting CopyNode for ..." is time of the next layer listed, at the end of the last one
// Noise      not in the file: 0
// Source     profiles exported by users of TensorRT 8 and 10, as found in public repositories
#include <set>

#include "models/import/formats.hpp"
#include "models/json_reader.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

std::vector<std::string> plain_names(std::string text) {
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

double milliseconds(const Json& row) {
  const Json& time = row.find("medianMs") != nullptr ? row.at("medianMs") : row.at("averageMs");
  if (time.number() < 0) throw ConfigError(time.place() + ": negative: not a time");
  return time.number();
}

// The layer that the time was given to.
std::string add(TimeTable& table, std::set<std::string>& seen, const Json& row, double seconds) {
  const std::vector<std::string> names = plain_names(row.at("name").text());
  if (names.empty()) throw ConfigError(row.place() + ": a layer without a name");
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

}  // namespace

ImportedProfile read_trtexec(std::string_view text, const std::string& file, const ProfileOptions& options) {
  ImportedProfile profile;
  profile.framework = "TensorRT";
  profile.kind = ProcessorKind::gpu;
  TimeTable table;
  table.network = network_given(options, "trtexec");
  table.batch = options.batch;
  std::set<std::string> seen;
  std::string last;
  double copies_s = 0;
  try {
    const Json all = Json::parse(text);
    for (const Json& row : all.list()) {
      if (row.find("count") != nullptr && row.find("name") == nullptr) continue;
      const double seconds = milliseconds(row) * 1e-3;
      if (is_copy(row.at("name").text())) {
        copies_s += seconds;
        continue;
      }
      last = add(table, seen, row, seconds + copies_s);
      copies_s = 0;
    }
    if (table.layers.empty()) throw ConfigError("no layer in it");
  } catch (const ConfigError& error) {
    throw ConfigError(file + ": " + error.what());
  }
  table.layers.at(last).seconds += copies_s;
  profile.tables.push_back(std::move(table));
  return profile;
}

}  // namespace lastmile::models
