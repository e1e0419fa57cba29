#include "scenarios/host/explanation.hpp"
#include "scenarios/host/json_text.hpp"
#include "scenarios/host/table_text.hpp"

namespace lastmile::scenarios {
namespace {

using Members = std::vector<std::pair<std::string, std::string>>;
using Lines = std::vector<std::vector<std::string>>;

std::string with_unit(double value, const char* unit) {
  const Scale scale = scale_for(unit, {value});
  return short_number(value / scale.by) + " " + scale.unit;
}

std::string joules_or_nothing(double value) { return value > 0 ? with_unit(value, "J") : ""; }

std::string percent(double part, double whole) {
  return whole > 0 ? short_number(100 * part / whole) + " %" : "";
}

std::string words_of(const SpanRow& span) {
  const std::string frames = span.frames > 0 ? ", frames: " + std::to_string(span.frames) : "";
  if (span.step == "queue") return "waits for " + span.processor + " of " + span.node;
  if (span.step == "wait") return "waits until " + span.what + " can go from " + span.node + " to " + span.to;
  if (span.step == "transfer")
    return "sends " + span.what + " (" + with_unit(span.bytes, "B") + ") from " + span.node + " to " +
           span.to + frames;
  return "computes " + span.what + " at " + span.node + " (" + span.processor + ")" + frames;
}

void add_line(Lines& lines, const Explanation& what, const SpanRow& span, const std::string& words) {
  const double length_s = span.end_s - span.start_s;
  lines.push_back({"  " + words, with_unit(span.start_s - what.request.arrival_s, "s"), with_unit(length_s, "s"),
                   percent(length_s, what.request.latency_s), joules_or_nothing(span.joules())});
}

std::string table_of(const Explanation& what, const std::vector<SpanRow>& steps, bool with_layers) {
  Lines lines = {{"  step", "start", "length", "share", "energy"}};
  for (const SpanRow& span : steps) {
    add_line(lines, what, span, words_of(span));
    for (const SpanRow& layer : what.layers)
      if (with_layers && layer.within == span.span) add_line(lines, what, layer, "  " + layer.what);
  }
  return aligned(lines);
}

std::string coarse_table(const RequestRow& row) {
  const auto line = [&](const char* name, double s) {
    return std::vector<std::string>{name, with_unit(s, "s"), percent(s, row.latency_s)};
  };
  return aligned({line("  computing", row.compute_s), line("  waiting for processors", row.queue_s),
                  line("  in the network", row.transmit_s)});
}

std::string heading(const Explanation& what) {
  const RequestRow& row = what.request;
  std::string text = request_name(row.device, row.number) + ": " + what.run.text() + "\n" +
                     "plan: " + row.cut + "; arrived at " + with_unit(row.arrival_s, "s") + ", ";
  text += row.dropped ? "not answered (" + row.why + ") after " : "answered after ";
  return text + with_unit(row.latency_s, "s") + "; frames: " + std::to_string(row.frames) +
         ", right: " + std::to_string(row.correct) + ", early: " + std::to_string(row.early_exits) + "\n\n";
}

std::string time_text(const Explanation& what, bool with_layers) {
  std::string text = "time, one step after the other\n";
  text += what.has_spans ? table_of(what, what.path, with_layers) : coarse_table(what.request);
  const double missing_s = what.request.latency_s - what.covered_s();
  text += "  together " + with_unit(what.covered_s(), "s") + " of " + with_unit(what.request.latency_s, "s") +
          "; not attributed: " + with_unit(missing_s > 1e-9 ? missing_s : 0, "s") + "\n";
  if (!what.beside.empty())
    text += "\nbeside them, for frames that went another way (not in the latency)\n" +
            table_of(what, what.beside, with_layers);
  return text;
}

std::string energy_text(const Explanation& what) {
  Lines lines;
  for (const NodeEnergy& one : what.energy)
    lines.push_back({"  " + one.node, "computing " + with_unit(one.computing_j, "J"),
                     "radio " + with_unit(one.radio_j, "J")});
  std::string text =
      "\nenergy above idle and listening: " + with_unit(what.energy_j(), "J") + "\n" + aligned(lines);
  if (what.relays_j > 0) text += "  radios between them: " + with_unit(what.relays_j, "J") + "\n";
  return text;
}

std::string beside_text(const Explanation& what) {
  const std::string& device = what.request.device;
  std::string text;
  if (what.idle_j) text += "  idling of " + device + " in that time: " + with_unit(*what.idle_j, "J") + "\n";
  if (what.radio_nobodys && *what.radio_nobodys > 1e-9)
    text += "  of what " + device + "'s radio used in the run, " + percent(*what.radio_nobodys, 1) +
            " while no message was under way\n";
  return text.empty() ? text : "\nnot attributed to any request\n" + text;
}

std::string step_json(const Explanation& what, const SpanRow& span) {
  Members members = {{"step", json_text(span.step)},
                     {"what", json_text(span.what)},
                     {"node", json_text(span.node)},
                     {"to", json_text(span.to)},
                     {"processor", json_text(span.processor)},
                     {"frames", std::to_string(span.frames)},
                     {"start_s", json_number(span.start_s - what.request.arrival_s)},
                     {"length_s", json_number(span.end_s - span.start_s)},
                     {"bytes", json_number(span.bytes)},
                     {"energy_j", json_number(span.joules())}};
  std::vector<std::string> layers;
  for (const SpanRow& layer : what.layers)
    if (span.step == "compute" && layer.within == span.span)
      layers.push_back(json_object({{"layer", json_text(layer.what)},
                                    {"length_s", json_number(layer.end_s - layer.start_s)},
                                    {"energy_j", json_number(layer.energy_j)}}));
  if (!layers.empty()) members.emplace_back("layers", json_list(layers));
  return json_object(members);
}

std::string steps_json(const Explanation& what, const std::vector<SpanRow>& steps) {
  std::vector<std::string> items;
  for (const SpanRow& span : steps) items.push_back(step_json(what, span));
  return json_list(items);
}

Members about(const Explanation& what) {
  const RequestRow& row = what.request;
  return {{"request", json_text(request_name(row.device, row.number))},
          {"strategy", json_text(what.run.strategy)},
          {"seed", std::to_string(what.run.seed)},
          {"network", json_text(what.run.network)},
          {"arrival_s", json_number(row.arrival_s)},
          {"latency_s", json_number(row.latency_s)},
          {"dropped", row.dropped ? "true" : "false"},
          {"compute_s", json_number(row.compute_s)},
          {"queue_s", json_number(row.queue_s)},
          {"transmit_s", json_number(row.transmit_s)},
          {"not_attributed_s", json_number(row.latency_s - what.covered_s())},
          {"spans", what.has_spans ? "true" : "false"}};
}

std::string nodes_json(const Explanation& what) {
  std::vector<std::string> nodes;
  for (const NodeEnergy& one : what.energy)
    nodes.push_back(json_object({{"node", json_text(one.node)},
                                 {"computing_j", json_number(one.computing_j)},
                                 {"radio_j", json_number(one.radio_j)}}));
  return json_list(nodes);
}

}  // namespace

std::string explanation_json(const Explanation& what) {
  Members members = about(what);
  if (what.has_spans) {
    members.emplace_back("path", steps_json(what, what.path));
    members.emplace_back("beside", steps_json(what, what.beside));
    members.emplace_back("energy_j", json_number(what.energy_j()));
    members.emplace_back("energy_by_node", nodes_json(what));
    members.emplace_back("relays_j", json_number(what.relays_j));
  }
  if (what.idle_j) members.emplace_back("idle_j", json_number(*what.idle_j));
  if (what.radio_nobodys) members.emplace_back("radio_share_of_no_message", json_number(*what.radio_nobodys));
  return json_object(members) + "\n";
}

std::string explanation_text(const Explanation& what, bool with_layers) {
  std::string text = heading(what) + time_text(what, with_layers);
  if (what.has_spans)
    text += energy_text(what);
  else
    text +=
        "\nThis file has no spans. Run the scenario again with --record spans for every step and layer, "
        "where it "
        "was and what energy it took.\n";
  return text + beside_text(what);
}

}  // namespace lastmile::scenarios
