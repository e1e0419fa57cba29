#include "scenarios/host/explanation.hpp"

#include <algorithm>
#include <charconv>

#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

struct Asked {
  std::string device;
  std::int64_t number = 0;
};

Asked parsed(const std::string& name) {
  const std::size_t slash = name.rfind('/');
  Asked asked;
  if (slash != std::string::npos && slash > 0 && slash + 1 < name.size()) {
    asked.device = name.substr(0, slash);
    const auto [end, error] =
        std::from_chars(name.data() + slash + 1, name.data() + name.size(), asked.number);
    if (error == std::errc() && end == name.data() + name.size() && asked.number >= 0) return asked;
  }
  throw ConfigError("'" + name + "' names no request: write DEVICE/NUMBER, e.g. cameras[1]/0");
}

RequestRow find_request(const std::vector<RequestRow>& requests, const Asked& asked, const ChosenRun& run) {
  std::vector<std::string> devices;
  std::int64_t last = -1;
  for (const RequestRow& row : requests) {
    if (row.device == asked.device && row.number == asked.number) return row;
    if (row.device == asked.device) last = std::max(last, row.number);
    if (std::find(devices.begin(), devices.end(), row.device) == devices.end()) devices.push_back(row.device);
  }
  if (last < 0) throw ConfigError(unknown_name_message("device", asked.device, devices));
  throw ConfigError("no request " + request_name(asked.device, asked.number) + " in " + run.text() + ": " +
                    asked.device + " has requests 0 to " + std::to_string(last));
}

NodeEnergy& of_node(std::vector<NodeEnergy>& all, const std::string& node) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const NodeEnergy& one) { return one.node == node; });
  if (found != all.end()) return *found;
  return all.emplace_back(NodeEnergy{node, 0, 0});
}

void add_energy(Explanation& what, const SpanRow& span) {
  if (span.step == "compute") of_node(what.energy, span.node).computing_j += span.energy_j;
  if (span.step != "transfer") return;
  of_node(what.energy, span.node).radio_j += span.energy_j;
  of_node(what.energy, span.to).radio_j += span.receiver_energy_j;
  what.relays_j += span.relay_energy_j;
}

/// Of the run's devices: what one of them idled and radioed, where it is among them.
struct DeviceUse {
  double idle_w = 0, radio_j = 0;
};
std::optional<DeviceUse> use_of(const analysis::Hdf5Reader& file, const ChosenRun& run,
                                const std::string& device) {
  if (!has_table(file, "devices")) return std::nullopt;
  const auto reals = [&](const char* column) { return file.reals("devices", column); };
  const auto name = file.texts("devices", "device"), strategy = file.texts("devices", "strategy"),
             network = file.texts("devices", "network");
  const auto seed = file.integers("devices", "seed");
  const auto idle = reals("idle_j"), training = reals("training_s"), inference = reals("inference_s"),
             radio = reals("training_radio_j"), more_radio = reals("inference_radio_j");
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool here = name[i] == device && strategy[i] == run.strategy && network[i] == run.network;
    if (!here || seed[i] != run.seed) continue;
    const double length_s = training[i] + inference[i];
    return DeviceUse{length_s > 0 ? idle[i] / length_s : 0, radio[i] + more_radio[i]};
  }
  return std::nullopt;
}

/// What all spans claim of a device's radio.
double claimed_radio(const std::vector<SpanRow>& spans, const std::string& device) {
  double joules = 0;
  for (const SpanRow& span : spans) {
    if (span.step != "transfer") continue;
    if (span.node == device) joules += span.energy_j;
    if (span.to == device) joules += span.receiver_energy_j;
  }
  return joules;
}

void add_spans(Explanation& what, const std::vector<SpanRow>& spans) {
  for (const SpanRow& span : spans) {
    if (span.device != what.request.device || span.request != what.request.number) continue;
    add_energy(what, span);
    (span.step == "layer" ? what.layers : span.critical ? what.path : what.beside).push_back(span);
  }
}

}  // namespace

double Explanation::covered_s() const {
  if (!has_spans) return request.compute_s + request.queue_s + request.transmit_s;
  double sum = 0;
  for (const SpanRow& span : path) sum += span.end_s - span.start_s;
  return sum;
}

double Explanation::energy_j() const {
  double sum = relays_j;
  for (const NodeEnergy& one : energy) sum += one.computing_j + one.radio_j;
  return sum;
}

Explanation explain(const analysis::Hdf5Reader& file, const ChosenRun& run, const std::string& name) {
  Explanation what;
  what.run = run;
  what.request = find_request(requests_of(file, run), parsed(name), run);
  const std::optional<DeviceUse> use = use_of(file, run, what.request.device);
  if (use) what.idle_j = use->idle_w * what.request.latency_s;
  what.has_spans = has_table(file, "spans");
  if (!what.has_spans) return what;
  const std::vector<SpanRow> spans = spans_of(file, run);
  add_spans(what, spans);
  if (use && use->radio_j > 0)
    what.radio_nobodys = 1 - claimed_radio(spans, what.request.device) / use->radio_j;
  return what;
}

}  // namespace lastmile::scenarios
