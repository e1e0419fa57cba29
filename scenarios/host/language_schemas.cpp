#include "scenarios/host/language.hpp"
#include "scenarios/host/policy_catalogue.hpp"

namespace lastmile::scenarios {
namespace {

using K = ParameterKind;
using Schemas = std::vector<Schema>;

constexpr double kFarthest_m = 100'000;

Parameter position() {
  return made_by("position", {"at", "disc", "grid", "line"},
                 "where it stands; default: the origin");
}
Parameter offset(const char* name) {
  return optional(name, K::distance, "0m", "coordinate").between(-kFarthest_m, kFarthest_m);
}

void add_nodes(Schemas& all) {
  all.push_back({"device", {required("profile", K::text, "device file"), position()}});
  all.push_back({"devices",
                 {required("profile", K::text, "device file"),
                  required("count", K::count, "how many").between(1, 100'000), position()}});
  all.push_back({"router", {position()}});
  all.push_back({"at", {offset("x"), offset("y"), offset("z")}});
  all.push_back({"disc",
                 {required("radius", K::distance, "of the disc").between(0, kFarthest_m),
                  made_by("center", {"at"}, "of the disc"), offset("height")}});
  all.push_back({"grid",
                 {required("spacing", K::distance, "between neighbours").between(0, kFarthest_m),
                  required("columns", K::count, "in a row").at_least(1),
                  made_by("origin", {"at"}, "of the first")}});
  all.push_back({"line",
                 {required("spacing", K::distance, "between neighbours").between(0, kFarthest_m),
                  made_by("origin", {"at"}, "of the first")}});
}

std::vector<Parameter> wifi_parameters(int channel) {
  return {choice("standard", {"802.11n", "802.11ac", "802.11ax"}, "802.11ax", "amendment"),
          optional("channel", K::count, channel, "5 GHz channel number").between(36, 177),
          optional("width", K::frequency, "20MHz", "20MHz, 40MHz or 80MHz"),
          optional("streams", K::count, 1, "spatial streams").between(1, 4),
          optional("power", K::power_dbm, "20dBm", "transmit power").between(-20, 36),
          optional("name", K::text, "of the link")};
}

Schema wifi(const char* name, int channel, std::vector<Parameter> ends) {
  const std::vector<Parameter> common = wifi_parameters(channel);
  ends.insert(ends.end(), common.begin(), common.end());
  return {name, ends};
}

void add_radio_links(Schemas& all) {
  all.push_back(wifi("wifi", 36, {required("access_point", K::name, "its access point"),
                                  required("stations", K::names, "who joins it")}));
  all.push_back(wifi("adhoc", 149, {required("nodes", K::names, "who hears whom")}));
  all.push_back({"lte",
                 {required("site", K::name, "where the cell's antenna and gateway are"),
                  required("ues", K::names, "its user equipment"),
                  optional("bandwidth", K::frequency, "20MHz", "1.4, 3, 5, 10, 15 or 20 MHz"),
                  choice("scheduler", {"proportional_fair", "round_robin"}, "proportional_fair",
                         "of the cell"),
                  optional("site_power", K::power_dbm, "30dBm", "transmit power").between(-20, 60),
                  optional("ue_power", K::power_dbm, "23dBm", "transmit power").between(-20, 40),
                  optional("downlink_earfcn", K::count, 1575, "carrier"),
                  optional("uplink_earfcn", K::count, 19575, "carrier"),
                  optional("name", K::text, "of the link")}});
}

void add_nr(Schemas& all) {
  all.push_back(
      {"nr",
       {required("cells", K::names, "sites with an antenna each, on one carrier"),
        required("ues", K::names, "its user equipment"),
        optional("gateway", K::name, "where the core's user plane leaves; default: the first cell"),
        optional("band", K::text, "n78", "n1, n3, n7, n28, n41, n77, n78, n257, n258 or n261"),
        optional("bandwidth", K::frequency, "100MHz", "of the carrier"),
        optional("numerology", K::count, 1, "15kHz * 2^numerology between subcarriers").between(0, 3),
        optional("tdd", K::text, "DDDSU", "slots down, special and up; not in FDD bands"),
        optional("special_slot", K::text, "10:2:2", "symbols down, guard and up of S"),
        optional("minislot", K::count, 14, "symbols of a scheduling unit: 2, 4, 7 or 14"),
        choice("scheduler", {"proportional_fair", "round_robin", "max_rate"}, "proportional_fair",
               "of every cell"),
        choice("mcs_table", {"256qam", "64qam", "low_rate"}, "256qam", "TS 38.214 tables 2, 1, 3"),
        optional("layers_down", K::count, 1, "spatial layers").between(1, 8),
        optional("layers_up", K::count, 1, "spatial layers").between(1, 4),
        optional("target_bler", K::number, 0.1, "of first transmissions").between(1e-6, 0.5),
        optional("configured_grant", K::flag, false, "uplink without scheduling request"),
        choice("rlc", {"acknowledged", "unacknowledged"}, "acknowledged", "mode"),
        choice("environment", {"urban_macro", "urban_micro", "indoor", "rural"}, "urban_macro",
               "of TR 38.901"),
        choice("line_of_sight", {"by_probability", "always", "never"}, "by_probability", "of all"),
        optional("shadowing", K::flag, true, "log-normal, of TR 38.901"),
        choice("fading", {"none", "rayleigh"}, "none", "in blocks of 5ms"),
        optional("cell_power", K::power_dbm, "44dBm", "over the carrier").between(-20, 60),
        optional("ue_power", K::power_dbm, "23dBm", "transmit power").between(-20, 40),
        optional("backhaul", K::duration, "0ms", "one way, cell to gateway").between(0, 1),
        optional("name", K::text, "of the link")}});
}

void add_wired_links(Schemas& all) {
  const Parameter from = required("from", K::name, "one end");
  const Parameter to = required("to", K::name, "the other end");
  const Parameter rate = required("rate", K::byte_rate, "in each direction").at_least(1);
  const Parameter name = optional("name", K::text, "of the link");
  all.push_back({"wire",
                 {from, to, rate,
                  optional("delay", K::duration, "0ms", "one way").between(0, 100), name}});
  all.push_back(
      {"wan", {from, to, rate, required("rtt", K::duration, "round trip").between(0, 100), name}});
}

void add_known_links(Schemas& all) {
  const Parameter from = required("from", K::names, "the device or devices, each a link of its own");
  const Parameter to = required("to", K::name, "the site");
  const Parameter name = optional("name", K::text, "of the link");
  all.push_back({"recorded",
                 {from, to,
                  required("trace", K::text, "CSV beside the scenario: time_s,down_bps,up_bps,rtt_s,loss"),
                  optional("loop", K::flag, true, "false: sending after its end is an error"), name}});
  all.push_back({"narrow",
                 {required("profile", K::text, "of network/profiles.toml, e.g. lora-sf7"), from, to,
                  name}});
}

void add_application(Schemas& all) {
  all.push_back({"zoo", {required("name", K::text, "of the network")}});
  for (const char* generator : {"objects", "digits"}) {
    all.push_back({generator,
                   {optional("image", K::text, "HEIGHTxWIDTHxCHANNELS, to be sure of it"),
                    required("train_per_device", K::count, "labelled images").between(1, 1e6),
                    required("test", K::count, "images held out").between(1, 1e6),
                    made_by("partition", {"iid", "shards", "dirichlet"}, "over the devices")}});
  }
  all.push_back({"iid", {}});
  all.push_back({"shards", {required("per_device", K::count, "shards").between(1, 1000)}});
  all.push_back({"dirichlet",
                 {required("alpha", K::number, "small is uneven").between(1e-3, 1e6)}});
  all.push_back({"training",
                 {required("passes", K::count, "over every sample").between(1, 100'000),
                  required("batch", K::count, "images in a step").between(1, 100'000),
                  required("learning_rate", K::number, "step size").between(0, 100),
                  optional("momentum", K::number, 0, "share kept").between(0, 1),
                  optional("weight_decay", K::number, 0, "L2").between(0, 1),
                  optional("clip_norm", K::number, 0, "largest length of a step's gradient; 0: any")
                      .between(0, 1e6),
                  optional("exit_weight", K::number, 1, "of early exits' loss").between(0, 100)}});
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

/// An optional choice without a default.
Parameter with_choices(Parameter parameter, std::vector<std::string> choices) {
  parameter.choices = std::move(choices);
  return parameter;
}

void add_scenario(Schemas& all) {
  all.push_back({"scenario",
                 {required("name", K::text, "of the scenario"),
                  optional("description", K::text, "", "one sentence"),
                  required("nodes", K::any, "name = lm.device{}, lm.devices{} or lm.router{}"),
                  required("network", K::any, "list of links"),
                  made_by("model", {"zoo"}, "the network that is trained and run"),
                  made_by("data", {"objects", "digits"}, "what it learns from"),
                  made_by("training", {"training"}, "how it learns"),
                  made_by("workload", {"bursts"}, "what is asked of it"),
                  optional("exit", K::any, "when a frame may leave early"),
                  required("strategies", K::any, "list of lm.strategy{} or lm.levels{}"),
                  optional("seeds", K::number_list, "default: one run, seed 1"),
                  choice("backend", {"ns3", "fluid"}, "ns3", "how bytes move"),
                  with_choices(optional("ranking_check", K::choice,
                                        "backend that runs too: does the ranking change?"),
                               {"ns3", "fluid"}),
                  optional("compute", K::text, "regression", "cost model of computing")}});
}

Schemas make_schemas() {
  Schemas all;
  add_nodes(all);
  add_radio_links(all);
  add_nr(all);
  add_wired_links(all);
  add_known_links(all);
  add_application(all);
  add_strategies(all);
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
