#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "models/cost.hpp"
#include "models/data_file.hpp"
#include "models/device.hpp"
#include "models/zoo/zoo.hpp"
#include "scenarios/host/completion.hpp"
#include "scenarios/host/definitions.hpp"
#include "scenarios/host/json_text.hpp"
#include "scenarios/host/language.hpp"
#include "scenarios/host/manual.hpp"
#include "scenarios/host/metrics.hpp"
#include "scenarios/host/policy_catalogue.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"

namespace lastmile::scenarios {
namespace {

struct Item {
  std::string name;
  std::string description;
};
using Items = std::vector<Item>;

Items devices() {
  Items items;
  const auto library = models::DeviceLibrary::load_default();
  for (const std::string& name : library.names()) {
    const models::DeviceProfile& device = library.find(name);
    std::string processors;
    for (const models::Processor& one : device.processors) {
      processors += (processors.empty() ? "" : ", ") + one.name;
    }
    items.push_back({name, "(" + device.kind + ") " + device.description + " [" + processors + "]"});
  }
  return items;
}

Items zoo() {
  Items items;
  for (const models::ZooEntry& entry : models::zoo_entries()) {
    items.push_back({entry.name, entry.description});
  }
  return items;
}

Items policies() {
  Items items;
  for (const PolicyEntry& entry : policy_catalogue()) {
    items.push_back({lua_name(entry.schema.name), "(" + to_string(entry.role) + ") " + entry.description});
  }
  return items;
}

Items networks() {
  return {{"fluid", "flow level: shares of capacity, seconds of simulation in no time"},
          {"ns3", "packet level, on ns-3"}};
}

Items compute() {
  Items items;
  for (const std::string& name : models::cost_model_names()) items.push_back({name, ""});
  return items;
}

Items scenario_files() {
  Items items;
  const std::filesystem::path home = home_folder();
  const bool here = std::filesystem::equivalent(home, std::filesystem::current_path());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(home / "scenarios")) {
    const std::string name = entry.path().filename().string();
    const bool scenario = entry.path().extension() == ".lua" && name.find(".d.lua") == name.npos;
    if (!scenario) continue;
    items.push_back({here ? std::filesystem::relative(entry.path(), home) : entry.path(), ""});
  }
  std::sort(items.begin(), items.end(),
            [](const Item& a, const Item& b) { return a.name < b.name; });
  return items;
}

Items language() {
  Items items;
  for (const Schema& schema : language_schemas()) {
    std::string keys;
    for (const Parameter& parameter : schema.parameters) {
      keys += (keys.empty() ? "" : ", ") + parameter.name;
    }
    items.push_back({"lm." + lua_name(schema.name), keys});
  }
  return items;
}

struct Topic {
  const char* name;
  const char* description;
  Items (*items)();
};
constexpr Topic kTopics[] = {{"devices", "device files", devices},
                             {"zoo", "networks that can be trained and run", zoo},
                             {"policies", "what decides", policies},
                             {"networks", "how bytes move", networks},
                             {"compute", "cost models", compute},
                             {"scenarios", "scenarios that come along", scenario_files},
                             {"language", "what a scenario may call, with the keys", language}};

struct Text {
  const char* name;
  const char* description;
  std::string (*text)();
};
constexpr Text kTexts[] = {
    {"definitions", "the language for editors, as scenarios/lastmile.d.lua", definitions_text},
    {"man", "the manual page, for man -l", manual_text},
    {"completion", "a script that completes the command line in bash and zsh", completion_script}};

const Item kMetrics = {"metrics", "columns of result files and indicators: unit, meaning, test"};

void print(const Items& items, bool json) {
  std::vector<std::string> rows;
  for (const Item& item : items) {
    if (!json) std::printf("%-28s%s\n", item.name.c_str(), item.description.c_str());
    rows.push_back(json_object({{"name", json_text(item.name)},
                                {"description", json_text(item.description)}}));
  }
  if (json) std::printf("%s\n", json_list(rows).c_str());
}

int run(const Arguments& arguments) {
  const std::string &topic_name = arguments.positional(0), &table = arguments.positional(1);
  if (topic_name == kMetrics.name) {
    std::fputs((arguments.has("json") ? metrics_json(table) : metrics_text(table)).c_str(), stdout);
    return kDone;
  }
  if (!table.empty()) throw ConfigError("lastmile list: only metrics take a TABLE, got '" + table + "'");
  Items topics = {kMetrics};
  std::vector<std::string> known = {kMetrics.name};
  for (const Text& text : kTexts) {
    if (arguments.positional() == text.name) {
      std::fputs(text.text().c_str(), stdout);
      return kDone;
    }
    topics.push_back({text.name, text.description});
    known.emplace_back(text.name);
  }
  for (const Topic& topic : kTopics) {
    if (arguments.positional() == topic.name) {
      print(topic.items(), arguments.has("json"));
      return kDone;
    }
    topics.push_back({topic.name, topic.description});
    known.emplace_back(topic.name);
  }
  if (!arguments.positional().empty()) {
    throw ConfigError(unknown_name_message("topic", arguments.positional(), known));
  }
  print(topics, arguments.has("json"));
  return kDone;
}

}  // namespace

Verb list_verb() {
  return {{"list",
           "[TOPIC] [TABLE]",
           "lists devices, zoo, policies, networks, ...; without TOPIC the topics; of metrics all or one TABLE",
           {{"json", "", "print JSON"}}},
          run};
}

}  // namespace lastmile::scenarios
