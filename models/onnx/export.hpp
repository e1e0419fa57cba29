// Graphs as ONNX files, opset 17, for one image (or one sequence).
//
// Form       maps are [1, channels, rows, columns], sequences maps with one row, features [1, channels];
// flattened where
//            the graph does so. Axes are brought into the order of the operators of sequences and back.
// Refused    ConfigError names the layer: attention, cifg_lstm, local_conv, cache, class_token, and
// projections of lstm,
//            which ONNX has no single operator for
// Tests      tests/unit/models/onnx_export_test.cpp: every network comes back with the same totals;
// onnx.checker
//            accepted them (see README.md)
#pragma once

#include "models/onnx/imported.hpp"
#include "sim/random.hpp"

namespace lastmile::models {

/// `weights` by layer, as an import gives them. None: constants are described (all elements 0.02), not
/// written out.
std::string export_onnx(const Graph& graph, const std::vector<LayerWeights>& weights);

/// Kernels normal with variance 2 / fan-in (He et al. 2015, doi:10.1109/ICCV.2015.123), shifts 0, scales 1.
std::vector<LayerWeights> random_weights(const Graph& graph, RandomStream random);

}  // namespace lastmile::models
