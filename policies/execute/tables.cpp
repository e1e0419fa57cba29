#include "policies/execute/tables.hpp"

#include <algorithm>

namespace lastmile::policies {
namespace {

using T = ColumnType;

TableSchema table(std::string name, std::string description, std::vector<Column> columns) {
  TableSchema schema{std::move(name), std::move(description), label_columns()};
  schema.columns.insert(schema.columns.end(), columns.begin(), columns.end());
  return schema;
}

void record(World& world, const std::string& name, const Row& cells) {
  Row row = label_cells(world.labels);
  row.insert(row.end(), cells.begin(), cells.end());
  world.recorder.record(name, row);
}

Cell node_name(const World& world, network::NodeId node) { return world.topology.nodes[node].name; }
Cell whole(std::int64_t value) { return value; }

std::string transport_name(network::Transport transport) {
  if (transport == network::Transport::tcp) return "tcp";
  return transport == network::Transport::udp ? "udp" : "arq";
}

std::string failure_name(network::Failure why) {
  switch (why) {
    case network::Failure::none: return "none";
    case network::Failure::connection: return "connection";
    case network::Failure::deadline: return "deadline";
    case network::Failure::node_down: return "node_down";
  }
  return "";
}

std::string drop_name(Drop why) {
  switch (why) {
    case Drop::none: return "none";
    case Drop::network: return "network";
    case Drop::battery: return "battery";
    case Drop::out_of_memory: return "out of memory";
  }
  return "";
}

TableSchema requests() {
  return table("requests", "one row a request of a device",
               {{"device", T::text, "", "who asked"},
                {"request", T::integer, "1", "number of the request at its device"},
                {"arrival_s", T::real, "s", "simulated time of the request"},
                {"latency_s", T::real, "s", "from the request to the last answer at the device"},
                {"compute_s", T::real, "s", "of it on processors"},
                {"queue_s", T::real, "s", "of it waiting for processors"},
                {"transmit_s", T::real, "s", "of it in the network (the rest)"},
                {"frames", T::integer, "1", "images in the request"},
                {"correct", T::integer, "1", "of them answered with the right class"},
                {"early_exits", T::integer, "1", "of them answered before the last exit"},
                {"crossed", T::integer, "1", "of them whose data went past the cut"},
                {"raw_bytes", T::real, "B", "raw images sent"},
                {"feature_bytes", T::real, "B", "activations sent"},
                {"wan_bytes", T::real, "B", "of all that over the WAN, answers included"},
                {"exposure_bytes", T::real, "B", "raw and feature bytes times hops: 1 to the site, 2 to the cloud"},
                {"dropped", T::integer, "1", "1 if it was not answered"},
                {"cut", T::text, "", "where the plan put the layers"},
                {"calibration_error_s", T::real, "s",
                 "standard error of the latency from the cost model's own error, first order"},
                {"why", T::text, "", "it was not answered: network, battery, out of memory; else none"}});
}

TableSchema transfers() {
  return table("transfers", "one row a message", {{"from", T::text, "", "sender"},
                                                   {"to", T::text, "", "receiver"},
                                                   {"purpose", T::text, "", "raw_training, raw_frames, features, model, answer"},
                                                   {"bytes", T::real, "B", "payload"},
                                                   {"wan", T::integer, "1", "1 if the route crosses the WAN"},
                                                   {"start_s", T::real, "s", "simulated time"},
                                                   {"finish_s", T::real, "s", "simulated time of the last byte"},
                                                   {"transport", T::text, "", "tcp, udp or arq"},
                                                   {"queued_s", T::real, "s", "of it, before its first byte could go"},
                                                   {"airtime_s", T::real, "s", "of the radio frames that carried it; 0 where it is not counted"},
                                                   {"retransmissions", T::integer, "1", "of segments or datagrams; 0 where they are not counted"},
                                                   {"why", T::text, "", "of a failure: connection, deadline, node_down; else none"},
                                                   {"ok", T::integer, "1", "0 if it did not arrive"}});
}

TableSchema rounds() {
  return table("rounds", "one row an evaluation of the trained network on the held-out images",
               {{"round", T::integer, "1", "epoch of central training, round of the others; 0: untrained"},
                {"passes", T::integer, "1", "passes over every training sample so far"},
                {"time_s", T::real, "s", "simulated time"},
                {"accuracy", T::real, "1", "share of held-out images answered right, early exits in use"},
                {"loss", T::real, "nat", "mean cross-entropy of the exits that answered"},
                {"calibration_error_s", T::real, "s",
                 "standard error of time_s from the cost model's own error, first order"}});
}

TableSchema devices() {
  return table("devices", "one row a node that computes",
               {{"device", T::text, "", "name"},
                {"profile", T::text, "", "device file"},
                {"asks", T::integer, "1", "1 if it is one of the devices that hold data and ask"},
                {"training_compute_j", T::real, "J", "above idle, training phase, processor"},
                {"training_radio_j", T::real, "J", "above listening, training phase, radio"},
                {"inference_compute_j", T::real, "J", "above idle, inference phase, processor"},
                {"inference_radio_j", T::real, "J", "above listening, inference phase, radio"},
                {"idle_j", T::real, "J", "idle power times simulated time, both phases"},
                {"training_s", T::real, "s", "length of the training phase"},
                {"inference_s", T::real, "s", "length of the inference phase"},
                {"peak_memory_bytes", T::real, "B", "largest working set of training or inference"},
                {"raw_bytes_out", T::real, "B", "raw images sent"},
                {"feature_bytes_out", T::real, "B", "activations sent"},
                {"model_bytes_out", T::real, "B", "models sent"},
                {"training_calibration_error_j", T::real, "J",
                 "standard error of training_compute_j from the cost model's own error"},
                {"inference_calibration_error_j", T::real, "J", "the same of inference_compute_j"},
                {"out_of_memory", T::integer, "1", "1 if something was asked of it that its memory does not hold"}});
}

TableSchema batteries() {
  return table("batteries", "one row a node with a battery",
               {{"device", T::text, "", "name"},
                {"battery_j", T::real, "J", "what it holds"},
                {"used_j", T::real, "J", "idling, computing and radio until the end of the run"},
                {"empty_s", T::real, "s", "simulated time when it was seen to be empty; -1: never"}});
}

void record_batteries(World& world) {
  for (const auto& [node, battery] : world.batteries()) {
    const double empty_s = battery.empty_since ? to_seconds(*battery.empty_since) : -1.0;
    record(world, "batteries",
           {node_name(world, node), battery.capacity.value(), world.used(node).value(), empty_s});
  }
}

Cell sent(const NodeAccount& account, Purpose purpose) { return account.sent[static_cast<std::size_t>(purpose)].value(); }

}  // namespace

void declare_tables(Recorder& recorder) {
  recorder.declare(requests());
  recorder.declare(rounds());
  recorder.declare(transfers());
  recorder.declare(devices());
  recorder.declare(batteries());
}

void record_request(World& world, const RequestRecord& r) {
  const Duration latency = r.finished - r.request.arrival;
  record(world, "requests",
         {node_name(world, r.request.origin), whole(static_cast<std::int64_t>(r.request.number)),
          to_seconds(r.request.arrival), to_seconds(latency), to_seconds(r.usage.computing),
          to_seconds(r.usage.queued), to_seconds(latency - r.usage.computing - r.usage.queued), whole(r.request.frames), whole(r.correct),
          whole(r.early_exits), whole(r.crossed), r.raw.value(), r.features.value(), r.wan.value(),
          r.hop_bytes.value(), whole(r.drop == Drop::none ? 0 : 1), r.plan.cut,
          r.usage.path.standard_error_s(), drop_name(r.drop)});
}

void record_transfer(World& world, const network::Transfer& what, Purpose purpose,
                     const network::Outcome& outcome) {
  record(world, "transfers",
         {node_name(world, what.from), node_name(world, what.to), std::string(to_string(purpose)),
          what.size.value(), whole(world.crosses_wan(what.from, what.to) ? 1 : 0), to_seconds(outcome.started),
          to_seconds(outcome.finished), transport_name(what.transport), to_seconds(outcome.queued),
          to_seconds(outcome.airtime), whole(outcome.retransmissions), failure_name(outcome.why),
          whole(outcome.ok ? 1 : 0)});
}

void record_round(World& world, const RoundRecord& r) {
  record(world, "rounds", {whole(r.round), whole(r.passes), to_seconds(r.at), r.accuracy, r.loss,
                          r.path.standard_error_s()});
}

void record_devices(World& world) {
  record_batteries(world);
  const auto& askers = world.application.devices;
  for (network::NodeId node = 0; node < world.topology.nodes.size(); ++node) {
    if (!world.computes(node)) continue;
    const NodeAccount& account = world.accounts[node];
    const models::DeviceProfile& profile = *world.computer(node).profile;
    const bool asks = std::find(askers.begin(), askers.end(), node) != askers.end();
    const Duration training = world.phase_length(Phase::training);
    const Duration inference = world.phase_length(Phase::inference);
    const double raw = account.sent[0].value() + account.sent[1].value();
    record(world, "devices",
           {node_name(world, node), profile.name, whole(asks ? 1 : 0),
            compute_joules(world, node, Phase::training).value(), radio_joules(world, node, Phase::training).value(),
            compute_joules(world, node, Phase::inference).value(), radio_joules(world, node, Phase::inference).value(),
            models::idle_energy(profile, training + inference).value(), to_seconds(training), to_seconds(inference),
            account.peak_memory.value(), raw, sent(account, Purpose::features), sent(account, Purpose::model),
            compute_standard_error(world, node, Phase::training).value(),
            compute_standard_error(world, node, Phase::inference).value(), whole(account.out_of_memory ? 1 : 0)});
  }
}

}  // namespace lastmile::policies
