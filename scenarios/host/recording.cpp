#include "scenarios/host/recording.hpp"

#include "sim/error.hpp"
#include "sim/schema.hpp"

namespace lastmile::scenarios {

RecordSpec record_spec(const std::vector<std::string>& what, Duration interval) {
  RecordSpec spec;
  spec.interval = interval;
  for (const std::string& name : what) {
    if (name == "transfers")
      spec.transfers = true;
    else if (name == "links")
      spec.links = true;
    else
      throw ConfigError(unknown_name_message("record", name, {"transfers", "links"}));
  }
  return spec;
}

std::string record_text(const RecordSpec& spec) {
  if (spec.transfers && spec.links) return "transfers,links";
  return spec.transfers ? "transfers" : spec.links ? "links" : "none";
}

RecordSpec record_given(const RecordSpec& scenario, const std::string* option) {
  if (option == nullptr) return scenario;
  if (*option == "none") return record_spec({}, scenario.interval);
  std::vector<std::string> names;
  for (const Value& name : value_from_text(ParameterKind::text_list, *option).list) {
    names.push_back(name.text);
  }
  try {
    return record_spec(names, scenario.interval);
  } catch (const ConfigError& error) {
    throw ConfigError(std::string("--record: ") + error.what());
  }
}

}  // namespace lastmile::scenarios
