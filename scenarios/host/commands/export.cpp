// lastmile export: a network as an ONNX file.
#include "models/onnx/export.hpp"
#include "models/network.hpp"
#include "scenarios/host/commands/import_files.hpp"

namespace lastmile::scenarios {
namespace {

int run(const Arguments& arguments) {
  const models::Graph graph = models::network(arguments.positional());
  std::vector<models::LayerWeights> weights;
  if (!arguments.has("light")) {
    const auto seed = static_cast<std::uint64_t>(arguments.count("seed", 0).value_or(1));
    weights = models::random_weights(graph, RandomStream(seed, "export"));
  }
  write_whole_file(arguments.positional(1), models::export_onnx(graph, weights));
  return kDone;
}

}  // namespace

Verb export_verb() {
  return {
      {"export",
       "NETWORK FILE",
       "writes a network (of `list zoo`, or a file that `import network` reads) as ONNX, opset 17, with "
       "random weights",
       {{"light", "", "describes the weights (all alike) instead of writing them out: a file of a few KB"},
        {"seed", "N", "of the random weights; default 1"}}},
      run};
}

}  // namespace lastmile::scenarios
