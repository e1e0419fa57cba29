#include "models/learn/trained_network.hpp"

#include "models/learn/checkpoint.hpp"
#include "models/network.hpp"
#include "models/onnx/export.hpp"
#include "models/transform/weighted_graph.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

TrainedNetwork read_file(const std::string& file) {
  models::Imported imported = models::import_network(file, {});
  Network network(imported.graph);
  std::vector<float> parameters = parameters_of(imported, network);
  if (parameters.empty())
    throw ConfigError("'" + file + "' (" + imported.format +
                      ") holds no weights: nothing is learned");
  return {std::move(imported.graph), std::move(network), std::move(parameters),
          std::move(imported.notes)};
}

TrainedNetwork read_checkpoint(const std::string& name, const std::string& file) {
  models::Graph graph = models::network(name);
  Network network(graph);
  std::vector<float> parameters = load_checkpoint(file, network).parameters;
  return {std::move(graph), std::move(network), std::move(parameters)};
}

}  // namespace

TrainedNetwork read_trained(const std::string& name) {
  const std::size_t at = name.find('@');
  if (at != std::string::npos) return read_checkpoint(name.substr(0, at), name.substr(at + 1));
  if (models::is_network_file(name)) return read_file(name);
  throw ConfigError("'" + name +
                    "' has learned nothing: name an .onnx file with weights, or "
                    "NETWORK@CHECKPOINT");
}

std::vector<float> parameters_of(const models::Imported& file, const Network& network) {
  std::vector<float> flat = models::flat_weights({file.graph, file.weights});
  if (flat.empty() || flat.size() == network.parameter_count()) return flat;
  throw ConfigError("network '" + network.name() + "': its file holds " +
                    std::to_string(flat.size()) + " parameters, learning takes " +
                    std::to_string(network.parameter_count()));
}

std::string onnx_of(const models::Graph& graph, const std::vector<float>& parameters) {
  return models::export_onnx(graph, models::with_weights(graph, parameters).layers);
}

}  // namespace lastmile::learn
