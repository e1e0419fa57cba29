// lastmile import network FILE: what a network of another framework comes to; --out writes it again as ONNX.
#include <cstdio>

#include "models/network.hpp"
#include "models/onnx/export.hpp"
#include "scenarios/host/commands/import_files.hpp"

namespace lastmile::scenarios {

int import_network_file(const Arguments& arguments) {
  const std::optional<std::string> target = arguments.text("out");
  models::ImportOptions options;
  options.weights = target.has_value();
  const models::Imported network = models::import_network(arguments.positional(1), options);
  const models::Totals totals = network.graph.totals();
  std::printf(
      "%s (%s): input %s, %zu layers, %zu exits, %.6g MMAC, %.6g million weights and %.6g million biases\n",
      network.graph.name().c_str(), network.format.c_str(),
      models::to_string(network.graph.layer(0).out).c_str(), network.graph.size(),
      network.graph.exits().size(), static_cast<double>(totals.macs) * 1e-6,
      static_cast<double>(totals.weights) * 1e-6, static_cast<double>(totals.biases) * 1e-6);
  for (const std::string& note : network.notes) std::printf("note: %s\n", note.c_str());
  if (target) write_whole_file(*target, models::export_onnx(network.graph, network.weights));
  return kDone;
}

}  // namespace lastmile::scenarios
