#include "models/interference.hpp"

#include <algorithm>

#include "models/cost.hpp"
#include "models/data_file.hpp"
#include "models/memory.hpp"

namespace lastmile::models {
namespace {

double missed(double bytes, double cache, double softness) {
  return std::clamp((bytes - cache * (1 - softness)) / (2 * softness * cache), 0.0, 1.0);
}

constexpr double kGiga = 1e9;

}  // namespace

std::array<double, 2> Interference::features(const Demand& job, const Demand& others) const {
  if (std::min(job.footprint_bytes, others.footprint_bytes) <= private_cache_bytes) return {};
  if (job.bytes_per_s <= 0) return {};
  const auto miss = [this](double bytes) { return missed(bytes, shared_cache_bytes, softness); };
  const double alone = miss(job.footprint_bytes);
  const double crowded = miss(job.footprint_bytes + std::min(others.footprint_bytes, shared_cache_bytes));
  const double part = job.bytes_per_s / (job.bytes_per_s + others_weight * others.bytes_per_s);
  const double shared = std::clamp(miss(job.footprint_bytes / part), alone, crowded);
  const double rate = job.bytes_per_s / kGiga, pressure = others.bytes_per_s / kGiga;
  return {rate * (shared - alone), rate * shared * pressure * miss(others.footprint_bytes)};
}

double Interference::slowdown(const Demand& job, const Demand& others) const {
  const std::array<double, 2> x = features(job, others);
  double sum = 1;
  for (std::size_t i = 0; i < x.size(); ++i) sum += coefficients[i] * x[i];
  return sum;
}

Demand demand(const Graph& graph, const std::vector<LayerId>& layers, int batch, double bytes_per_element,
              Duration alone) {
  double moved = 0;
  for (const LayerId id : layers) {
    const Layer& layer = graph.layer(id);
    if (cost_class(layer) == CostClass::fused) continue;
    double elements = static_cast<double>(layer.activations);
    for (const LayerId input : graph.inputs(id)) elements += static_cast<double>(graph.layer(input).out.elements());
    moved += batch * elements + static_cast<double>(layer.parameters());
  }
  if (alone <= Duration(0)) return {};
  const MemoryNeed held = inference_memory(graph, layers, batch, bytes_per_element);
  return {bytes_per_element * moved / to_seconds(alone), held.total().value()};
}

Interference read_interference(const std::filesystem::path& file) {
  const DataTable table = DataTable::read(file);
  table.allow({"shared_cache_bytes", "private_cache_bytes", "softness", "others_weight", "pushed_out", "memory"});
  Interference read;
  read.shared_cache_bytes = table.positive("shared_cache_bytes");
  read.private_cache_bytes = table.number("private_cache_bytes");
  read.softness = table.positive("softness");
  if (read.softness > 1) table.refuse("softness", "must be at most 1");
  read.others_weight = table.number("others_weight");
  read.coefficients = {table.number("pushed_out"), table.number("memory")};
  read.origin = table.origin();
  return read;
}

}  // namespace lastmile::models
