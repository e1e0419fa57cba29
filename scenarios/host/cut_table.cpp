#include "scenarios/host/cut_table.hpp"

#include "models/cuts.hpp"
#include "models/data_file.hpp"
#include "scenarios/host/json_text.hpp"
#include "scenarios/host/table_text.hpp"

namespace lastmile::scenarios {
namespace {

using models::LayerId;

constexpr double kBytes = 4;  // an element of an activation

std::vector<double> crossing_bytes(const models::Graph& graph) {
  std::vector<double> bytes;
  for (const models::Cut& cut : models::cuts(graph))
    bytes.push_back(kBytes * static_cast<double>(cut.crossing));
  // One byte an element wherever the input is all that crosses or part of it.
  const double input = static_cast<double>(graph.layer(0).activations);
  for (LayerId id = 0; id < graph.consumers(0).back(); ++id) bytes[id] -= (kBytes - 1) * input;
  bytes.push_back(0);
  return bytes;
}

CutCosts costs_on(const models::DeviceProfile& device, const models::Graph& graph,
                  const models::CostModel& model) {
  const models::Processor& processor = device.processor();
  CutCosts costs{device.name, processor.name, {}, {}, {}};
  double seconds = 0, joules = 0;
  for (LayerId id = 0; id < graph.size(); ++id) {
    const models::Cost cost = models::forward_cost(model, graph, {id}, processor, 1);
    costs.time = models::weaker(costs.time, cost.provenance);
    seconds += to_seconds(cost.mean);
    const models::Work work = models::work_of(graph, {id}, processor, 1);
    joules += models::compute_energy(device, processor, cost.mean, work).value();
    costs.seconds_before.push_back(seconds);
    costs.joules_before.push_back(joules);
  }
  for (const double before : costs.seconds_before) costs.seconds_behind.push_back(seconds - before);
  costs.energy = models::weaker(models::compute_energy_provenance(device, processor), costs.time);
  return costs;
}

SendingCosts sending(const models::RadioProfile& radio) {
  return {radio.name, models::radio_energy(radio, 1, 0, Bytes(0), Bytes(0)).value(),
          models::radio_energy(radio, 0, 0, Bytes(1), Bytes(0)).value(),
          models::radio_energy_provenance(radio)};
}

std::string json_numbers(const std::vector<double>& values) {
  std::string text;
  for (const double value : values) text += (text.empty() ? "" : ", ") + json_number(value);
  return "[" + text + "]";
}

std::string json_class(models::Provenance provenance) {
  return json_text(std::string(models::to_string(provenance)));
}

std::string json_device(const CutCosts& one) {
  return json_object({{"device", json_text(one.device)},
                      {"processor", json_text(one.processor)},
                      {"seconds_before", json_numbers(one.seconds_before)},
                      {"seconds_behind", json_numbers(one.seconds_behind)},
                      {"joules_before", json_numbers(one.joules_before)},
                      {"time_from", json_class(one.time)},
                      {"energy_from", json_class(one.energy)}});
}

std::string json_radio(const SendingCosts& one) {
  return json_object({{"radio", json_text(one.radio)},
                      {"watts", json_number(one.watts)},
                      {"joules_per_byte", json_number(one.joules_per_byte)},
                      {"from", json_class(one.provenance)}});
}

// The rows to print: what falling_cuts keeps, and the whole network.
std::vector<LayerId> printed(const models::Graph& graph) {
  std::vector<LayerId> rows;
  for (const models::Cut& cut : models::falling_cuts(models::cuts(graph))) rows.push_back(cut.after);
  rows.push_back(static_cast<LayerId>(graph.size() - 1));
  return rows;
}

}  // namespace

CutTable::CutTable(models::Graph graph, const CutQuestion& question)
    : graph_(std::move(graph)), compute_(question.compute), bytes_(crossing_bytes(graph_)) {
  const models::CostModel& model = models::cost_model(compute_);
  const auto library = models::DeviceLibrary::load_default();
  for (const std::string& name : question.devices)
    devices_.push_back(costs_on(library.find(name), graph_, model));
  const auto radios = models::RadioLibrary::load(models::default_data_folder() / "radios");
  for (const std::string& name : question.radios) radios_.push_back(sending(radios.find(name)));
}

std::string CutTable::json() const {
  std::vector<std::string> names, devices, radios;
  std::vector<double> macs;
  for (LayerId id = 0; id < graph_.size(); ++id) {
    names.push_back(json_text(graph_.layer(id).name()));
    macs.push_back((macs.empty() ? 0 : macs.back()) + static_cast<double>(graph_.layer(id).macs));
  }
  for (const CutCosts& one : devices_) devices.push_back(json_device(one));
  for (const SendingCosts& one : radios_) radios.push_back(json_radio(one));
  return json_object({{"network", json_text(graph_.name())},
                      {"compute", json_text(compute_)},
                      {"after", json_list(names)},
                      {"bytes", json_numbers(bytes_)},
                      {"macs_before", json_numbers(macs)},
                      {"devices", json_list(devices)},
                      {"radios", json_list(radios)}});
}

std::string CutTable::text() const {
  std::string words = graph_.name() + ", " + compute_ + "\n";
  for (const CutCosts& one : devices_) {
    std::vector<std::vector<std::string>> rows = {
        {"cut after", "sends [B]", "before [ms]", "behind [ms]", "before [mJ]"}};
    for (const LayerId id : printed(graph_)) {
      rows.push_back({graph_.layer(id).name(), short_number(bytes_[id])});
      for (const double value : {one.seconds_before[id], one.seconds_behind[id], one.joules_before[id]})
        rows.back().push_back(short_number(1e3 * value));
    }
    words += "\n" + one.device + ", " + one.processor + "\n" + aligned(rows);
  }
  for (const SendingCosts& one : radios_)
    words += "\nsending over " + one.radio + ": " + short_number(one.watts) + " W above listening, " +
             short_number(1e9 * one.joules_per_byte) + " nJ a byte";
  return words + (radios_.empty() ? "" : "\n");
}

}  // namespace lastmile::scenarios
