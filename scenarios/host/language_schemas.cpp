#include "scenarios/host/language.hpp"
#include "scenarios/host/policy_catalogue.hpp"
#include "scenarios/host/schemas.hpp"

namespace lastmile::scenarios {
namespace {

using K = ParameterKind;

void add_application(Schemas& all) {
  all.push_back({"zoo", {required("name", K::text, "of the network, or a file: .onnx, .param")}});
  all.push_back({"trace",
                 {required("file", K::text, "written by `lastmile evaluate --trace`, below the scenario's folder"),
                  optional("network", K::text, "", "where the file has several that fit the model")}});
  all.push_back({"bursts",
                 {optional("from", K::names, "who asks; default: the group made by lm.devices"),
                  required("requests", K::count, "of each device").between(1, 1e7),
                  optional("frames", K::count, 1, "images in a request").between(1, 1e6),
                  required("rate", K::event_rate, "requests of each device").between(1e-6, 1e6),
                  choice("arrivals", {"poisson", "periodic"}, "poisson", "how they are spaced")}});
}

void add_strategies(Schemas& all) {
  all.push_back({"strategy",
                 {required("name", K::text, "of the strategy"),
                  optional("level", K::count, "of edge intelligence, 0 to 6").between(0, 6),
                  optional("training", K::any, "where and how the network is trained"),
                  required("inference", K::any, "where and how requests run"),
                  optional("exit", K::any, "when a frame may leave early")}});
  all.push_back({"levels",
                 {required("devices", K::name, "who asks and holds the data"),
                  required("edge", K::name, "the edge server"),
                  required("cloud", K::name, "the cloud"),
                  optional("central", K::any, "more arguments of lm.central"),
                  optional("federated", K::any, "more arguments of lm.federated"),
                  optional("gossip", K::any, "more arguments of lm.gossip"),
                  optional("partition", K::any, "more arguments of lm.partition")}});
}

void add_scenario(Schemas& all) {
  all.push_back({"scenario",
                 {required("name", K::text, "of the scenario"),
                  optional("description", K::text, "", "one sentence"),
                  required("nodes", K::any, "name = lm.device{}, lm.devices{} or lm.router{}"),
                  required("network", K::any, "list of links"),
                  optional("outages", K::any, "list of lm.outage{}: when links are out"),
                  optional("holes", K::any, "list of lm.hole{}: where radios hear little"),
                  optional("churn", K::any, "list of lm.churn{}: nodes that go away and come back"),
                  choice("congestion", {"cubic", "bbr"}, "cubic", "control of TCP"),
                  made_by("model", {"zoo"}, "the network that is trained and run"),
                  made_by("data", {"objects", "digits", "texts", "sensors", "scenes", "synthetic", "files"},
                          "what it learns from"),
                  made_by("training", {"training"}, "how it learns"),
                  made_by("answers", {"trace"}, "recorded: nothing is trained, the network is not run"),
                  made_by("workload", {"bursts"}, "what is asked of it"),
                  optional("exit", K::any, "when a frame may leave early"),
                  required("strategies", K::any, "list of lm.strategy{} or lm.levels{}"),
                  optional("seeds", K::number_list, "default: one run, seed 1"),
                  made_by("sweep", {"sweep"}, "what `lastmile sweep` varies"),
                  choice("backend", {"ns3", "fluid"}, "ns3", "how bytes move"),
                  with_choices(optional("ranking_check", K::choice,
                                        "backend that runs too: does the ranking change?"),
                               {"ns3", "fluid"}),
                  optional("compute", K::text, "regression", "cost model of computing"),
                  optional("record", K::text_list, "also: \"transfers\", \"links\", \"spans\""),
                  optional("record_interval", K::duration, "1s", "of the table links")
                      .between(1e-3, 1e6)}});
}

Schemas make_schemas() {
  Schemas all;
  add_node_schemas(all);
  add_motion_schemas(all);
  add_link_schemas(all);
  add_condition_schemas(all);
  add_application(all);
  add_data_schemas(all);
  add_training_schemas(all);
  add_strategies(all);
  add_sweep_schemas(all);
  add_scenario(all);
  return all;
}

}  // namespace

const std::vector<Schema>& language_schemas() {
  static const Schemas schemas = make_schemas();
  return schemas;
}

const Schema* find_schema(const std::string& constructor) {
  for (const Schema& schema : language_schemas()) {
    if (schema.name == constructor) return &schema;
  }
  const PolicyEntry* policy = find_policy(constructor);
  return policy != nullptr ? &policy->schema : nullptr;
}

std::string lua_name(const std::string& constructor) {
  for (const char* word : {"and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
                           "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
                           "repeat",   "return", "then", "true", "until",  "while"}) {
    if (constructor == word) return constructor + "_";
  }
  return constructor;
}

}  // namespace lastmile::scenarios
