#include "models/cost/measured.hpp"

#include <algorithm>

#include "models/cost/layer_calls.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr int kMostBatch = 4096;  // beyond it nobody looks for a measured one

}  // namespace

const MeasuredTime* Measured::find(const Graph& graph, LayerId id, int batch) const {
  const auto found = timings_.calls.find(layer_calls(graph, batch).at(id));
  return found == timings_.calls.end() ? nullptr : &found->second;
}

MeasuredTime Measured::between(const Graph& graph, LayerId id, int batch) const {
  int low = 1;
  while (low * 2 <= batch) low *= 2;
  const MeasuredTime* lower = find(graph, id, low);
  const MeasuredTime* upper = nullptr;
  int high = batch;
  while (upper == nullptr && ++high <= std::min(2 * low, kMostBatch)) upper = find(graph, id, high);
  if (lower == nullptr || upper == nullptr) {
    throw ConfigError("the timings lack the call '" + layer_calls(graph, batch).at(id) + "' (network '" +
                      graph.name() + "', layer '" + graph.layer(id).name() + "')");
  }
  const double share = static_cast<double>(batch - low) / (high - low);
  return {lower->seconds + (upper->seconds - lower->seconds) * share,
          std::max(lower->noise_relative, upper->noise_relative)};
}

double Measured::slowdown(const Processor& processor) const {
  const auto found = slowdowns_.find(processor.device);
  if (found != slowdowns_.end()) return found->second;
  throw ConfigError("compute model 'measured': the kernels of this machine say nothing about '" +
                    processor.device + "'; say how many times slower it is: --slowdown " + processor.device +
                    "=8 (1: this machine)");
}

Cost Measured::layer(const Graph& graph, LayerId id, const Processor& processor, int batch) const {
  SIM_CHECK(batch >= 1, "batch " + std::to_string(batch));
  const double times = slowdown(processor);
  if (layer_calls(graph, batch).at(id).empty()) return {Duration{0}, 0, 0, Provenance::measured};
  const MeasuredTime* exact = find(graph, id, batch);
  const MeasuredTime time = exact != nullptr ? *exact : between(graph, id, batch);
  return {seconds(times * time.seconds), time.noise_relative, 0,
          times == 1.0 ? Provenance::measured : Provenance::assumed};
}

}  // namespace lastmile::models
