// The table `spans`: names, units and meaning of its columns, and a row.
#include "policies/execute/span_table.hpp"

#include "policies/execute/spans.hpp"
#include "policies/execute/world.hpp"

namespace lastmile::policies {
namespace {

using T = ColumnType;

TableSchema spans() {
  TableSchema table{"spans", "one row a step of a request's path, and of work for no request",
                    label_columns()};
  const std::vector<Column> columns = {
      {"device", T::text, "", "who asked; empty: nobody (training, models on their way)"},
      {"request", T::integer, "1", "number of the request at its device; -1: none"},
      {"span", T::integer, "1", "number of the step in its request"},
      {"after", T::integer, "1", "the step at whose end it begins; -1: it begins at the arrival"},
      {"within", T::integer, "1", "of a layer: the computation that it is part of; else -1"},
      {"critical", T::integer, "1",
       "1 on the way to the request's last step: together they are its latency"},
      {"step", T::text, "",
       "queue (for a processor), compute, layer, wait (for the network) or transfer"},
      {"what", T::text, "", "layers, or purpose of the message"},
      {"node", T::text, "", "where; of a message its sender"},
      {"processor", T::text, "", "that computes; empty for messages"},
      {"to", T::text, "", "receiver of a message; else empty"},
      {"frames", T::integer, "1", "images that it is for; 0 where they are not counted"},
      {"start_s", T::real, "s", "simulated time"},
      {"end_s", T::real, "s", "simulated time"},
      {"bytes", T::real, "B", "payload of a message"},
      {"energy_j", T::real, "J",
       "above idle and listening, at node: processor, or radio while the message is "
       "under way, in equal parts with other messages of that time"},
      {"receiver_energy_j", T::real, "J", "the same of the receiver's radio"},
      {"relay_energy_j", T::real, "J", "the same of the radios between"}};
  table.columns.insert(table.columns.end(), columns.begin(), columns.end());
  return table;
}

std::string step_name(Step step) {
  switch (step) {
    case Step::queue:
      return "queue";
    case Step::compute:
      return "compute";
    case Step::layer:
      return "layer";
    case Step::wait:
      return "wait";
    case Step::transfer:
      return "transfer";
  }
  return "";
}

bool on_processor(Step step) {
  return step == Step::queue || step == Step::compute || step == Step::layer;
}
Cell whole(std::int64_t value) { return value; }

}  // namespace

void declare_span_table(Recorder& recorder) { recorder.declare(spans()); }

Spans::Spans(World& world)
    : world_(world), meter_(world.network, world.radio_profiles, world.topology.nodes.size()) {
  declare_span_table(world.recorder);
}

void Spans::write(const Request* request, std::size_t number, const Span& span, bool critical) {
  const auto& nodes = world_.topology.nodes;
  const std::string device = request != nullptr ? nodes[request->origin].name : "";
  const std::int64_t asked = request != nullptr ? static_cast<std::int64_t>(request->number) : -1;
  Row row = label_cells(world_.labels);
  const Row cells = {
      device,
      whole(asked),
      whole(static_cast<std::int64_t>(number)),
      whole(span.after),
      whole(span.within),
      whole(critical ? 1 : 0),
      step_name(span.step),
      span.what,
      nodes[span.node].name,
      on_processor(span.step) ? world_.computer(span.node).processor->name : std::string(),
      span.to ? nodes[*span.to].name : std::string(),
      whole(span.frames),
      to_seconds(span.start - kTimeZero),
      to_seconds(span.end - kTimeZero),
      span.bytes.value(),
      span.own.value(),
      span.at_receiver.value(),
      span.at_relays.value()};
  row.insert(row.end(), cells.begin(), cells.end());
  world_.recorder.record("spans", row);
}

}  // namespace lastmile::policies
