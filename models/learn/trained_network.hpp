// Networks that have learned, as users keep them: files with weights, and checkpoints.
//
// Names      "my.onnx": graph and weights; "lenet@lenet.checkpoint": a network of the zoo with the
//            parameters of a checkpoint (checkpoint.hpp)
// Layout     models::flat_weights() gives the parameters in the order of Network::layout()
// Tests      tests/unit/learn/trained_network_test.cpp
#pragma once

#include <string>
#include <vector>

#include "models/learn/network.hpp"
#include "models/onnx/imported.hpp"

namespace lastmile::learn {

struct TrainedNetwork {
  models::Graph graph;
  Network network;
  std::vector<float> parameters;
  std::vector<std::string> notes = {};  ///< of the import
};

/// ConfigError: no such file, no weights in it, or a network that learning cannot run.
TrainedNetwork read_trained(const std::string& name);

/// What learning takes of what an import gave; none if the file holds none.
std::vector<float> parameters_of(const models::Imported& file, const Network& network);

/// The network as an ONNX file with these parameters, its exits as outputs.
std::string onnx_of(const models::Graph& graph, const std::vector<float>& parameters);

}  // namespace lastmile::learn
