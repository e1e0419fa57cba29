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
    else if (name == "spans")
      spec.spans = true;
    else
      throw ConfigError(unknown_name_message("record", name, {"transfers", "links", "spans"}));
  }
  return spec;
}

std::string record_text(const RecordSpec& spec) {
  std::string text;
  const auto add = [&text](bool asked, const char* name) {
    if (asked) text += (text.empty() ? "" : ",") + std::string(name);
  };
  add(spec.transfers, "transfers");
  add(spec.links, "links");
  add(spec.spans, "spans");
  return text.empty() ? "none" : text;
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
