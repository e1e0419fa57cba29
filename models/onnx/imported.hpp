// Networks from files of other frameworks: the graph, and the weights where the file has them.
//
// Symbols    weights are one entry a layer, in the graph's order, each laid out as layer_weights.hpp says
// Validity   images, features and sequences of one batch: sizes of the batch that the file leaves open are 1
// Ignores    the cost of transposing: axes are followed by their meaning, and nothing is moved
// Tests      tests/unit/models/onnx_import_test.cpp, onnx_export_test.cpp; lastmile check models
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "models/graph.hpp"
#include "models/layer_weights.hpp"

namespace lastmile::models {

struct Imported {
  Graph graph;
  std::vector<LayerWeights> weights;  ///< by layer; none if they were not asked for
  std::vector<std::string> notes;     ///< what the graph says less exactly than the file
  std::string format;                 ///< "ONNX, opset 13"
};

struct ImportOptions {
  bool weights = true;
  std::filesystem::path folder;  ///< of data files beside the model
  std::int64_t most_floats = std::int64_t{1}
                             << 30;  ///< of all layers; a file may describe more than it holds
};

/// ConfigError names the node, the operator and what is known, or the byte where the file is damaged.
Imported import_onnx(std::string_view file, const std::string& name, const ImportOptions& options = {});

}  // namespace lastmile::models
