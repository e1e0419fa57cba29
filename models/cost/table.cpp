// Table: times that were measured on the device, imported with `lastmile import profile`.
//
// Formula    a network with rows by layer: t = row of the layer; what runs with another layer (the row names
//            several) and what is not listed but fused costs nothing
//            a network with one time T:    t = T r / sum of r over all layers, r by `regression`
//            kernel calls:                 t = row of the call that the layer becomes (models/lower.hpp)
//            batch B, listed b:            t B / b
// Symbols    t, T seconds; B images at once; b the largest listed batch not above B, else the smallest
// Source     the device file says it of every group
// Validity   that network in that framework and precision. Dividing one time among layers, and scaling to
//            another batch, are assumed
// Ignores    whatever the profile did not see. No systematic error: the time is the measurement
// Tests      tests/unit/models/time_table_test.cpp
#include <algorithm>

#include "kernels/call.hpp"
#include "models/cost/layer_calls.hpp"
#include "models/cost/registry.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

std::string where(const Processor& processor) {
  return "table of " + processor.device + ", " + processor.name;
}

const TimeTable* table_of(const std::string& network, const Processor& processor, int batch) {
  const TimeTable* best = nullptr;
  for (const TimeTable& one : processor.tables) {
    if (one.network != network || network.empty()) continue;
    const bool first = best == nullptr;
    const bool nearer = !first && (one.batch <= batch ? best->batch > batch || one.batch > best->batch
                                                      : best->batch > batch && one.batch < best->batch);
    if (first || nearer) best = &one;
  }
  return best;
}

Cost listed(const MeasuredTime& time, const TimeTable& table, int batch) {
  const bool as_measured = table.batch == batch;
  return {seconds(time.seconds * batch / table.batch), time.noise_relative, 0,
          as_measured ? table.origin.provenance : Provenance::assumed};
}

Cost by_layer(const Layer& layer, const TimeTable& table, const Processor& processor, int batch) {
  const auto found = table.layers.find(layer.name());
  if (found != table.layers.end()) return listed(found->second, table, batch);
  const bool free = table.run_with.count(layer.name()) > 0 || cost_class(layer) == CostClass::fused;
  if (free) return listed({}, table, batch);
  std::vector<std::string> known;
  for (const auto& [name, time] : table.layers) known.push_back(name);
  throw ConfigError(where(processor) + ", network '" + table.network +
                    "': " + unknown_name_message("layer", layer.name(), known));
}

Cost share_of_whole(const Graph& graph, LayerId id, const TimeTable& table, const Processor& processor,
                    int batch) {
  const CostModel& regression = regression_model();
  const double all = to_seconds(forward_cost(regression, graph, all_layers(graph), processor, 1).mean);
  const double one = to_seconds(regression.layer(graph, id, processor, 1).mean);
  Cost cost = listed({table.whole.seconds * one / all, table.whole.noise_relative}, table, batch);
  cost.provenance = Provenance::assumed;
  return cost;
}

// Tuned kernels are listed bare: then what is fused behind one is taken as free.
std::string bare(const std::string& text) {
  kernels::KernelCall call = kernels::parse_call(text);
  call.activation = kernels::Activation::none;
  call.add = false;
  return kernels::text(call);
}

Cost by_kernel(const Graph& graph, LayerId id, const Processor& processor, int batch) {
  const std::string call = layer_call(graph, id, batch);
  if (call.empty()) return {Duration{0}, 0, 0, Provenance::measured};
  std::vector<std::string> known;
  for (const TimeTable& table : processor.tables) {
    auto found = table.kernels.find(call);
    const bool exact = found != table.kernels.end();
    if (!exact) found = table.kernels.find(bare(call));
    if (found != table.kernels.end()) {
      return {seconds(found->second.seconds), found->second.noise_relative, 0,
              exact ? table.origin.provenance : Provenance::assumed};
    }
    known.push_back(table.network.empty() ? std::to_string(table.kernels.size()) + " kernel calls"
                                          : table.network);
  }
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  std::string listed_names;
  for (const std::string& name : known) listed_names += (listed_names.empty() ? "" : ", ") + name;
  throw ConfigError(where(processor) + ": network '" + graph.name() + "', layer '" + graph.layer(id).name() +
                    "' (" + call + ") is not in it; it has: " + listed_names);
}

class Table final : public CostModel {
 public:
  [[nodiscard]] std::string_view name() const override { return "table"; }

  [[nodiscard]] Cost layer(const Graph& graph, LayerId id, const Processor& processor,
                           int batch) const override {
    SIM_CHECK(batch >= 1, "batch " + std::to_string(batch));
    if (processor.tables.empty()) {
      throw ConfigError("compute model 'table': " + processor.device + ", " + processor.name +
                        " has no [[processor.table]]; `lastmile import profile` makes one");
    }
    const TimeTable* table = table_of(graph.name(), processor, batch);
    if (table == nullptr) return by_kernel(graph, id, processor, batch);
    if (!table->layers.empty()) return by_layer(graph.layer(id), *table, processor, batch);
    return share_of_whole(graph, id, *table, processor, batch);
  }
};

}  // namespace

const CostModel& table_model() {
  static const Table model;
  return model;
}

}  // namespace lastmile::models
